/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A list of words, with comments behind "#" in its lines. */
#ifndef MAILSONDE_SETTINGS_TEXT_WORDS_H
#define MAILSONDE_SETTINGS_TEXT_WORDS_H

#include "model/arena.h"

#include <stdbool.h>

/* Calls `visit` for each word, which is in the arena, with the line that it
 * stands in. Words end at `breaks` and at the line's end. Answers false once a
 * call does. */
bool words_each(struct arena *arena, struct octets text, const char *breaks,
	bool (*visit)(void *context, const char *word, unsigned line),
	void *context) __attribute__((warn_unused_result));

/* Whether there are any. */
bool words_are_there(
	struct arena *arena, struct octets text, const char *breaks);

#endif
