/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the tests of settings share. */
#ifndef MAILSONDE_TESTS_SETTINGS_RUN_H
#define MAILSONDE_TESTS_SETTINGS_RUN_H

#include "model/memory.h"
#include "tests/unit/unit.h"

/* Each test has an arena, and a folder where the user's profiles would be. */
struct settings_run {
	struct arena *arena;
	char folder[64];
};

int settings_set_up(void **state);
int settings_tear_down(void **state);
void settings_has_words(const char *message, const char *words, const char *of);
extern const char settings_full_profile[];

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		name, settings_set_up, settings_tear_down)

#endif
