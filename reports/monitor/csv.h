/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One finding a line, as RFC 4180 has it: commas, quotes around every text,
 * CRLF, and a row with the names of the columns first. Columns are stable, and
 * new ones come at the end.
 *
 * A text that begins with "=", "+", "-", "@", a tab or a line feed would be a
 * formula to a spreadsheet: it gets an apostrophe before it, which spreadsheets
 * take for "this is text", and other readers take away. */
#ifndef MAILSONDE_REPORTS_MONITOR_CSV_H
#define MAILSONDE_REPORTS_MONITOR_CSV_H

#include "model/report.h"

#include <stdio.h>

struct arena;

/* Writes a row of texts, NULL for an empty one. `arena` is room to escape them
 * in. */
void csv_put_row(FILE *stream, struct arena *arena, const char *const *columns,
	size_t count);

void report_write_csv(FILE *stream, const struct report *report);

#endif
