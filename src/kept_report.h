/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Reports that were kept: XML files that a run wrote. */
#ifndef MAILSONDE_SRC_KEPT_REPORT_H
#define MAILSONDE_SRC_KEPT_REPORT_H

#include "model/report.h"

/* Reads the file, "-" being standard input, piece by piece, and fills in
 * `*ret_report`, to be cleared with report_clear(). Answers EX_OK, or
 * EX_DATAERR after a complaint. */
int kept_report_read(
	struct arena *arena, const char *file, struct report *ret_report);

/* The same of octets that the file holds. */
int kept_report_parse(struct arena *arena, const char *file,
	struct octets octets, struct report *ret_report);

/* The file's octets alone, in `arena`. Answers as kept_report_read() does. */
int kept_file_read(
	struct arena *arena, const char *file, struct octets *ret_octets);

#endif
