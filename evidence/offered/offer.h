/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the server took what rules had offered. */
#ifndef MAILSONDE_EVIDENCE_OFFERED_OFFER_H
#define MAILSONDE_EVIDENCE_OFFERED_OFFER_H

#include "model/facts.h"

/* The most telling of the probes that were made for an offer: how the server
 * took it is its outcome. OUTCOME_COMPLETED: accepted; OUTCOME_REFUSED;
 * OUTCOME_FAILED: no answer that says either. Of a session taken up again, the
 * second handshake. NULL if none was made. */
const struct probe_facts *offer_probe(
	const struct endpoint_facts *facts, enum offer_id offer);

enum offer_result {
	OFFER_NOT_ASKED, /* it does not apply, or was not planned */
	OFFER_ACCEPTED,
	OFFER_REFUSED,
	OFFER_UNKNOWN,    /* asked, and no answer that says either */
	OFFER_IMPOSSIBLE, /* the TLS library here cannot make it */
};

/* How the server took the offer. The probe that decided goes to `*ret_probe`,
 * which may be NULL: one that made the offer, or one that was told that no
 * version of it is spoken. NULL where none was made, or where hellos made by
 * hand told (evidence/offered/offered.h). */
enum offer_result offer_result(const struct endpoint_facts *facts,
	enum offer_id offer, const struct probe_facts **ret_probe);

/* Why nobody made the offer; UNASKED_NONE if somebody did, or nothing is known
 * of why. */
enum unasked offer_unasked(
	const struct endpoint_facts *facts, enum offer_id offer);

/* The next probe that was made for the offer, from `*at` on, which begins as
 * 0; NULL at the end. */
const struct probe_facts *offer_next(
	const struct endpoint_facts *facts, enum offer_id offer, size_t *at);

#endif
