/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/tls/session.h"

#include "evidence/offered/offer.h"
#include "evidence/pick.h"

enum answer session_renegotiation(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;

	for (size_t at = 0;
		(probe = offer_next(facts, OFFER_RENEGOTIATION, &at));)
		if (probe->act.said && probe->act.answer != ANSWER_NONE)
			return probe->act.answer;
	return ANSWER_NONE;
}

enum answer session_injection(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;
	enum answer answer = ANSWER_NONE;

	for (size_t at = 0;
		(probe = offer_next(facts, OFFER_ACT_PIPELINED, &at));) {
		bool completed = probe->outcome == OUTCOME_COMPLETED;

		if (completed && probe->act.said &&
			probe->act.answer != ANSWER_NONE)
			return ANSWER_POSITIVE;
		/* Some hang up instead. */
		if ((completed && probe->act.said) ||
			(probe->outcome == OUTCOME_REFUSED &&
				probe->starttls_sent))
			answer = ANSWER_NEGATIVE;
	}
	return answer;
}

static bool was_injected(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return probe->injected.length > 0;
}

struct octets session_injected(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe =
		pick_first(facts, PICK_ALL, was_injected, NULL);

	return probe ? probe->injected : (struct octets){0};
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

static bool was_requested(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return probe->tls.version == TLS_1_3 && probe->tls.wants_certificate;
}

struct session_request session_request(const struct endpoint_facts *facts)
{
	const struct offered_facts *offered = facts->offered;
	const struct probe_facts *probe;

	if (offered && offered->wants_certificate)
		return (struct session_request){true, offered->authorities,
			offered->authority_count, offered->authorities_cut};
	probe = pick_first(facts, PICK_ALL, was_requested, NULL);
	if (!probe)
		probe = pick_first(facts, PICK_FOR_RULES, was_requested, NULL);
	if (!probe)
		return (struct session_request){0};
	return (struct session_request){true, probe->tls.authorities,
		probe->tls.authority_count, probe->tls.authorities_cut};
}
