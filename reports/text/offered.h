/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a server offers in TLS. */
#ifndef MAILSONDE_REPORTS_TEXT_OFFERED_H
#define MAILSONDE_REPORTS_TEXT_OFFERED_H

#include "model/tls/offered.h"
#include "reports/text/page.h"

/* Under this title. */
void text_offered(const struct page *page, const char *title,
	const struct offered_facts *offered);

#endif
