/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was seen, for those who want it all. */
#ifndef MAILSONDE_REPORTS_TEXT_FACTS_FACTS_H
#define MAILSONDE_REPORTS_TEXT_FACTS_FACTS_H

#include "reports/text/page.h"
#include "reports/text/text.h"

void text_facts(const struct page *page, const struct report *report,
	const struct endpoint_report *endpoint, const struct text_style *style);

#endif
