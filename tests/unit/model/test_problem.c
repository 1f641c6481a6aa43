/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/problem.h"
#include "src/complain.h"
#include "tests/unit/unit.h"

static void a_problem_says_where_and_why(void **state)
{
	struct arena *arena = arena_new();
	struct problem problem = {0};

	(void)state;
	assert_false(problem_set(arena, PROBLEM_DATA, "a.csv:3", &problem,
		"\"%s\" is not a port", "x"));
	assert_int_equal(problem.kind, PROBLEM_DATA);
	assert_string_equal(
		problem_say(arena, &problem), "a.csv:3: \"x\" is not a port");
	assert_false(problem_set(
		arena, PROBLEM_USAGE, NULL, &problem, "name a host"));
	assert_int_equal(problem.kind, PROBLEM_USAGE);
	assert_string_equal(problem_say(arena, &problem), "name a host");
	arena_free(arena);
}

/* As the manual has them */
static void every_kind_has_its_exit_status(void **state)
{
	static const int statuses[] = {
		[PROBLEM_NONE] = 0,
		[PROBLEM_USAGE] = 64,
		[PROBLEM_DATA] = 65,
		[PROBLEM_NO_INPUT] = 65,
		[PROBLEM_INTERNAL] = 70,
		[PROBLEM_SYSTEM] = 71,
		[PROBLEM_IO] = 74,
	};

	(void)state;
	for (int i = 0; i < PROBLEM_KIND_COUNT; i++)
		assert_int_equal(complain_exit_status((enum problem_kind)i),
			statuses[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_problem_says_where_and_why),
		cmocka_unit_test(every_kind_has_its_exit_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
