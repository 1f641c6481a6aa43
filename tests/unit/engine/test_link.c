/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which chain of hellos is asked next. */

#include "tests/unit/unit.h"

#include "engine/run/link.h"
#include "model/memory.h"

#include <stdlib.h>

/* The longest goes first, and what has no hurry last. */
static void test_waiting(void **state)
{
	struct link *links = memory_calloc(question_count, sizeof(*links));
	struct offered_facts known = {0};
	struct arena *arena = arena_new();
	static struct probe_job job;
	const struct link *link;
	bool fills = false;
	unsigned length = 100;

	(void)state;
	for (size_t i = 0; i < question_count; i++)
		links[i].wanted = chain_begin(&links[i].chain,
			&question_table[i], &known, arena, NULL, NULL);
	while ((link = link_find_waiting(links))) {
		const struct hello_question *question = link->chain.question;
		unsigned its = question->length ? question->length : 1;

		assert_true(!fills || question->fills_gaps);
		fills = question->fills_gaps;
		assert_true(fills || its <= length);
		length = its;
		links[link - links].job = &job;
	}
	assert_true(fills);
	arena_free(arena);
	free(links);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
