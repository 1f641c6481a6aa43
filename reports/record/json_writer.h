/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* JSON (RFC 8259), written one piece after the other. The caller begins and
 * ends in order; names and strings are escaped here, and whatever is no clean
 * text (reports/words.h) is made so, such that what comes out is UTF-8 without
 * control characters. An error of the stream is the stream's to tell.
 *
 * jansson, which makes a tree of each piece first, takes eight times as long,
 * which counts where a thousand endpoints have 200 findings each. What comes
 * out is read back by others' parsers in the tests. */
#ifndef MAILSONDE_REPORTS_RECORD_JSON_WRITER_H
#define MAILSONDE_REPORTS_RECORD_JSON_WRITER_H

#include "model/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json {
	FILE *stream;
	struct arena *arena; /* for strings that have to be made clean */
	bool one_line;       /* no line feeds, no indentation */
	unsigned depth;
	bool begun; /* something stands in the innermost already */
};

/* Each is a member of the innermost object if it has a name, else an element
 * of the innermost array, or the whole text. Dashes in names become
 * underscores. A string that is NULL is left out. */
void json_begin_object(struct json *json, const char *name);
void json_end_object(struct json *json);
void json_begin_array(struct json *json, const char *name);
void json_end_array(struct json *json);
void json_text(struct json *json, const char *name, const char *text);
/* The same of what is known to be clean text. */
void json_clean_string(struct json *json, const char *name, const char *text);
void json_number(struct json *json, const char *name, int64_t number);
void json_bool(struct json *json, const char *name, bool value);
/* Digits and perhaps a point, as they stand. */
void json_figure(struct json *json, const char *name, const char *figure);

/* A line feed, behind all of it. */
void json_end(struct json *json);

#endif
