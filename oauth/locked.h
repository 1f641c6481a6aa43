/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Text that is a secret: memory of a size that never changes, so that no copy
 * is left behind, which is neither swapped out nor dumped, and wiped. */
#ifndef MAILSONDE_OAUTH_LOCKED_H
#define MAILSONDE_OAUTH_LOCKED_H

#include "model/arena.h"

#include <stdbool.h>

struct locked {
	char *text; /* always ends with a NUL that does not count */
	size_t length;
	size_t size;
};

/* Room for so many octets. To be freed with locked_free(). */
struct locked *locked_new(size_t size);

/* Wipes and frees it. NULL is fine. */
void locked_free(struct locked *locked);

/* Wipes it: nothing is in it then. */
void locked_clear(struct locked *locked);

/* Adds octets. Answers false, and adds nothing, if there is no room. */
bool locked_add(struct locked *locked, const void *data, size_t length);

/* The same for `NAME=VALUE` of a form, percent-encoded, with an "&" before it
 * if it is not the first (application/x-www-form-urlencoded). */
bool locked_add_field(
	struct locked *locked, const char *name, const char *value);

struct octets locked_octets(const struct locked *locked);

#endif
