/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the readers of settings turn something down. */
#ifndef MAILSONDE_SETTINGS_REFUSE_H
#define MAILSONDE_SETTINGS_REFUSE_H

#include "model/arena.h"

#include <stdbool.h>

/* Why settings cannot be used; `message` names the place (file and line, or
 * the argument) and says what to do. `exit_status` is EX_USAGE (64) for what
 * stands on the command line and EX_DATAERR (65) for what stands in a file. */
struct settings_error {
	int exit_status;
	const char *message;
};

/* Fills in `*ret_error` with a message in `arena`. Always answers false, so
 * that a reader can return it. */
bool settings_refuse(struct arena *arena, struct settings_error *ret_error,
	int exit_status, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Returns what the user gave, safe for a terminal and cut where it would fill
 * more than a few lines, with quotes around it or without; owned by `arena`. */
const char *settings_quote(struct arena *arena, const char *given);
const char *settings_escape(struct arena *arena, const char *given);

#endif
