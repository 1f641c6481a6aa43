/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/unit.h"

#include "engine/ask/patience.h"

#define SECOND 1000000

static void test_waits_longer_each_time(void **state)
{
	struct patience patience = {0};

	(void)state;
	assert_int_equal(patience_spacing_us(&patience), 0);
	assert_true(patience_turned_away(&patience, 1, 2));
	assert_true(patience.resume_us > SECOND / 2);
	/* What was in flight already is the same refusal. */
	assert_true(patience_turned_away(&patience, 1, 3));
	assert_int_equal(patience.pauses, 1);
	patience_answered(&patience);
	assert_true(
		patience_turned_away(&patience, 2 * SECOND, 2 * SECOND + 1));
	assert_int_equal(patience.pauses, 2);
	assert_true(patience_spacing_us(&patience) >= 100000);
}

static void test_gives_up_on_who_never_answers(void **state)
{
	struct patience patience = {0};
	int64_t now = 0;
	unsigned times = 0;

	(void)state;
	while (patience_turned_away(&patience, now, now + 1)) {
		now = patience.resume_us;
		times++;
	}
	assert_int_equal(times, 2);
	assert_true(now < 5 * SECOND);
}

static void test_gives_up_on_who_is_always_busy(void **state)
{
	struct patience patience = {0};
	int64_t now = 0;
	unsigned times = 0;

	(void)state;
	while (patience_turned_away(&patience, now, now + 1)) {
		patience_answered(&patience);
		now = patience.resume_us;
		times++;
	}
	assert_true(times > 2 && times < 10);
	assert_true(patience_spacing_us(&patience) <= SECOND);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_waits_longer_each_time),
		cmocka_unit_test(test_gives_up_on_who_never_answers),
		cmocka_unit_test(test_gives_up_on_who_is_always_busy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
