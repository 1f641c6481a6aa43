/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the offers of a server mean: parts of its block in the text report. */
#ifndef MAILSONDE_REPORTS_TEXT_OFFERED_MEANING_H
#define MAILSONDE_REPORTS_TEXT_OFFERED_MEANING_H

#include "evidence/offered/attack.h"
#include "evidence/tls/session.h"
#include "model/facts.h"
#include "reports/text/page.h"

/* A heading, and a line below it: side by side where there is room. */
void text_offered_begin(const struct page *page, const char *title);
void text_offered_row(const struct page *page, enum paint paint,
	const char *title, const char *text);

/* What handshakes showed of tickets, early data and renegotiation. */
bool text_has_sessions(const struct endpoint_facts *facts);
void text_offered_sessions(
	const struct page *page, const struct endpoint_facts *facts);
void text_offered_attacks(
	const struct page *page, const struct offered_facts *offered);
void text_offered_certificates(
	const struct page *page, const struct endpoint_facts *facts);
void text_offered_clients(
	const struct page *page, const struct offered_facts *offered);

/* The words of it, for any report. `why` is attack_judge()'s. */
const char *text_attack_words(struct arena *arena, enum attack attack,
	enum attack_state state, const char *why);
const char *text_ticket_words(struct arena *arena, const struct tls_facts *tls,
	enum tls_version version);
#define TEXT_INJECTION "STARTTLS injection (CVE-2011-0411)"
/* How much of it is shown, and of an authority's name. */
#define TEXT_INJECTED_COLUMNS 120
#define TEXT_AUTHORITY_COLUMNS 200

#define TEXT_INJECTED "Text between STARTTLS and TLS"
const char *text_injection_words(
	const struct endpoint_facts *facts); /* NULL: it was not tested */
/* "Clients that want RSA, without SNI": all that were shown the same
 * certificate; NULL if an earlier one was. */
const char *text_shown_list(struct arena *arena,
	const struct offered_facts *offered, enum offered_shown first);
const char *text_shown_words(
	struct arena *arena, const struct certificate *certificate);
#define TEXT_SHOWN_SEALED "Clients of TLS 1.3" /* chain_sealed() */
#define TEXT_REQUEST "Client certificate"
const char *text_request_words(const struct session_request *request);
const char *text_client_words(
	struct arena *arena, const struct offered_client *client);

#endif
