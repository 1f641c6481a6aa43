/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/closed/drop.h"

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

/* Closed or reset before it could ask anything. */
static bool dropped_before_hello(const struct probe_facts *facts)
{
	return !facts->tls.started &&
	       (facts->stage == STAGE_CONNECT ||
		       facts->stage == STAGE_GREETING) &&
	       (facts->status == ST_EOF || facts->status == ST_RESET ||
		       facts->status == ST_CONN_REFUSED);
}

static bool is_random_drop(const struct probe_facts *probe, unsigned accepted)
{
	return dropped_before_hello(probe) ||
	       (drop_after_hello(probe) && (probe->tls_offered & accepted));
}

static bool overlap(
	const struct probe_facts *one, const struct probe_facts *other)
{
	return one->started_us < other->started_us + other->duration_us &&
	       other->started_us < one->started_us + one->duration_us;
}

static bool was_alone(
	const struct endpoint_facts *facts, const struct probe_facts *drop)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i] != drop && overlap(facts->probes[i], drop))
			return false;
	return true;
}

static bool was_served(const struct probe_facts *probe)
{
	return version_made(probe) != TLS_NONE ||
	       probe->outcome == OUTCOME_COMPLETED;
}

struct drop_tally drop_tally(const struct endpoint_facts *facts)
{
	struct drop_tally tally = {0};
	unsigned accepted = version_accepted(facts);
	int64_t first_us = INT64_MAX;
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		tally.connections++;
		if (!is_random_drop(probe, accepted))
			continue;
		tally.drops++;
		tally.alone = tally.alone || was_alone(facts, probe);
		if (probe->started_us + probe->duration_us < first_us)
			first_us = probe->started_us + probe->duration_us;
	}
	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (probe->started_us > first_us && was_served(probe))
			tally.served = true;
	return tally;
}

/* Some came further than others that offered what the server takes. */
bool drop_at_random(const struct endpoint_facts *facts)
{
	unsigned accepted = version_accepted(facts);
	bool reached = accepted != 0;

	for (size_t i = 0; i < facts->probe_count; i++)
		if (witness_is(facts->probes[i]) &&
			(facts->probes[i]->greeting.seen ||
				facts->probes[i]->tls.server_hello))
			reached = true;
	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (!witness_is(probe))
			continue;
		if ((probe->status == ST_THROTTLED &&
			    !version_turned_away(probe)) ||
			(reached && dropped_before_hello(probe)) ||
			(drop_after_hello(probe) &&
				(probe->tls_offered & accepted)))
			return true;
	}
	return false;
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

		if (!last || (throttles && (drops < 2 || !drop_outlived(
								 facts, last))))
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
