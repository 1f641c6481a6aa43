/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/arena.h"
#include "tests/unit/unit.h"

#include <string.h>

#define LARGE ((size_t)100000)

static void expect_zeroed(const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		assert_int_equal(data[i], 0);
}

static void test_enlarge(void **state)
{
	struct arena *arena = arena_new();
	char *text = arena_enlarge(arena, NULL, 0, 10), *other;

	(void)state;
	strcpy(text, "123456789");
	text = arena_enlarge(arena, text, 10, 20);
	assert_string_equal(text, "123456789");
	for (size_t size = LARGE; size < 8 * LARGE; size *= 2) {
		text = arena_enlarge(arena, text, 10, size);
		memset(text + 10, 'x', size - 10);
	}
	/* Not the last one any more: it is copied, and stays as it is. */
	memset(arena_alloc(arena, LARGE), 'y', LARGE);
	other = arena_enlarge(arena, text, 10, 9 * LARGE);
	assert_ptr_not_equal(other, text);
	assert_string_equal(text, "123456789");
	assert_string_equal(other, "123456789");
	arena_free(arena);
}

static void test_size(void **state)
{
	struct arena *arena = arena_new();
	struct arena_mark mark = arena_mark(arena);
	size_t empty = arena_size(arena);

	(void)state;
	assert_int_equal(arena_size(NULL), 0);
	assert_true(empty < 1024);
	for (int i = 0; i < 100; i++) {
		arena_alloc(arena, LARGE);
		arena_alloc(arena, 100);
	}
	assert_in_range(arena_size(arena), 100 * (LARGE + 100),
		100 * (LARGE + 100) * 5 / 4);
	arena_release(arena, mark);
	assert_int_equal(arena_size(arena), empty);
	arena_free(arena);
}

/* Over and over in the same room, which is clean each time. */
static void test_release(void **state)
{
	static const size_t sizes[] = {8, 1000, 2000, 4096, 9000, LARGE};
	struct arena *arena = arena_new();
	struct arena_mark empty = arena_mark(arena);
	char *kept = arena_strdup(arena, "kept"), *data;

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct arena_mark mark = arena_mark(arena);

		for (size_t k = 0; k < sizeof(sizes) / sizeof(*sizes); k++) {
			data = arena_alloc(arena, sizes[k]);
			expect_zeroed(data, sizes[k]);
			memset(data, 'x', sizes[k]);
		}
		arena_release(arena, mark);
	}
	assert_string_equal(kept, "kept");
	arena_release(arena, empty);
	expect_zeroed(arena_alloc(arena, 500), 500);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_enlarge),
		cmocka_unit_test(test_release),
		cmocka_unit_test(test_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
