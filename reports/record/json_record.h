/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How elements and attributes of the XML report become JSON: what
 * reports/record/xml_writer.h does when it is to write that. Whoever makes an
 * element stand several times, or an attribute a list, gives it a row in
 * reports/record/json_record.c and its place in
 * data/schemas/report-1.schema.json. */
#ifndef MAILSONDE_REPORTS_RECORD_JSON_RECORD_H
#define MAILSONDE_REPORTS_RECORD_JSON_RECORD_H

#include "model/report.h"
#include "reports/record/json_writer.h"

#define JSON_RECORD_DEPTH 16

struct json_list;

struct json_record {
	struct json json;
	/* Of what the first object begins with, where it is no report. */
	const struct report *head;
	struct {
		const struct json_list *lists; /* of its element; NULL: none */
		const struct json_list *open;  /* that is being written */
		unsigned written;              /* bits of `lists` */
	} levels[JSON_RECORD_DEPTH];
	size_t depth;
};

/* Texts are clean (reports/words.h). */
void json_record_open(struct json_record *record, const char *element);
void json_record_close(struct json_record *record);
void json_record_text(
	struct json_record *record, const char *name, const char *text);
void json_record_figure(
	struct json_record *record, const char *name, const char *figure);
/* An element with nothing but text. */
void json_record_element(
	struct json_record *record, const char *element, const char *text);

#endif
