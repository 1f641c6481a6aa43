/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/offer.h"

#include "evidence/version.h"
#include "model/table.h"

static bool tells_more(
	const struct probe_facts *probe, const struct probe_facts *best)
{
	static const int rank[] = {
		[OUTCOME_COMPLETED] = 2,
		[OUTCOME_REFUSED] = 1,
		[OUTCOME_FAILED] = 0,
	};
	static_assert(COUNT_OF(rank) == OUTCOME_COUNT, "an outcome's rank");

	if (!best)
		return true;
	if (probe->tls.session_offered != best->tls.session_offered)
		return probe->tls.session_offered;
	return rank[probe->outcome] >= rank[best->outcome];
}

const struct probe_facts *offer_next(
	const struct endpoint_facts *facts, enum offer_id offer, size_t *at)
{
	while (*at < facts->rule_probe_count) {
		const struct probe_facts *probe = facts->rule_probes[(*at)++];

		if (probe->offer == offer)
			return probe;
	}
	return NULL;
}

const struct probe_facts *offer_probe(
	const struct endpoint_facts *facts, enum offer_id offer)
{
	const struct probe_facts *best = NULL, *probe;

	for (size_t at = 0; (probe = offer_next(facts, offer, &at));)
		if (tells_more(probe, best))
			best = probe;
	return best;
}

enum unasked offer_unasked(
	const struct endpoint_facts *facts, enum offer_id offer)
{
	return facts->unasked ? facts->unasked[offer] : UNASKED_NONE;
}

static enum offer_result result_of(const struct probe_facts *probe)
{
	switch (probe->outcome) {
	case OUTCOME_COMPLETED:
		return OFFER_ACCEPTED;
	case OUTCOME_REFUSED:
		return OFFER_REFUSED;
	default:
		return OFFER_UNKNOWN;
	}
}

enum offer_result offer_result(const struct endpoint_facts *facts,
	enum offer_id offer, const struct probe_facts **ret_probe)
{
	const struct probe_facts *probe = offer_probe(facts, offer);
	enum offer_result result = OFFER_NOT_ASKED;

	if (probe)
		result = result_of(probe);
	else if (version_refuses_all(
			 facts, offer_table[offer].versions, &probe))
		result = OFFER_REFUSED;
	else if (offer_unasked(facts, offer) == UNASKED_LIBRARY)
		result = OFFER_IMPOSSIBLE;
	if (ret_probe)
		*ret_probe = probe;
	return result;
}
