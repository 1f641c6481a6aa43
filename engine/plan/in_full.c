/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/plan/in_full.h"

#include "evidence/chain.h"
#include "evidence/pick.h"
#include "evidence/version.h"
#include "evidence/witness.h"

/* Whether it offered the same version alone, in a whole handshake. */
static bool made_it(const struct probe_facts *probe, const void *hello)
{
	const struct probe_facts *other = hello;

	return probe->purpose == PURPOSE_TLS_VERSION && !probe->by_hello &&
	       probe->tls_offered == other->tls_offered;
}

static bool shows_same(const struct probe_facts *probe, const void *hello)
{
	const struct probe_facts *other = hello;

	return chain_is_whole(&probe->tls) &&
	       chain_is_same(&probe->tls, &other->tls);
}

/* A certificate is judged only with its whole chain. Where each connection may
 * show another one, it takes several to see it again. */
static bool shows_another(
	const struct endpoint_facts *facts, const struct probe_facts *hello)
{
	return hello->tls.chain_count > 0 &&
	       !pick_first(facts, PICK_ALL, shows_same, hello);
}

/* What a server does with a handshake tells why the best one failed. */
static bool wants_more(const struct probe_facts *hello, const void *wanted)
{
	const struct endpoint_facts *facts = wanted;
	const struct probe_facts *best = witness_best(facts);

	if (!hello->by_hello || hello->purpose != PURPOSE_TLS_VERSION ||
		!hello->tls.started || !best)
		return false;
	if (best->tls.chain_count && shows_another(facts, hello))
		return true;
	if (pick_first(facts, PICK_ALL, made_it, hello))
		return false;
	return hello->status == ST_TLS ||
	       (version_made(hello) != TLS_NONE && best->tls.started &&
		       best->outcome != OUTCOME_COMPLETED);
}

bool in_full_next(const struct plan_state *state, struct probe_order *ret_order)
{
	const struct endpoint_facts *facts = state->facts;
	const struct probe_facts *hello =
		pick_first(facts, PICK_ALL, wants_more, facts);

	if (!hello || !state_may_begin(state, 0))
		return false;
	*ret_order = (struct probe_order){.purpose = PURPOSE_TLS_VERSION,
		.mode = facts->endpoint.mode,
		.versions = hello->tls_offered};
	return true;
}
