/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a server offers in TLS. */
#ifndef MAILSONDE_REPORTS_TEXT_OFFERED_OFFERED_H
#define MAILSONDE_REPORTS_TEXT_OFFERED_OFFERED_H

#include "model/facts.h"
#include "reports/text/page.h"

/* Under this title. */
void text_offered(const struct page *page, const char *title,
	const struct endpoint_facts *facts);

/* The words of it, for any report: "TLS 1.2", "accepted", "in the server's
 * order", "x25519, secp256r1; perhaps more: ..." and "heartbeat (RFC 6520)". */
const char *text_offer_version(struct arena *arena, enum tls_version version);
const char *text_offer_state(enum offered_state state);
const char *text_offer_order(const struct offered_version *offered);
const char *text_offer_list(struct arena *arena,
	const struct offered_list *list, const char *(*name_of)(unsigned));
const char *text_offer_trait(enum offered_trait trait);
/* All of that state: what the server has, or what it tolerates; NULL if there
 * are none. */
const char *text_offer_traits(struct arena *arena,
	const struct offered_facts *offered, enum offered_state state,
	bool tolerance);
const char *text_offer_trait_label(enum offered_state state, bool tolerance);
const char *text_ssl2_words(
	struct arena *arena, const struct offered_facts *offered);

#endif
