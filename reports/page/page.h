/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The report as a page: one file that needs nothing else, to be read on any
 * screen, searched, printed, and handed over. It is written from the front to
 * the back, one endpoint after the other. */
#ifndef MAILSONDE_REPORTS_PAGE_PAGE_H
#define MAILSONDE_REPORTS_PAGE_PAGE_H

#include "model/comparison.h"
#include "model/report.h"

#include <stdio.h>

/* What the report does not hold. */
struct page_options {
	bool transcript; /* show each dialogue */
	bool steps;      /* each connection as a tree of steps, not as a row */
	/* What a check or a diagnosis is about, in one line; NULL for an id
	 * that is not known. */
	const char *(*title)(const char *id);
	const char *digest; /* SHA-256 of the XML report, hexadecimal */
	const char *file;   /* its name; NULL if it was not kept */
	/* A sentence on its signature; NULL: it is not signed. */
	const char *signature;
	const char *verify; /* the command that verifies it; NULL */
};

void report_write_page(FILE *stream, const struct report *report,
	const struct page_options *options);

/* What differs between two reports, as a page of the same kind. */
void page_write_comparison(FILE *stream, const struct comparison *comparison);

#endif
