/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A long list in a few lines: how many endpoints came to what, and why. */
#ifndef MAILSONDE_REPORTS_TEXT_OVERVIEW_H
#define MAILSONDE_REPORTS_TEXT_OVERVIEW_H

#include "reports/text/groups.h"

/* Whether the report is so long that it begins with this. */
bool text_is_long(const struct report *report);

/* `failed` are the findings that no diagnosis explains. */
void text_overview(const struct page *page, const struct report *report,
	const struct groups *failed);

#endif
