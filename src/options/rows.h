/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One row for each option; the parser, the help and the test of the manual
 * read the same table. */
#ifndef MAILSONDE_SRC_OPTIONS_ROWS_H
#define MAILSONDE_SRC_OPTIONS_ROWS_H

#include "src/options/values.h"

struct option_row {
	const char *section; /* that begins with this row; NULL: goes on */
	const char *name;    /* NULL if it has a letter only */
	char letter;         /* 0 if it has a name only */
	const char *argument;
	const char *help;
	void (*set)(struct reading *r, const char *value);
};

#define OPTION_ROWS_MAX 128

extern const struct option_row option_rows[];
extern const size_t option_row_count;

#endif
