/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The formats of a report: a line in the list here, and a row beside the
 * writer. */
#ifndef MAILSONDE_REPORTS_FORMAT_H
#define MAILSONDE_REPORTS_FORMAT_H

#include "model/report.h"

#include <stdio.h>

struct plugin_style;
struct sarif_rule;
struct text_style;

/* In the order in which the enumerators are numbered. */
#define FORMAT_LIST(FORMAT)                                                    \
	FORMAT(TEXT, text)                                                     \
	FORMAT(XML, xml)                                                       \
	FORMAT(TICKET, ticket)                                                 \
	FORMAT(HTML, html)                                                     \
	FORMAT(JSON, json)                                                     \
	FORMAT(JSONL, jsonl)                                                   \
	FORMAT(CSV, csv)                                                       \
	FORMAT(CSV_OFFERS, csv_offers)                                         \
	FORMAT(JUNIT, junit)                                                   \
	FORMAT(SARIF, sarif)                                                   \
	FORMAT(TAP, tap)                                                       \
	FORMAT(NAGIOS, nagios)                                                 \
	FORMAT(OPENMETRICS, openmetrics)                                       \
	FORMAT(PROFILE, profile)

#define FORMAT_ENUMERATOR(enumerator, name) FORMAT_##enumerator,
enum format { FORMAT_LIST(FORMAT_ENUMERATOR) FORMAT_COUNT };
#undef FORMAT_ENUMERATOR

/* How a report is to be written; each format takes what it needs. */
struct format_style {
	const struct text_style *text;
	const struct plugin_style *plugin;
	bool transcript;      /* each dialogue, too */
	bool fail_on_warning; /* a warning counts as a failure */
	/* What a check is about; answers false for an unknown one. NULL: none
	 * is known. */
	bool (*describe)(const char *check, struct sarif_rule *ret_rule);
};

struct format_row {
	const char *name;
	/* Answers false if memory ran out; errors of the stream are its own:
	 * ask ferror(). NULL: a report is not written so by the library. */
	bool (*write)(FILE *stream, const struct report *report,
		const struct format_style *style);
};

#define FORMAT_ROW(enumerator, name)                                           \
	extern const struct format_row format_##name;
FORMAT_LIST(FORMAT_ROW)
#undef FORMAT_ROW

extern const struct format_row *const format_table[FORMAT_COUNT];

/* The first `length` octets of `name`, compared exactly. */
bool format_from_name(const char *name, size_t length, enum format *ret_format);

#endif
