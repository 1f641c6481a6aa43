/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Elements and attributes of the report, written one after the other. The
 * caller opens and closes in order, and gives attributes before content; what
 * is written is escaped here. Memory can run out: after that every call does
 * nothing, and `failed` is set. With `json` set the same calls write JSON
 * (reports/record/json_record.h), so that both forms say the same.
 *
 * libxml2's own writer takes more than twice as long, which counts where a run
 * has thousands of endpoints. What comes out is read back with libxml2, and
 * held against the schema, by the tests. */
#ifndef MAILSONDE_REPORTS_RECORD_XML_WRITER_H
#define MAILSONDE_REPORTS_RECORD_XML_WRITER_H

#include "model/record/record.h"

#include <stdio.h>

#define XML_DEPTH 16

struct json_record;

struct xml {
	struct json_record *json; /* written to in place of `data`; NULL */
	char *data;               /* of malloc(), always with room for a NUL */
	size_t length;
	size_t size;
	const char *elements[XML_DEPTH]; /* those that are open */
	size_t depth;
	FILE *stream;  /* takes `data`, whenever there is enough; NULL */
	bool in_tag;   /* the start tag still takes attributes */
	bool has_text; /* of the innermost: its end stays on the line */
	bool failed;
	bool transcript;
	struct arena *arena; /* of the endpoint that is being written */
};

/* The declaration, which comes first. */
void xml_begin(struct xml *xml);

/* Hands what is in `data` to the stream, and goes on with none. */
void xml_flush(struct xml *xml);

void xml_open(struct xml *xml, const char *element);
void xml_close(struct xml *xml);

/* Attributes of the element opened last, its text, and a whole element with
 * nothing but text. Text that is NULL is left out. */
void xml_attribute(struct xml *xml, const char *name, const char *text);
void xml_attribute_number(struct xml *xml, const char *name, int64_t number);
void xml_text(struct xml *xml, const char *text);
void xml_element(struct xml *xml, const char *element, const char *text);

/* The same by a row of the record: an element of that type, which JSON has in
 * the array `list` unless it is NULL; a value that is spelled as clean text;
 * the text of the innermost element; an element with nothing but text. Nothing
 * at all for NULL. */
void xml_open_as(struct xml *xml, const char *element, const char *list,
	const struct record_type *type);
void xml_value(struct xml *xml, const char *name, const char *text,
	enum record_json json);
void xml_content(struct xml *xml, const char *text);
void xml_text_element(
	struct xml *xml, const struct record_field *field, const char *text);

#endif
