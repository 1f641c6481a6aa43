/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/tls/session.h"

#include "evidence/offered/offer.h"

enum answer session_renegotiation(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;

	for (size_t at = 0;
		(probe = offer_next(facts, OFFER_RENEGOTIATION, &at));)
		if (probe->act.said && probe->act.answer != ANSWER_NONE)
			return probe->act.answer;
	return ANSWER_NONE;
}

const struct tls_facts *session_tickets(
	const struct endpoint_facts *facts, enum tls_version version)
{
	for (size_t i = 0; i < facts->rule_probe_count; i++) {
		const struct tls_facts *tls = &facts->rule_probes[i]->tls;

		if (tls->tickets && tls->version == version)
			return tls;
	}
	return NULL;
}
