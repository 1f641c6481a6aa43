/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which probes a question looks at. */
#include "tests/unit/unit.h"

#include "evidence/pick.h"
#include "tests/unit/evidence/evidence_run.h"

/* Each probe bears its place as a port. */
static struct endpoint_report *scene(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);

	add_probe(endpoint, PURPOSE_BEST, TLS_PROBED)->port = 1;
	follow_up(endpoint, QUESTION_OTHER_PORT, IMPLICIT)->port = 2;
	add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2))->port = 3;
	follow_up(endpoint, QUESTION_CONTROL, IMPLICIT)->port = 4;
	add_rule_probe(endpoint, "suites-dhe")->port = 5;
	add_rule_probe(endpoint, "suites-dhe")->port = 6;
	return endpoint;
}

static bool is_beyond(const struct probe_facts *probe, const void *wanted)
{
	return probe->port > *(const unsigned *)wanted;
}

static const struct {
	enum pick_from from;
	unsigned beyond, first, last; /* 0: none */
	size_t count;
} picks[] = {
	{PICK_ALL, 0, 1, 4, 4},
	{PICK_ALL, 2, 3, 4, 2},
	{PICK_ALL, 4, 0, 0, 0},
	{PICK_PLANNED, 0, 1, 3, 2},
	{PICK_PLANNED, 1, 3, 3, 1},
	{PICK_PLANNED, 3, 0, 0, 0},
	{PICK_FOLLOW_UPS, 0, 2, 4, 2},
	{PICK_FOLLOW_UPS, 2, 4, 4, 1},
	{PICK_WITNESSES, 0, 1, 4, 3},
	{PICK_WITNESSES, 1, 3, 4, 2},
	{PICK_FOR_RULES, 0, 5, 6, 2},
	{PICK_FOR_RULES, 5, 6, 6, 1},
	{PICK_FOR_RULES, 6, 0, 0, 0},
};

static unsigned place(const struct probe_facts *probe)
{
	return probe ? probe->port : 0;
}

static void picked(void **state)
{
	struct run *run = run_new();
	const struct endpoint_facts *facts = &scene(run)->facts;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(picks); i++) {
		enum pick_from from = picks[i].from;
		const unsigned *beyond = &picks[i].beyond;

		assert_int_equal(
			place(pick_first(facts, from, is_beyond, beyond)),
			picks[i].first);
		assert_int_equal(
			place(pick_last(facts, from, is_beyond, beyond)),
			picks[i].last);
		assert_int_equal(pick_count(facts, from, is_beyond, beyond),
			picks[i].count);
	}
	run_free(run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(picked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
