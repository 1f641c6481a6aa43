/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was seen of TLS: the session, and the server's certificates. */
#ifndef MAILSONDE_REPORTS_TEXT_FACTS_TLS_H
#define MAILSONDE_REPORTS_TEXT_FACTS_TLS_H

#include "model/facts.h"
#include "reports/text/page.h"

void facts_put_tls(const struct page *page, const struct probe_facts *facts);

/* The chain once, and again only where a server shows another one than in
 * `shown`, which may be NULL. */
void facts_put_chain(const struct page *page, const struct tls_facts *tls,
	const struct tls_facts *shown, int64_t now_s);

#endif
