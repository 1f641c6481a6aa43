/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What one endpoint said, and how its connections went. */
#ifndef MAILSONDE_REPORTS_PAGE_HEARD_HEARD_H
#define MAILSONDE_REPORTS_PAGE_HEARD_HEARD_H

#include "reports/page/sheet.h"

/* All of it folded: the server's words, each connection, and transcripts if
 * they are to be shown. */
void heard_put(
	const struct sheet *sheet, const struct endpoint_report *endpoint);

#endif
