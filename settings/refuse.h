/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the readers of settings turn something down. */
#ifndef MAILSONDE_SETTINGS_REFUSE_H
#define MAILSONDE_SETTINGS_REFUSE_H

#include "model/problem.h"

/* Fills in a problem with what stands in line `line` of `place`, which is as
 * the user gave it. Always answers false, so that a reader can return it. */
bool refuse_at(struct arena *arena, const char *place, unsigned line,
	struct problem *ret_problem, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Returns what the user gave, safe for a terminal and cut where it would fill
 * more than a few lines, with quotes around it or without; owned by `arena`. */
const char *refuse_quote(struct arena *arena, const char *given);
const char *refuse_escape(struct arena *arena, const char *given);

#endif
