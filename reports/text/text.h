/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The report for people: the verdict and its causes first, with what to do,
 * then the matrix, then what no diagnosis explains. */
#ifndef MAILSONDE_REPORTS_TEXT_TEXT_H
#define MAILSONDE_REPORTS_TEXT_TEXT_H

#include "model/report.h"

#include <stdio.h>

struct text_style {
	unsigned columns; /* of the terminal or page; at least 40 */
	/* Whose words and remedies come first; AUDIENCE_HELPDESK where nobody
	 * was named. AUDIENCE_NETWORK reads what AUDIENCE_ADMIN does. */
	enum audience audience;
	bool color;
	bool utf8;        /* the locale's character set is UTF-8 */
	bool verbose;     /* every finding and fact, not only the bad ones */
	bool transcript;  /* each dialogue too */
	bool offers_only; /* what servers take in TLS, and nothing else */
};

/* Writes the report to `stream`. Errors are the stream's: ask ferror(). */
void report_write_text(FILE *stream, const struct report *report,
	const struct text_style *style);

#endif
