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

/* The rules that came to a status at some endpoint, and count. */
struct rules_told {
	size_t rules;     /* no one twice */
	size_t endpoints; /* where any of them did */
	const struct finding *first;
	const struct endpoint_report *place; /* of the first */
};

struct rules_told text_rules_told(
	struct arena *arena, const struct report *report, enum verdict status);

#endif
