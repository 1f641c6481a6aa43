/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Results as XML files in a folder, each named by its address. */
#ifndef MAILSONDE_SRC_SERVE_JOB_KEEP_H
#define MAILSONDE_SRC_SERVE_JOB_KEEP_H

#include "model/report.h"

/* Writes the report whole, or not at all. Answers false with errno set. */
bool keep_write(
	const char *folder, const char *id, const struct report *report);

/* Reads the report of that name, to be cleared with report_clear(). Answers
 * false if there is none that can be read. */
bool keep_read(struct arena *arena, const char *folder, const char *id,
	struct report *ret_report);

#endif
