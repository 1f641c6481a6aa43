/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/room.h"
#include "tests/unit/unit.h"

#include <stdlib.h>

#define MIB ((size_t)1024 * 1024)

static const struct share_network nobody;

static bool writes(struct room *room, size_t octets, size_t *ret_taken)
{
	*ret_taken = 0;
	room_enter(room);
	return room_leave(room, &nobody, octets, ret_taken);
}

static bool sends(struct room *room, unsigned network, size_t octets)
{
	const struct share_network to = {
		{4, 192, 0, 2, (unsigned char)network}};
	size_t taken = 0;

	room_enter(room);
	if (!room_leave(room, &to, octets, &taken))
		return false;
	assert_int_equal(taken, octets);
	return true;
}

static void gives_back(struct room *room, unsigned network, size_t octets)
{
	const struct share_network to = {
		{4, 192, 0, 2, (unsigned char)network}};

	room_clear(room, &to, octets);
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
	room_clear(room, &nobody, MIB);
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

/* One network has a quarter of it, however its visitors read. */
static void test_networks(void **state)
{
	struct room *room = room_new();

	(void)state;
	for (int i = 0; i < 16; i++)
		assert_true(sends(room, 1, MIB));
	assert_false(sends(room, 1, MIB));
	for (int i = 0; i < 47; i++)
		assert_true(sends(room, 2 + (unsigned)i % 3, MIB));
	gives_back(room, 1, MIB);
	assert_true(sends(room, 1, MIB));
	assert_false(sends(room, 1, MIB));
	assert_true(sends(room, 9, MIB));
	assert_false(sends(room, 10, MIB));
	for (int i = 0; i < 16; i++)
		gives_back(room, 1, MIB);
	for (unsigned network = 20; network < 90; network++)
		assert_int_equal(
			sends(room, network, MIB / 4), network < 20 + 4 * 16);
	free(room);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_long_answers),
		cmocka_unit_test(test_networks),
		cmocka_unit_test(test_short_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
