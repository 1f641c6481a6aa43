/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/memory.h"
#include "tests/unit/unit.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* The address sanitizer would rather end the process itself. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void on_abort(int number)
{
	(void)number;
	if (errno == ENOMEM)
		_exit(71);
}

static void ask_too_much(bool handled)
{
	volatile size_t size = SIZE_MAX / 4;

	signal(SIGABRT, handled ? on_abort : SIG_IGN);
	memory_calloc(1, size);
	_exit(0);
}

static int status_of_asking(bool handled)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0)
		ask_too_much(handled);
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void test_exhausted(void **state)
{
	int status = status_of_asking(true);

	(void)state;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 71);
	status = status_of_asking(false);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void test_nothing(void **state)
{
	char *room = memory_calloc(0, 8);

	(void)state;
	assert_non_null(room);
	room = memory_realloc(room, 0);
	assert_non_null(room);
	free(room);
	room = memory_calloc(3, 5);
	for (size_t i = 0; i < 15; i++)
		assert_int_equal(room[i], 0);
	free(room);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exhausted),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
