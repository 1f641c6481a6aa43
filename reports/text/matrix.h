/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The matrix at a glance. */
#ifndef MAILSONDE_REPORTS_TEXT_MATRIX_H
#define MAILSONDE_REPORTS_TEXT_MATRIX_H

#include "model/report.h"
#include "reports/text/page.h"

void text_matrix(const struct page *page, const struct report *report);

/* How each version fared, and how it should have: "TLS 1.0 no, 1.1 no, 1.2 no
 * (must be yes), 1.3 yes". */
const char *text_versions(
	struct arena *arena, const struct endpoint_report *endpoint);

#endif
