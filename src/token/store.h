/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where the user wants a token to be kept: a file that only the user may read,
 * or the desktop's secret service, by secret-tool. */
#ifndef MAILSONDE_SRC_TOKEN_STORE_H
#define MAILSONDE_SRC_TOKEN_STORE_H

#include "model/problem.h"
#include "oauth/locked.h"

#define STORE_SERVICE                                                          \
	"secret-service:" /* what such a store's name begins with */

/* Whether the name is one of the secret service. */
bool store_is_service(const char *name);

/* Whether something can be kept there, as far as that can be told. */
bool store_possible(
	struct arena *arena, const char *name, struct problem *ret_problem);

/* Reads all of it into `ret_text`. */
bool store_read(struct arena *arena, const char *name, struct locked *ret_text,
	struct problem *ret_problem);

/* Replaces what is there, whole or not at all; a file has the mode 0600 then.
 */
bool store_write(struct arena *arena, const char *name,
	const struct locked *text, struct problem *ret_problem);

#endif
