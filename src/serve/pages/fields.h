/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A form that was sent, in whatever encoding of forms. */
#ifndef MAILSONDE_SRC_SERVE_PAGES_FIELDS_H
#define MAILSONDE_SRC_SERVE_PAGES_FIELDS_H

#include "src/serve/visit.h"

struct field {
	const char *name;
	const char *file; /* what a file was called; NULL */
	struct octets value;
};

struct fields {
	struct arena *arena;
	struct field *fields; /* at most FIELDS_MOST; others are left out */
	size_t count;
};

#define FIELDS_MOST 512

/* Reads the body; all of it is in the visit's arena. What is no form has no
 * fields. */
struct fields fields_read(const struct visit *visit);

/* The field's text, up to its first NUL; "" if it is missing. */
const char *fields_text(const struct fields *sent, const char *name);

/* The same of the field "NAME-NUMBER". */
const char *fields_text_of(
	const struct fields *sent, const char *name, size_t number);

/* The texts of all fields of that name, with commas between. */
const char *fields_list(const struct fields *sent, const char *name);

/* What was pasted as `text`, or uploaded as `file` if that is not empty, with
 * the file's name or NULL. */
struct octets fields_octets(const struct fields *sent, const char *text,
	const char *file, const char **ret_name);

#endif
