/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/offered/offer.h"

#include "evidence/basis.h"
#include "evidence/offered/class.h"
#include "evidence/offered/offered.h"
#include "evidence/tls/alert.h"
#include "evidence/version.h"
#include "evidence/witness.h"
#include "model/table.h"

/* Whether the server chose, in a ServerHello, of what the probe offered. */
static bool chose(const struct probe_facts *probe)
{
	const struct tls_facts *tls = &probe->tls;

	return tls->server_hello && tls->version >= TLS_SSL3 &&
	       (probe->tls_offered & TLS_BIT(tls->version));
}

/* A server that wants a certificate of ours has taken the rest; one that breaks
 * off after its own ServerHello for another reason tells nothing. */
static enum offer_result result_of(const struct probe_facts *probe)
{
	if (probe->outcome == OUTCOME_COMPLETED)
		return OFFER_ACCEPTED;
	if (offer_table[probe->offer].act == ACT_NONE && chose(probe))
		return probe->tls.wants_certificate ? OFFER_ACCEPTED
						    : OFFER_UNKNOWN;
	return probe->outcome == OUTCOME_REFUSED ? OFFER_REFUSED
						 : OFFER_UNKNOWN;
}

static bool tells_more(
	const struct probe_facts *probe, const struct probe_facts *best)
{
	static const int ranks[] = {
		[OFFER_NOT_ASKED] = 0,
		[OFFER_ACCEPTED] = 2,
		[OFFER_REFUSED] = 1,
		[OFFER_UNKNOWN] = 0,
		[OFFER_IMPOSSIBLE] = 0,
	};
	static_assert(
		COUNT_OF(ranks) == OFFER_IMPOSSIBLE + 1, "a result's rank");

	if (!best)
		return true;
	if (probe->tls.session_offered != best->tls.session_offered)
		return probe->tls.session_offered;
	return ranks[result_of(probe)] >= ranks[result_of(best)];
}

const struct probe_facts *offer_next(
	const struct endpoint_facts *facts, enum offer_id offer, size_t *at)
{
	while (*at < facts->rule_probe_count) {
		const struct probe_facts *probe = facts->rule_probes[(*at)++];

		if (probe->offer != offer)
			continue;
		basis_add_probe(facts, probe);
		return probe;
	}
	return NULL;
}

const struct probe_facts *offer_probe(
	const struct endpoint_facts *facts, enum offer_id offer)
{
	const struct probe_facts *best = NULL, *probe;
	size_t mark = basis_mark(facts);

	for (size_t at = 0; (probe = offer_next(facts, offer, &at));)
		if (tells_more(probe, best))
			best = probe;
	basis_rewind(facts, mark);
	basis_add_probe(facts, best);
	return best;
}

enum unasked offer_unasked(
	const struct endpoint_facts *facts, enum offer_id offer)
{
	return facts->unasked ? facts->unasked[offer] : UNASKED_NONE;
}

/* What nobody could offer, because GnuTLS cannot and no hello tried. */
static bool is_impossible(
	const struct endpoint_facts *facts, enum offer_id offer)
{
	return offer_unasked(facts, offer) == UNASKED_LIBRARY &&
	       !(facts->offered && offered_topics(offer));
}

/* What is refused with a hello that is refused in any case says nothing of
 * what it held besides; an alert about that does. */
static bool refusal_counts(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	const struct probe_facts *best = witness_best(facts);
	const struct offer *offer = &offer_table[probe->offer];
	const struct alert *alert = alert_fatal(probe);

	if (offer_class_of(probe->offer) || offer->act != ACT_NONE ||
		offer->versions != TLS_PROBED)
		return true;
	return (alert && (alert->code == 112 || alert->code == 120)) || !best ||
	       best->tls.server_hello;
}

static void note(const struct endpoint_facts *facts,
	const struct probe_facts *probe, bool decides)
{
	if (decides)
		basis_add_probe(facts, probe);
}

enum offer_result offer_result(const struct endpoint_facts *facts,
	enum offer_id offer, const struct probe_facts **ret_probe)
{
	size_t mark = basis_mark(facts);
	const struct probe_facts *probe = offer_probe(facts, offer);
	const struct probe_facts *off = NULL;
	enum offer_result result = probe ? result_of(probe) : OFFER_NOT_ASKED;
	enum offer_result heard;

	basis_rewind(facts, mark);
	heard = offered_result(facts, offer);
	if (result == OFFER_REFUSED && !refusal_counts(facts, probe))
		result = OFFER_UNKNOWN;
	/* What was taken once is taken, whoever else was refused it. */
	if (heard == OFFER_ACCEPTED ||
		(heard == OFFER_REFUSED && result != OFFER_ACCEPTED)) {
		note(facts, probe, result == heard);
		result = heard;
	} else {
		basis_rewind(facts, mark);
		note(facts, probe,
			result == OFFER_ACCEPTED || result == OFFER_REFUSED);
		if (!probe && version_are_off(facts,
				      offer_table[offer].versions, &off)) {
			result = OFFER_REFUSED;
			probe = off;
		} else if (!probe && is_impossible(facts, offer)) {
			result = OFFER_IMPOSSIBLE;
		}
	}
	if (ret_probe)
		*ret_probe = probe;
	return result;
}
