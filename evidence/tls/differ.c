/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/tls/differ.h"

#include "evidence/pick.h"
#include "evidence/tls/alert.h"
#include "evidence/version.h"
#include "evidence/witness.h"

#include <limits.h>
#include <string.h>

bool differ_refused(const struct probe_facts *probe)
{
	return probe->tls.started && probe->stage == STAGE_HANDSHAKE &&
	       version_made(probe) == TLS_NONE &&
	       (probe->status == ST_ALERT || probe->status == ST_TLS_VERSION) &&
	       !probe->tls.wants_certificate &&
	       !alert_demands_certificate(probe);
}

static bool same_address(
	const struct probe_facts *one, const struct probe_facts *other)
{
	return one->attempt < one->attempt_count &&
	       other->attempt < other->attempt_count &&
	       strcmp(one->attempts[one->attempt].address,
		       other->attempts[other->attempt].address) == 0;
}

static bool offers_alike(
	const struct probe_facts *one, const struct probe_facts *other)
{
	return one->tls_offered == other->tls_offered &&
	       one->mode == other->mode && one->port == other->port &&
	       one->by_hello == other->by_hello && same_address(one, other) &&
	       (version_made(one) != TLS_NONE || differ_refused(one));
}

static bool fares_better(const struct probe_facts *other, const void *wanted)
{
	const struct probe_facts *probe = wanted;

	return offers_alike(other, probe) &&
	       version_made(other) > version_made(probe);
}

static bool is_worse(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	return (version_made(probe) != TLS_NONE || differ_refused(probe)) &&
	       pick_first(facts, PICK_WITNESSES, fares_better, probe);
}

static bool is_beside_worse(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	const struct probe_facts *other;

	for (size_t at = 0; (other = witness_next(facts, &at));)
		if (offers_alike(probe, other) && is_worse(facts, other))
			return true;
	return false;
}

/* The offer of the best connection before that of one version alone, and a
 * newer one before an older. */
static unsigned weigh(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	const struct probe_facts *best = witness_best(facts);

	return best && best->tls_offered == probe->tls_offered
		       ? UINT_MAX
		       : probe->tls_offered;
}

static const struct probe_facts *find_worse(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe, *found = NULL;

	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (is_worse(facts, probe) &&
			(!found || weigh(facts, probe) > weigh(facts, found)))
			found = probe;
	return found;
}

struct differ_tally differ_count(const struct endpoint_facts *facts)
{
	struct differ_tally tally = {.first = find_worse(facts)};
	const struct probe_facts *probe;

	if (!tally.first)
		return tally;
	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		if (probe->tls_offered != tally.first->tls_offered)
			continue;
		tally.connections += is_beside_worse(facts, probe);
		tally.worse += is_worse(facts, probe);
	}
	if (weigh(facts, tally.first) != UINT_MAX)
		tally.alone = tally.first->tls_offered;
	return tally;
}
