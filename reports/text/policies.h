/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the policies' rules came to. */
#ifndef MAILSONDE_REPORTS_TEXT_POLICIES_H
#define MAILSONDE_REPORTS_TEXT_POLICIES_H

#include "model/report.h"
#include "reports/text/page.h"

/* An empty line before each policy. */
void text_policies(
	const struct page *page, const struct report *report, bool verbose);

/* How many rules of all policies are broken, over all endpoints. */
size_t text_broken_rules(const struct report *report);

#endif
