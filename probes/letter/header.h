/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The header of a message (RFC 5322 section 2.2). */
#ifndef MAILSONDE_PROBES_LETTER_HEADER_H
#define MAILSONDE_PROBES_LETTER_HEADER_H

#include "model/arena.h"

#include <stdbool.h>

struct header_field {
	struct octets name;
	struct octets value; /* with its folds */
};

/* Takes the next field off the front; what is no field is passed over. Answers
 * false at the end of the header, with the body in `*rest`. */
bool header_next(struct octets *rest, struct header_field *ret_field)
	__attribute__((warn_unused_result));

/* Finds the `nth` field of that name, from 0, and unfolds it. NULL if there is
 * none. */
const char *header_find(struct arena *arena, struct octets message,
	const char *name, size_t nth);

/* The body, behind the empty line. */
struct octets header_body(struct octets message);

/* A parameter of a structured value, as in "text/plain; charset=x": without its
 * quotes and comments. NULL if there is none. */
const char *header_parameter(
	struct arena *arena, const char *value, const char *name);

#endif
