/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the server takes a TLS version, here 1.2. */
#include "tests/unit/unit.h"

#include "evidence/closed/drop.h"
#include "evidence/version.h"
#include "tests/unit/evidence/evidence_run.h"

#include <string.h>

static struct probe_facts *alone(struct endpoint_report *endpoint)
{
	return add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2));
}

static struct probe_facts *all(struct endpoint_report *endpoint)
{
	return add_probe(endpoint, PURPOSE_BEST, TLS_PROBED);
}

static void not_asked(struct endpoint_report *endpoint)
{
	endpoint->facts.versions_asked = 0;
}

static void owed(struct endpoint_report *endpoint)
{
	(void)endpoint;
}

static void taken(struct endpoint_report *endpoint)
{
	complete(endpoint, alone(endpoint), TLS_1_2);
}

static void chosen(struct endpoint_report *endpoint)
{
	complete(endpoint, all(endpoint), TLS_1_2);
	alone(endpoint)->status = ST_TIMEOUT;
}

/* Another was chosen: nothing is known of this one. */
static void another_chosen(struct endpoint_report *endpoint)
{
	complete(endpoint, all(endpoint), TLS_1_3);
}

static void answered(struct endpoint_report *endpoint, unsigned code)
{
	refuse(endpoint, alone(endpoint), code);
}

static void protocol_version(struct endpoint_report *endpoint)
{
	answered(endpoint, 70);
}

static void unrecognized_name(struct endpoint_report *endpoint)
{
	answered(endpoint, 112);
}

static void refused_among_all(struct endpoint_report *endpoint)
{
	refuse(endpoint, all(endpoint), 70);
}

static void refused_then_taken(struct endpoint_report *endpoint)
{
	protocol_version(endpoint);
	complete(endpoint, follow_up(endpoint, QUESTION_CONTROL, IMPLICIT),
		TLS_1_2);
}

static void taken_elsewhere(struct endpoint_report *endpoint)
{
	complete(endpoint, follow_up(endpoint, QUESTION_OTHER_PORT, IMPLICIT),
		TLS_1_2);
}

static void dropped(struct endpoint_report *endpoint)
{
	struct probe_facts *probe = alone(endpoint);

	start_tls(endpoint, probe);
	probe->status = ST_RESET;
}

static void dropped_beside(struct endpoint_report *endpoint)
{
	dropped(endpoint);
	another_chosen(endpoint);
}

static void throttled(struct endpoint_report *endpoint)
{
	another_chosen(endpoint);
	connect_probe(alone(endpoint));
	endpoint->facts.probes[1]->status = ST_THROTTLED;
}

/* After its own ServerHello an alert is about something else. */
static void alert_behind(struct endpoint_report *endpoint)
{
	struct probe_facts *probe = alone(endpoint);

	refuse(endpoint, probe, 40);
	probe->tls.server_hello = true;
	probe->tls.version = TLS_1_2;
}

/* TLS 1.3 tells only inside it whether the client was taken. */
static void unconfirmed(struct endpoint_report *endpoint)
{
	struct probe_facts *probe = alone(endpoint);

	complete(endpoint, probe, TLS_1_3);
	probe->tls_offered = TLS_BIT(TLS_1_3);
	probe->tls.confirmed = false;
	probe->outcome = OUTCOME_FAILED;
}

/* Every way in which a peer can end a handshake of one version alone, and what
 * it means: by itself, and where another version was taken. */
static const struct way_to_end {
	const char *name;
	enum status status;
	int alert; /* -1: none */
	bool server_hello;
	bool wants_certificate;
	const char *detail;
	enum version_result alone, beside;
} ways_to_end[] = {
	{"protocol_version", ST_ALERT, 70, 0, 0, NULL, VERSION_REFUSED,
		VERSION_REFUSED},
	{"handshake_failure", ST_ALERT, 40, 0, 0, NULL, VERSION_REFUSED,
		VERSION_REFUSED},
	{"internal_error", ST_ALERT, 80, 0, 0, NULL, VERSION_REFUSED,
		VERSION_REFUSED},
	{"close_notify", ST_ALERT, 0, 0, 0, NULL, VERSION_REFUSED,
		VERSION_REFUSED},
	{"decode_error", ST_ALERT, 50, 0, 0, NULL, VERSION_UNKNOWN,
		VERSION_REFUSED},
	{"unrecognized_name", ST_ALERT, 112, 0, 0, NULL, VERSION_UNKNOWN,
		VERSION_REFUSED},
	{"user_canceled", ST_ALERT, 90, 0, 0, NULL, VERSION_UNKNOWN,
		VERSION_REFUSED},
	{"an alert after its hello", ST_ALERT, 40, 1, 0, NULL, VERSION_UNKNOWN,
		VERSION_REFUSED},
	{"wants a certificate", ST_ALERT, 40, 1, 1, NULL, VERSION_ACCEPTED,
		VERSION_ACCEPTED},
	{"closed", ST_EOF, -1, 0, 0, NULL, VERSION_UNKNOWN, VERSION_REFUSED},
	{"reset", ST_RESET, -1, 0, 0, NULL, VERSION_UNKNOWN, VERSION_REFUSED},
	{"closed after its hello", ST_EOF, -1, 1, 0, NULL, VERSION_UNKNOWN,
		VERSION_REFUSED},
	{"plain text", ST_NOT_TLS, -1, 0, 0, NULL, VERSION_UNKNOWN,
		VERSION_REFUSED},
	{"another version", ST_TLS_VERSION, -1, 0, 0, NULL, VERSION_REFUSED,
		VERSION_REFUSED},
	{"an error of the library", ST_TLS, -1, 0, 0, NULL, VERSION_UNKNOWN,
		VERSION_REFUSED},
	{"too dear for us", ST_TLS, -1, 0, 0, "a key of 65536 bits",
		VERSION_UNKNOWN, VERSION_UNKNOWN},
	{"silence", ST_TIMEOUT, -1, 0, 0, NULL, VERSION_UNKNOWN,
		VERSION_UNKNOWN},
	{"ours", ST_CANCELLED, -1, 0, 0, NULL, VERSION_UNKNOWN,
		VERSION_UNKNOWN},
	{"no time", ST_THROTTLED, -1, 0, 0, NULL, VERSION_UNKNOWN,
		VERSION_UNKNOWN},
};

static enum version_result end_so(const struct way_to_end *way, bool beside)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);
	struct probe_facts *probe = alone(endpoint);
	enum version_result result;

	start_tls(endpoint, probe);
	probe->status = way->status;
	probe->outcome = OUTCOME_FAILED;
	probe->detail = way->detail;
	if (way->status == ST_ALERT || way->status == ST_TLS_VERSION)
		probe->outcome = OUTCOME_REFUSED;
	if (way->alert >= 0)
		add_alert(probe, (unsigned)way->alert);
	probe->tls.server_hello = way->server_hello;
	probe->tls.wants_certificate = way->wants_certificate;
	probe->tls.version = way->server_hello ? TLS_1_2 : TLS_NONE;
	if (beside)
		another_chosen(endpoint);
	drop_settle(&endpoint->facts);
	result = version_result(&endpoint->facts, TLS_1_2, NULL);
	run_free(run);
	return result;
}

static void every_end(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ways_to_end); i++) {
		const struct way_to_end *way = &ways_to_end[i];
		enum version_result alone = end_so(way, false);
		enum version_result beside = end_so(way, true);

		if (alone == way->alone && beside == way->beside)
			continue;
		print_error("%s: %d and %d\n", way->name, alone, beside);
		bad++;
	}
	assert_int_equal(bad, 0);
}

/* TLS 1.1 is taken, and turned away inside. */
static enum version_result turn_away(const char *words)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint = add(run, SMTP, EXPLICIT, HOST);
	struct probe_facts *probe;
	enum version_result result;

	another_chosen(endpoint);
	probe = add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_1));
	complete(endpoint, probe, TLS_1_1);
	probe->stage = STAGE_CAPABILITIES;
	probe->status = ST_THROTTLED;
	probe->reply = octets(words);
	drop_settle(&endpoint->facts);
	assert_false(strstr(words, "TLS") && drop_at_random(&endpoint->facts));
	result = version_result(&endpoint->facts, TLS_1_1, NULL);
	run_free(run);
	return result;
}

static void turned_away(void **state)
{
	(void)state;
	assert_int_equal(turn_away("421 4.7.66 TLS 1.0 and 1.1 are not "
				   "supported"),
		VERSION_REFUSED);
	assert_int_equal(
		turn_away("421 4.7.0 Too many connections"), VERSION_ACCEPTED);
}

static const struct evidence_case of_1_2[] = {
	{"not asked", not_asked, IMAP, IMPLICIT, VERSION_NOT_ASKED},
	{"owed", owed, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"taken", taken, IMAP, IMPLICIT, VERSION_ACCEPTED},
	{"chosen", chosen, IMAP, IMPLICIT, VERSION_ACCEPTED},
	{"another chosen", another_chosen, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"alert 70", protocol_version, IMAP, IMPLICIT, VERSION_REFUSED},
	{"alert 112", unrecognized_name, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"with others", refused_among_all, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"at last", refused_then_taken, IMAP, IMPLICIT, VERSION_ACCEPTED},
	{"elsewhere", taken_elsewhere, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"dropped", dropped, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"dropped alone", dropped_beside, IMAP, IMPLICIT, VERSION_REFUSED},
	{"throttled", throttled, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"alert behind", alert_behind, IMAP, IMPLICIT, VERSION_UNKNOWN},
};

static int ask_1_2(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;
	enum version_result result = version_result(facts, TLS_1_2, &probe);
	unsigned bit = TLS_BIT(TLS_1_2);

	assert_int_equal(version_with(facts, bit, result), bit);
	assert_int_equal(version_accepted(facts) & bit,
		result == VERSION_ACCEPTED ? bit : 0);
	assert_int_equal(version_refuses_all(facts, bit, NULL),
		result == VERSION_REFUSED);
	if (result == VERSION_ACCEPTED || result == VERSION_REFUSED)
		assert_true(probe->tls_offered & bit);
	return (int)result;
}

static void the_result(void **state)
{
	(void)state;
	evidence_check(of_1_2, COUNT_OF(of_1_2), ask_1_2);
}

static int ask_1_3(const struct endpoint_facts *facts)
{
	return (int)version_result(facts, TLS_1_3, NULL);
}

static const struct evidence_case of_1_3[] = {
	{"unconfirmed", unconfirmed, IMAP, IMPLICIT, VERSION_UNKNOWN},
	{"chosen", another_chosen, IMAP, IMPLICIT, VERSION_ACCEPTED},
};

static void confirmation(void **state)
{
	(void)state;
	evidence_check(of_1_3, COUNT_OF(of_1_3), ask_1_3);
}

static int ask_completed(const struct endpoint_facts *facts)
{
	size_t at = 0;

	return evidence_index(
		facts, version_completed(facts, TLS_BIT(TLS_1_2), &at));
}

static const struct evidence_case completions[] = {
	{"nothing", owed, IMAP, IMPLICIT, NOBODY},
	{"another", another_chosen, IMAP, IMPLICIT, NOBODY},
	{"elsewhere", taken_elsewhere, IMAP, IMPLICIT, NOBODY},
	{"refused", protocol_version, IMAP, IMPLICIT, NOBODY},
	{"again", refused_then_taken, IMAP, IMPLICIT, 1},
	{"chosen", chosen, IMAP, IMPLICIT, 0},
};

static void completed(void **state)
{
	(void)state;
	evidence_check(completions, COUNT_OF(completions), ask_completed);
}

static void empty_set(void **state)
{
	const struct endpoint_facts facts = {0};

	(void)state;
	assert_false(version_refuses_all(&facts, 0, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_end),
		cmocka_unit_test(turned_away),
		cmocka_unit_test(the_result),
		cmocka_unit_test(confirmation),
		cmocka_unit_test(completed),
		cmocka_unit_test(empty_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
