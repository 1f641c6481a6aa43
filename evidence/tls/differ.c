/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/tls/differ.h"

#include "evidence/pick.h"
#include "evidence/tls/alert.h"
#include "evidence/version.h"
#include "evidence/witness.h"

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

struct differ_tally differ_count(const struct endpoint_facts *facts)
{
	struct differ_tally tally = {0};
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		tally.connections += is_beside_worse(facts, probe);
		if (!is_worse(facts, probe))
			continue;
		tally.worse++;
		tally.first = tally.first ? tally.first : probe;
	}
	return tally;
}
