/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which formats a report can be written in, and what decides how. */
#ifndef MAILSONDE_SRC_OUTPUT_FORMATS_H
#define MAILSONDE_SRC_OUTPUT_FORMATS_H

#include "reports/text/text.h"
#include "src/options/options.h"

/* Whether the text report is what standard output gets. */
bool format_text_on_stdout(const struct options *options);

/* Writes the report in every format that was asked for, and ends the lines
 * that were written while it was made. Answers EX_OK, or an exit status after a
 * complaint. */
int formats_write(const struct options *options, struct arena *arena,
	const struct report *report) __attribute__((warn_unused_result));

/* Whether every output can be written as far as can be told beforehand: a run
 * of minutes must not end without a report. Answers EX_OK, or an exit status
 * after a complaint. */
int formats_prepare(const struct options *options, struct arena *arena)
	__attribute__((warn_unused_result));

/* Reads what reports are to be signed with, NULL if they are not to be; the
 * caller puts it into `options->keeper`, and frees it with keeper_free().
 * Answers EX_OK, or an exit status after a complaint. */
int formats_open_keeper(const struct options *options, struct arena *arena,
	struct keeper **ret_keeper) __attribute__((warn_unused_result));

/* Whether what goes to standard output may be coloured. */
bool format_uses_color(const struct options *options);

/* How text is written: to standard output, or to a file, which is as wide as a
 * page and has no colour. */
struct text_style format_text_style(
	const struct options *options, const char *file);

#endif
