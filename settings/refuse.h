/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the readers of settings turn something down. */
#ifndef MAILSONDE_SETTINGS_REFUSE_H
#define MAILSONDE_SETTINGS_REFUSE_H

#include "settings/settings.h"

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
