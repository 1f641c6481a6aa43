/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Connections that were ended without a word, and would have been served at
 * other times. */
#include "tests/unit/unit.h"

#include "evidence/closed/drop.h"
#include "evidence/closed/lapse.h"
#include "tests/unit/evidence/evidence_run.h"

static struct probe_facts *end(struct probe_facts *probe, enum stage stage)
{
	connect_probe(probe);
	probe->stage = stage;
	probe->status = ST_RESET;
	return probe;
}

static struct probe_facts *end_best(
	struct endpoint_report *endpoint, enum stage stage)
{
	return end(add_probe(endpoint, PURPOSE_BEST, TLS_PROBED), stage);
}

static void serve(struct endpoint_report *endpoint, enum tls_version version)
{
	complete(endpoint,
		add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(version)),
		version);
}

static void at_once(struct endpoint_report *endpoint)
{
	end_best(endpoint, STAGE_GREETING);
	end(add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2)),
		STAGE_GREETING);
}

static void at_times(struct endpoint_report *endpoint)
{
	at_once(endpoint);
	serve(endpoint, TLS_1_3);
}

static void hello(struct endpoint_report *endpoint)
{
	start_tls(endpoint,
		end(add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2)),
			STAGE_HANDSHAKE));
	endpoint->facts.probes[0]->stage = STAGE_HANDSHAKE;
	endpoint->facts.probes[0]->status = ST_RESET;
	serve(endpoint, TLS_1_3);
}

static void hello_of_one_that_works(struct endpoint_report *endpoint)
{
	hello(endpoint);
	serve(endpoint, TLS_1_2);
}

static void half_a_hello(struct endpoint_report *endpoint)
{
	hello_of_one_that_works(endpoint);
	endpoint->facts.probes[0]->begun =
		arena_octets(endpoint->facts.probes[0]->arena, "\x16\x03", 2);
}

static void end_list(struct endpoint_report *endpoint)
{
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_BEST, TLS_PROBED);

	complete(endpoint, probe, TLS_1_3);
	probe->protected.seen = false;
	probe->outcome = OUTCOME_FAILED;
	end(probe, STAGE_CAPABILITIES);
}

static void list_every_time(struct endpoint_report *endpoint)
{
	end_list(endpoint);
	end_list(endpoint);
}

static void list_at_times(struct endpoint_report *endpoint)
{
	end_list(endpoint);
	complete(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_PROBED),
		TLS_1_3);
	endpoint->facts.probes[1]->protected.seen = true;
}

static void list_of_another_version(struct endpoint_report *endpoint)
{
	end_list(endpoint);
	serve(endpoint, TLS_1_0);
	endpoint->facts.probes[1]->protected.seen = true;
}

static int count(const struct endpoint_facts *facts)
{
	return (int)lapse_count(facts).lapses;
}

static const struct evidence_case counted[] = {
	{"nobody is served", at_once, IMAP, EXPLICIT, 0},
	{"before the greeting", at_times, IMAP, EXPLICIT, 2},
	{"a hello of another version", hello, IMAP, EXPLICIT, 0},
	{"a hello that works", hello_of_one_that_works, IMAP, EXPLICIT, 1},
	{"octets came", half_a_hello, IMAP, EXPLICIT, 0},
	{"each list", list_every_time, IMAP, IMPLICIT, 0},
	{"a list", list_at_times, IMAP, IMPLICIT, 1},
	{"a version", list_of_another_version, IMAP, IMPLICIT, 0},
};

static void lapses(void **state)
{
	(void)state;
	evidence_check(counted, COUNT_OF(counted), count);
}

static int enough(const struct endpoint_facts *facts)
{
	return (int)drop_enough(facts);
}

static const struct evidence_case refusals[] = {
	{"no lapse", hello, IMAP, EXPLICIT, 2},
	{"lapses", at_times, IMAP, EXPLICIT, 3},
};

static void more_drops_make_a_refusal(void **state)
{
	(void)state;
	evidence_check(refusals, COUNT_OF(refusals), enough);
}

/* Four at once, each 100 long, and one more. */
static void four_and(struct endpoint_report *endpoint, int64_t started_us)
{
	for (int i = 0; i < 4; i++)
		serve(endpoint, TLS_1_2);
	end_best(endpoint, STAGE_GREETING);
	for (size_t i = 0; i < 5; i++) {
		endpoint->facts.probes[i]->started_us = 10;
		endpoint->facts.probes[i]->duration_us = 100;
	}
	endpoint->facts.probes[4]->started_us = started_us;
}

static void beside_four(struct endpoint_report *endpoint)
{
	four_and(endpoint, 20);
}

static void after_four(struct endpoint_report *endpoint)
{
	four_and(endpoint, 500);
}

static int alone(const struct endpoint_facts *facts)
{
	return lapse_count(facts).alone;
}

static const struct evidence_case numbers[] = {
	{"the fifth", beside_four, IMAP, EXPLICIT, false},
	{"by itself", after_four, IMAP, EXPLICIT, true},
};

static void their_number_may_be_it(void **state)
{
	(void)state;
	evidence_check(numbers, COUNT_OF(numbers), alone);
}

/* Of at_times(), in the order in which they began. */
static void began(struct endpoint_report *endpoint, int64_t one, int64_t two,
	int64_t served)
{
	at_times(endpoint);
	endpoint->facts.probes[0]->started_us = one;
	endpoint->facts.probes[1]->started_us = two;
	endpoint->facts.probes[2]->started_us = served;
}

static void served_first(struct endpoint_report *endpoint)
{
	began(endpoint, 20, 30, 10);
}

static void served_between(struct endpoint_report *endpoint)
{
	began(endpoint, 10, 30, 20);
}

static void served_last(struct endpoint_report *endpoint)
{
	began(endpoint, 10, 20, 30);
}

static int in_a_row(const struct endpoint_facts *facts)
{
	return (int)lapse_in_a_row(facts);
}

static const struct evidence_case rows[] = {
	{"none served", at_once, IMAP, EXPLICIT, 2},
	{"served first", served_first, IMAP, EXPLICIT, 2},
	{"served between", served_between, IMAP, EXPLICIT, 1},
	{"served last", served_last, IMAP, EXPLICIT, 0},
};

static void one_after_the_other(void **state)
{
	(void)state;
	evidence_check(rows, COUNT_OF(rows), in_a_row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lapses),
		cmocka_unit_test(more_drops_make_a_refusal),
		cmocka_unit_test(their_number_may_be_it),
		cmocka_unit_test(one_after_the_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
