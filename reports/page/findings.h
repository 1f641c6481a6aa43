/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The findings of one endpoint. */
#ifndef MAILSONDE_REPORTS_PAGE_FINDINGS_H
#define MAILSONDE_REPORTS_PAGE_FINDINGS_H

#include "reports/page/sheet.h"

/* What did not pass as a table, the gravest first; the rest folded. A rule that
 * several policies have in common stands there once. */
void findings_put(
	const struct sheet *sheet, const struct endpoint_report *endpoint);

#endif
