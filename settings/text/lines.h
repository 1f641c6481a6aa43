/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A text, line by line, as its readers need it. */
#ifndef MAILSONDE_SETTINGS_TEXT_LINES_H
#define MAILSONDE_SETTINGS_TEXT_LINES_H

#include "model/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct lines {
	const char *at;
	const char *end;
	unsigned number; /* of the line that was read last, from 1 */
};

/* Begins at the first line, behind a byte order mark (UTF-8). */
struct lines lines_begin(struct octets text);

/* Reads the next line, without its LF or CRLF (or CR alone), into `*ret_line`
 * (not NUL-terminated). Answers false at the end. */
bool lines_next(struct lines *lines, const char **ret_line, size_t *ret_length)
	__attribute__((warn_unused_result));

#endif
