/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Addresses of a host, and endpoints that share one. */
#include "tests/unit/unit.h"

#include "evidence/address.h"
#include "evidence/neighbour.h"
#include "tests/unit/evidence/evidence_run.h"

#include <string.h>

#define ONE "192.0.2.1"
#define TWO "2001:db8::2"

static void failures(void **state)
{
	static const struct {
		struct attempt attempt;
		bool failed;
	} rows[] = {
		{{.tried = true, .status = ST_TIMEOUT}, true},
		{{.tried = true, .status = ST_CONN_REFUSED}, true},
		{{.tried = true, .status = ST_UNREACHABLE}, true},
		{{.tried = true, .status = ST_RESET}, true},
		/* These tell of this computer, or of the race. */
		{{.tried = true, .status = ST_NO_NETWORK}, false},
		{{.tried = true, .status = ST_LOCAL}, false},
		{{.tried = true, .status = ST_CANCELLED}, false},
		{{.tried = true, .overtaken = true, .status = ST_TIMEOUT},
			false},
		{{.tried = true, .connected = true}, false},
		{{.status = ST_TIMEOUT}, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (address_failed(&rows[i].attempt) != rows[i].failed)
			fail_msg("row %zu", i);
}

static struct attempt *try(
	struct probe_facts *probe, const char *address, enum status status)
{
	return add_attempt(probe, address, status);
}

static void lost_the_race(struct probe_facts *probe)
{
	try(probe, ONE, ST_CANCELLED)->overtaken = true;
	try(probe, TWO, ST_OK);
}

/* How many there are, and how many of them failed or connected. */
static int count(const struct endpoint_facts *facts)
{
	struct arena *arena = arena_new();
	struct address_list list = address_all(arena, facts);
	int sum = 0;

	for (size_t i = 0; i < list.count; i++)
		sum += 100 + 10 * list.attempts[i]->connected +
		       address_failed(list.attempts[i]);
	arena_free(arena);
	return sum;
}

static void raced(struct endpoint_report *endpoint)
{
	lost_the_race(add_probe(endpoint, PURPOSE_BEST, TLS_PROBED));
}

static void one_is_dead(struct endpoint_report *endpoint)
{
	raced(endpoint);
	try(follow_up(endpoint, QUESTION_ADDRESS, CLEARTEXT), ONE, ST_TIMEOUT);
}

static void once_dead(struct endpoint_report *endpoint)
{
	one_is_dead(endpoint);
	try(add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2)), ONE,
		ST_OK);
	try(add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_3)), ONE,
		ST_RESET);
}

static void another_port(struct endpoint_report *endpoint)
{
	raced(endpoint);
	try(follow_up(endpoint, QUESTION_OTHER_PORT, IMPLICIT), ONE,
		ST_CONN_REFUSED);
}

static const struct evidence_case addresses[] = {
	{"raced", raced, IMAP, IMPLICIT, 210},
	{"one is dead", one_is_dead, IMAP, IMPLICIT, 211},
	{"one was dead once", once_dead, IMAP, IMPLICIT, 220},
	{"dead at another port", another_port, IMAP, IMPLICIT, 210},
};

static void all_addresses(void **state)
{
	(void)state;
	evidence_check(addresses, COUNT_OF(addresses), count);
}

static bool is_refused(const struct attempt *attempt)
{
	return attempt->status == ST_CONN_REFUSED;
}

static int ask_refused(const struct endpoint_facts *facts)
{
	return address_first(facts, is_refused) != NULL;
}

static void refused_at_last(struct endpoint_report *endpoint)
{
	one_is_dead(endpoint);
	try(add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2)), TWO,
		ST_CONN_REFUSED);
}

static void nothing(struct endpoint_report *endpoint)
{
	(void)endpoint;
}

static const struct evidence_case refusals[] = {
	{"nothing tried", nothing, IMAP, IMPLICIT, false},
	{"another failure", one_is_dead, IMAP, IMPLICIT, false},
	{"refused at another port", another_port, IMAP, IMPLICIT, false},
	{"refused at last", refused_at_last, IMAP, IMPLICIT, true},
};

static void the_first(void **state)
{
	(void)state;
	evidence_check(refusals, COUNT_OF(refusals), ask_refused);
}

static void the_connected(void **state)
{
	struct probe_facts *probe = probe_facts_new();

	(void)state;
	assert_null(address_connected(probe));
	lost_the_race(probe);
	assert_string_equal(address_connected(probe)->address, TWO);
	probe_facts_free(probe);
}

static struct probe_facts *reach(
	struct probe_facts *probe, const char *address, enum outcome outcome)
{
	try(probe, address, ST_OK);
	probe->outcome = outcome;
	return probe;
}

static void dialogues(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);
	const struct endpoint_facts *facts = &endpoint->facts;
	struct probe_facts *best, *again;

	(void)state;
	reach(add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2)), ONE,
		OUTCOME_COMPLETED);
	/* One version alone is not the whole dialogue. */
	assert_null(address_dialogue(facts, ONE));
	best = reach(add_probe(endpoint, PURPOSE_BEST, TLS_PROBED), ONE,
		OUTCOME_FAILED);
	assert_ptr_equal(address_dialogue(facts, ONE), best);
	again = reach(follow_up(endpoint, QUESTION_ADDRESS, IMPLICIT), ONE,
		OUTCOME_COMPLETED);
	assert_ptr_equal(address_dialogue(facts, ONE), again);
	reach(follow_up(endpoint, QUESTION_ADDRESS, IMPLICIT), ONE,
		OUTCOME_FAILED);
	assert_ptr_equal(address_dialogue(facts, ONE), again);
	assert_null(address_dialogue(facts, TWO));
	try(follow_up(endpoint, QUESTION_ADDRESS, IMPLICIT), TWO, ST_TIMEOUT);
	assert_null(address_dialogue(facts, TWO));
	run_free(run);
}

static void neighbours(void **state)
{
	struct run *run = run_new();
	const struct endpoint *own =
		&add(run, IMAP, IMPLICIT, HOST)->facts.endpoint;
	const struct endpoint_report *other;
	size_t at = 0;

	(void)state;
	add(run, IMAP, IMPLICIT, "MAIL.example.com");
	add(run, IMAP, EXPLICIT, "other.example.com");
	add(run, IMAP, EXPLICIT, "MAIL.example.com");
	add(run, SMTP, IMPLICIT, HOST);
	other = neighbour_next(&run->report, own, &at);
	assert_ptr_equal(other, &run->report.endpoints[3]);
	other = neighbour_next(&run->report, own, &at);
	assert_ptr_equal(other, &run->report.endpoints[4]);
	assert_null(neighbour_next(&run->report, own, &at));
	run_free(run);
}

static void same_endpoint(void **state)
{
	const struct endpoint own = {IMAP, IMPLICIT, HOST, 993};
	const struct endpoint rows[] = {
		{POP3, IMPLICIT, HOST, 993},
		{IMAP, EXPLICIT, HOST, 993},
		{IMAP, IMPLICIT, "mail.example.net", 993},
		{IMAP, IMPLICIT, HOST, 9933},
	};
	const struct endpoint same = {IMAP, IMPLICIT, "Mail.Example.COM", 993};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_false(neighbour_is_same(&own, &rows[i]));
	assert_true(neighbour_is_same(&own, &same));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(failures),
		cmocka_unit_test(all_addresses),
		cmocka_unit_test(the_first),
		cmocka_unit_test(the_connected),
		cmocka_unit_test(dialogues),
		cmocka_unit_test(neighbours),
		cmocka_unit_test(same_endpoint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
