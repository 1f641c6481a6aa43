/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the offers of a server mean: parts of its block in the text report. */
#ifndef MAILSONDE_REPORTS_TEXT_OFFERED_MEANING_H
#define MAILSONDE_REPORTS_TEXT_OFFERED_MEANING_H

#include "model/facts.h"
#include "reports/text/page.h"

/* What handshakes showed of tickets, early data and renegotiation. */
void text_offered_sessions(
	const struct page *page, const struct endpoint_facts *facts);
void text_offered_attacks(
	const struct page *page, const struct offered_facts *offered);
void text_offered_certificates(
	const struct page *page, const struct offered_facts *offered);
void text_offered_clients(
	const struct page *page, const struct offered_facts *offered);

#endif
