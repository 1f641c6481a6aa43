/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/closed/drop.h"

#include "evidence/closed/lapse.h"
#include "evidence/version.h"
#include "evidence/witness.h"

#include <string.h>

bool drop_after_hello(const struct probe_facts *facts)
{
	return facts->tls.started && !facts->tls.completed &&
	       !facts->tls.server_hello && !facts->unexpected.length &&
	       !facts->begun.length &&
	       (facts->status == ST_EOF || facts->status == ST_RESET);
}

bool drop_outlived(
	const struct endpoint_facts *facts, const struct probe_facts *drop)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i]->started_us > drop->started_us &&
			version_made(facts->probes[i]) != TLS_NONE)
			return true;
	return false;
}

const struct probe_facts *drop_last(const struct endpoint_facts *facts,
	enum tls_version version, size_t *ret_count)
{
	const struct probe_facts *last = NULL;
	unsigned accepted = version_accepted(facts);

	*ret_count = 0;
	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (witness_is(probe) &&
			(probe->tls_offered & TLS_BIT(version)) &&
			!(probe->tls_offered & accepted) &&
			drop_after_hello(probe)) {
			(*ret_count)++;
			if (!last || probe->started_us > last->started_us)
				last = probe;
		}
	}
	return last;
}

bool drop_at_random(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if ((probe->status == ST_THROTTLED &&
			    !version_turned_away(probe)) ||
			lapse_is(facts, probe))
			return true;
	return false;
}

size_t drop_enough(const struct endpoint_facts *facts)
{
	return lapse_count(facts).lapses ? 3 : 2;
}

static size_t count_drops(const struct endpoint_facts *facts,
	enum offer_id offer, const struct probe_facts **ret_last)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->rule_probe_count; i++) {
		const struct probe_facts *probe = facts->rule_probes[i];

		if (probe->offer != offer || !drop_after_hello(probe))
			continue;
		count++;
		if (!*ret_last || probe->started_us > (*ret_last)->started_us)
			*ret_last = probe;
	}
	return count;
}

static bool any_outlived(
	const struct endpoint_facts *facts, const struct probe_facts *drop)
{
	for (size_t i = 0; i < facts->rule_probe_count; i++)
		if (facts->rule_probes[i]->started_us > drop->started_us &&
			facts->rule_probes[i]->tls.completed)
			return true;
	return drop_outlived(facts, drop);
}

/* Dropped as its offer was before, while something else was taken later. */
static bool drop_refuses(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	const struct probe_facts *last = NULL;

	return drop_after_hello(probe) &&
	       count_drops(facts, probe->offer, &last) > 1 &&
	       any_outlived(facts, last);
}

static void settle_offers(struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->rule_probe_count; i++) {
		struct probe_facts *probe = facts->rule_probes[i];

		if (drop_after_hello(probe))
			probe->outcome = drop_refuses(facts, probe)
						 ? OUTCOME_REFUSED
						 : OUTCOME_FAILED;
	}
}

void drop_settle(struct endpoint_facts *facts)
{
	unsigned accepted = version_accepted(facts);
	bool throttles = drop_at_random(facts);

	/* What another probe has told since may have changed the answer. */
	for (size_t i = 0; i < facts->probe_count; i++)
		if (drop_after_hello(facts->probes[i]))
			facts->probes[i]->outcome = OUTCOME_FAILED;
	settle_offers(facts);
	if (!accepted)
		return;
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		size_t drops;
		const struct probe_facts *last =
			drop_last(facts, (enum tls_version)v, &drops);

		if (!last ||
			(throttles && (drops < drop_enough(facts) ||
					      !drop_outlived(facts, last))))
			continue;
		for (size_t i = 0; i < facts->probe_count; i++) {
			struct probe_facts *probe = facts->probes[i];

			if (witness_is(probe) &&
				(probe->tls_offered & TLS_BIT(v)) &&
				!(probe->tls_offered & accepted) &&
				drop_after_hello(probe))
				probe->outcome = OUTCOME_REFUSED;
		}
	}
}
