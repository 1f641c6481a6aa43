/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the offers of a server mean: parts of its block in the text report. */
#ifndef MAILSONDE_REPORTS_TEXT_OFFERED_MEANING_H
#define MAILSONDE_REPORTS_TEXT_OFFERED_MEANING_H

#include "evidence/offered/attack.h"
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

/* The words of it, for any report. `why` is attack_judge()'s. */
const char *text_attack_words(struct arena *arena, enum attack attack,
	enum attack_state state, const char *why);
const char *text_ticket_words(struct arena *arena, const struct tls_facts *tls);
const char *text_shown_to(enum offered_shown to);
const char *text_shown_words(
	struct arena *arena, const struct certificate *certificate);
const char *text_client_words(
	struct arena *arena, const struct offered_client *client);

#endif
