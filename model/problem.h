/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What kept something from being done, as a value. Whoever meets a problem
 * fills one in and returns; only src/ prints it, and only src/ knows which
 * exit status each kind is. What a server does wrong is a finding, never a
 * problem. */
#ifndef MAILSONDE_MODEL_PROBLEM_H
#define MAILSONDE_MODEL_PROBLEM_H

#include "model/arena.h"

#include <stdbool.h>

enum problem_kind {
	PROBLEM_NONE,     /* a problem that is all zeros is none */
	PROBLEM_USAGE,    /* what was asked for cannot be done */
	PROBLEM_DATA,     /* a file or a text cannot be used as it stands */
	PROBLEM_NO_INPUT, /* it is not there, or cannot be opened */
	PROBLEM_INTERNAL, /* our own fault, or a library's */
	PROBLEM_SYSTEM,   /* out of memory, threads, descriptors */
	PROBLEM_IO,       /* an output cannot be written */
	PROBLEM_KIND_COUNT,
};

struct problem {
	enum problem_kind kind;
	const char *place; /* "accounts.csv:3", "imaps://x"; NULL: none */
	const char *text;  /* why, and what to do: no full stop at the end */
};

/* Fills in `*ret_problem`. `place` may be NULL and is borrowed, the formatted
 * text is in `arena`. Always answers false, so that a reader can return it. */
bool problem_set(struct arena *arena, enum problem_kind kind, const char *place,
	struct problem *ret_problem, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Returns "PLACE: TEXT", or the text alone if there is no place; in `arena`.
 */
const char *problem_say(struct arena *arena, const struct problem *problem);

#endif
