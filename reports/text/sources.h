/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where the claims come from. */
#ifndef MAILSONDE_REPORTS_TEXT_SOURCES_H
#define MAILSONDE_REPORTS_TEXT_SOURCES_H

#include "model/report.h"
#include "reports/text/page.h"

void text_sources(
	const struct page *page, const struct report *report, bool verbose);

#endif
