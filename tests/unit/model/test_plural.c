/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Sentences for one thing, and for many or none. */
#include "tests/unit/unit.h"

#include "model/arena.h"
#include "model/text/plural.h"
#include "reports/words.h"

static void forms(void **state)
{
	(void)state;
	assert_string_equal(plural_form(0, "%zu is", "%zu are"), "%zu are");
	assert_string_equal(plural_form(1, "%zu is", "%zu are"), "%zu is");
	assert_string_equal(plural_form(2, "%zu is", "%zu are"), "%zu are");
	assert_string_equal(plural_form(21, "%zu is", "%zu are"), "%zu are");
}

static void days_left(void **state)
{
	static const struct {
		int64_t seconds;
		const char *words;
	} rows[] = {
		{0, "less than a day left"},
		{86399, "less than a day left"},
		{86400, "1 day left"},
		{2 * 86400, "2 days left"},
		{-1, "expired less than a day ago"},
		{-86400, "expired 1 day ago"},
		{-2 * 86400, "expired 2 days ago"},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(
			words_days_left(arena, 1000, 1000 + rows[i].seconds),
			rows[i].words);
	arena_free(arena);
}

static void lists(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(plural_more(arena, "a, b", 0), "a, b");
	assert_string_equal(plural_more(arena, "a, b", 1), "a, b and 1 more");
	assert_string_equal(plural_more(arena, "a", 20), "a and 20 more");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms),
		cmocka_unit_test(days_left),
		cmocka_unit_test(lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
