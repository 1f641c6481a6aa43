/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How elements and attributes of the XML report become JSON: what
 * reports/record/xml_writer.h does when it is to write that. */
#ifndef MAILSONDE_REPORTS_RECORD_JSON_RECORD_H
#define MAILSONDE_REPORTS_RECORD_JSON_RECORD_H

#include "model/record/record.h"
#include "reports/record/json_writer.h"

#define JSON_RECORD_DEPTH 16
#define JSON_RECORD_LISTS 8 /* of one element */

struct json_level {
	const struct record_type *type; /* NULL: none has a list */
	const char *open;               /* the array that is being written */
	const char *lists[JSON_RECORD_LISTS]; /* written */
	size_t count;
};

struct json_record {
	struct json json;
	/* Of what the first object begins with, where it is no report. */
	const struct report *head;
	struct json_level levels[JSON_RECORD_DEPTH];
	size_t depth;
};

/* Texts are clean (model/escape.h). An element with a `list` is one of that
 * array, an element otherwise; lists of the type that must be there are
 * written empty, if need be. */
void json_record_open(struct json_record *record, const char *element,
	const char *list, const struct record_type *type);
void json_record_close(struct json_record *record);
void json_record_value(struct json_record *record, const char *name,
	const char *text, enum record_json json);
/* An element with nothing but text. */
void json_record_element(struct json_record *record, const char *element,
	const char *list, const char *text);

#endif
