/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/connection/turn.h"
#include "tests/unit/unit.h"

#include <unistd.h>

static struct deadline after(int64_t us)
{
	return (struct deadline){.at_us = io_now_us() + us, .cancel_fd = -1};
}

static void test_passed(void **state)
{
	struct turn *turn = turn_new();
	const struct deadline now = after(0), late = after(60000000);

	(void)state;
	assert_true(turn_take(turn, &late));
	assert_false(turn_take(turn, &now));
	turn_pass(turn);
	assert_true(turn_take(turn, &now));
	assert_false(turn_take(turn, &now));
	turn_free(turn);
}

/* Whoever has it never passes it. */
static void test_kept(void **state)
{
	struct turn *turn = turn_new();
	const struct deadline soon = after(20000), late = after(3600000000);
	int64_t begin_us;

	(void)state;
	assert_true(turn_take(turn, &late));
	assert_false(turn_take(turn, &soon));
	assert_true(io_now_us() >= soon.at_us);
	begin_us = io_now_us();
	assert_false(turn_take(turn, &late));
	assert_true(io_now_us() - begin_us >= 1000000);
	assert_true(io_now_us() < late.at_us);
	turn_free(turn);
}

static void test_cancelled(void **state)
{
	struct turn *turn = turn_new();
	struct deadline late = after(60000000);
	int ends[2];

	(void)state;
	assert_true(turn_take(turn, &late));
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "", 1), 1);
	late.cancel_fd = ends[0];
	assert_false(turn_take(turn, &late));
	/* Free as it is, nobody needs to wait. */
	turn_pass(turn);
	assert_true(turn_take(turn, &late));
	close(ends[0]);
	close(ends[1]);
	turn_free(turn);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passed),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_cancelled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
