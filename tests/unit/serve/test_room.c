/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/room.h"
#include "tests/unit/unit.h"

#include <stdlib.h>

#define MIB ((size_t)1024 * 1024)

static bool writes(struct room *room, size_t octets, size_t *ret_taken)
{
	*ret_taken = 0;
	room_enter(room);
	return room_leave(room, octets, ret_taken);
}

static void test_long_answers(void **state)
{
	struct room *room = room_new();
	size_t taken;

	(void)state;
	for (int i = 0; i < 64; i++) {
		assert_true(writes(room, MIB, &taken));
		assert_int_equal(taken, MIB);
	}
	assert_false(writes(room, MIB, &taken));
	assert_int_equal(taken, 0);
	room_clear(room, MIB);
	assert_true(writes(room, 100 * MIB, &taken));
	assert_false(writes(room, MIB, &taken));
	free(room);
}

/* What everybody asks for is written whatever is on its way. */
static void test_short_answers(void **state)
{
	struct room *room = room_new();
	size_t taken;

	(void)state;
	assert_true(writes(room, 80 * MIB, &taken));
	assert_true(writes(room, MIB / 8, &taken));
	assert_int_equal(taken, 0);
	free(room);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_long_answers),
		cmocka_unit_test(test_short_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
