/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The report as JSON, as data/schemas/report-1.schema.json has it: what the XML
 * report says, under the same names with underscores in them. An element is
 * an object and an attribute is a member; elements that may stand several
 * times are an array, whose name is the plural. */
#ifndef MAILSONDE_REPORTS_RECORD_JSON_H
#define MAILSONDE_REPORTS_RECORD_JSON_H

#include "model/report.h"

#include <stdio.h>

/* The whole report, one object. */
void report_write_json(
	FILE *stream, const struct report *report, bool transcript);

/* One line for one endpoint, which stands on its own: the endpoint's object,
 * and what made it and when. */
void report_write_json_line(FILE *stream, const struct report *report,
	size_t endpoint, bool transcript);

/* A line for each endpoint. */
void report_write_jsonl(
	FILE *stream, const struct report *report, bool transcript);

#endif
