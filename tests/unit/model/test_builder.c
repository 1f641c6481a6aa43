/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/builder.h"
#include "tests/unit/unit.h"

#include <string.h>

static void test_list(void **state)
{
	struct arena *arena = arena_new();
	struct builder list = {.arena = arena};

	(void)state;
	assert_string_equal(builder_text(&list), "");
	builder_item(&list, ", ", "a");
	builder_item_printf(&list, ", ", "%d%s", 2, "b");
	builder_separate(&list, ", ");
	builder_add(&list, "");
	assert_string_equal(builder_text(&list), "a, 2b, ");
	builder_add_octets(
		&list, (struct octets){(const unsigned char *)"x\0y", 3});
	assert_int_equal(list.length, 10);
	assert_memory_equal(builder_text(&list), "a, 2b, x\0y", 11);
	arena_free(arena);
}

/* At every length there may be just no room, or just enough. */
static void test_lengths(void **state)
{
	struct arena *arena = arena_new();
	struct builder printed = {.arena = arena}, added = {.arena = arena};

	(void)state;
	for (int i = 0; i < 3000; i++) {
		builder_printf(&printed, "%d.%*s", i, i % 150, "");
		builder_add(&added, arena_printf(arena, "%d.", i));
		for (int blanks = i % 150; blanks; blanks--)
			builder_add(&added, " ");
		assert_int_equal(
			strlen(builder_text(&printed)), printed.length);
	}
	assert_string_equal(builder_text(&printed), builder_text(&added));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
