/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A list in columns: what each column is about, by the names in the first line
 * or by the values, and row after row. Cells of a password's column are never
 * kept. */
#ifndef MAILSONDE_SETTINGS_FORMS_CSV_TABLE_H
#define MAILSONDE_SETTINGS_FORMS_CSV_TABLE_H

#include "settings/records.h"

#define COLUMNS 64

enum csv_column {
	COLUMN_NONE,
	COLUMN_SERVICE,
	COLUMN_HOST,
	COLUMN_PORT,
	COLUMN_MODE,
	COLUMN_USER,
	COLUMN_ADDRESS,
	COLUMN_ACCOUNT,
	COLUMN_AUTH,
	COLUMN_VERSIONS,
	COLUMN_SECRET,
};

/* Which service a column is about; those of none serve the line as a whole. */
#define ANY_SERVICE SERVICE_COUNT

struct csv_heading {
	enum csv_column column;
	int service; /* enum service, or ANY_SERVICE */
	const char *text;
};

struct csv_table {
	struct arena *arena;
	struct records *records;
	const char *place;
	struct problem *ret_problem;
	const char *at;
	const char *end;
	unsigned line; /* of the row that was read last */
	unsigned next_line;
	char separator;
	struct csv_heading headings[COLUMNS];
	size_t heading_count;
	const char *fields[COLUMNS];
	size_t field_count;
};

/* What separates the cells of the first line; NUL if nothing does. */
char csv_find_separator(struct octets text);

/* With the headings of the first line. */
struct csv_table csv_begin(struct arena *arena, struct octets text);

/* Reads the next row's fields; false at the end. */
bool csv_take_row(struct csv_table *t);

/* The column that a heading names. */
struct csv_heading csv_heading_of(const char *text);

/* What a value tells of its column, where no heading does. */
struct csv_heading csv_heading_of_value(const char *text);

/* How many columns there are of that kind; of one service, or of any if
 * `service` is negative. */
size_t csv_count_columns(
	const struct csv_table *t, enum csv_column column, int service);

/* The value of the service's own column, or of the line's; NULL if empty. */
const char *csv_value_of(
	const struct csv_table *t, enum csv_column column, int service);

#endif
