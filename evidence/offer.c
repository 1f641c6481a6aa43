/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/offer.h"

#include "model/table.h"

#include <string.h>

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

const struct probe_facts *offer_probe(
	const struct endpoint_facts *facts, const char *offer)
{
	const struct probe_facts *best = NULL;

	for (size_t i = 0; i < facts->rule_probe_count; i++)
		if (strcmp(facts->rule_probes[i]->offer, offer) == 0 &&
			tells_more(facts->rule_probes[i], best))
			best = facts->rule_probes[i];
	return best;
}
