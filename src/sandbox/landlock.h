/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Landlock, without a library: which paths may be reached. */
#ifndef MAILSONDE_SRC_SANDBOX_LANDLOCK_H
#define MAILSONDE_SRC_SANDBOX_LANDLOCK_H

#include <stdbool.h>

enum landlock_need {
	LANDLOCK_READ,
	LANDLOCK_WRITE,
	LANDLOCK_RUN,
	LANDLOCK_NEED_COUNT,
};

bool landlock_is_there(void);

/* Returns a set of rules that allows nothing yet, or -1. */
int landlock_begin(void) __attribute__((warn_unused_result));

/* Allows this beneath `path`, if there is such. */
void landlock_allow(int rules, const char *path, enum landlock_need need);

/* Holds this thread to the rules, and all that it starts. Closes them. */
void landlock_enter(int rules);

#endif
