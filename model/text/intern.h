/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Strings of which one copy is kept: a report of many endpoints says the same
 * a thousand times. */
#ifndef MAILSONDE_MODEL_TEXT_INTERN_H
#define MAILSONDE_MODEL_TEXT_INTERN_H

#include "model/arena.h"

struct intern;

/* The strings live in `arena`, and outlive what intern_free() frees. */
struct intern *intern_new(struct arena *arena);
void intern_free(struct intern *intern);

/* The one copy, followed by a NUL that does not count. */
struct octets intern_octets(
	struct intern *intern, const void *data, size_t length);
const char *intern_string(struct intern *intern, const char *string);

#endif
