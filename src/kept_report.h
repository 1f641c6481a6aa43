/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Reports that were kept: XML files that a run wrote. */
#ifndef MAILSONDE_SRC_KEPT_REPORT_H
#define MAILSONDE_SRC_KEPT_REPORT_H

#include "model/report.h"

struct options;

/* How a report was kept. */
struct kept {
	const char *file;      /* NULL: it came on standard input */
	const char *digest;    /* SHA-256 of its octets, in hexadecimal */
	const char *signature; /* a sentence; NULL: there is none */
	size_t octets;
};

/* Reads the file, "-" being standard input, piece by piece, and fills in
 * `*ret_report`, to be cleared with report_clear(), and all but the signature
 * in `*ret_kept`, which may be NULL. Answers EX_OK, or EX_DATAERR after a
 * complaint. */
int kept_report_read(const struct options *options, struct arena *arena,
	const char *file, struct report *ret_report, struct kept *ret_kept)
	__attribute__((warn_unused_result));

/* The same of octets that the file holds. */
int kept_report_parse(const struct options *options, struct arena *arena,
	const char *file, struct octets octets, struct report *ret_report)
	__attribute__((warn_unused_result));

/* The file's octets alone, in `arena`. Answers as kept_report_read() does. */
int kept_file_read(const struct options *options, struct arena *arena,
	const char *file, struct octets *ret_octets)
	__attribute__((warn_unused_result));

#endif
