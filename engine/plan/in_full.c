/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/plan/in_full.h"

#include "evidence/chain.h"
#include "evidence/version.h"
#include "evidence/witness.h"

static bool was_made(const struct endpoint_facts *facts, unsigned version)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i]->purpose == PURPOSE_TLS_VERSION &&
			facts->probes[i]->tls_offered == version &&
			!facts->probes[i]->by_hello)
			return true;
	return false;
}

/* A certificate is judged only with its whole chain. Where each connection may
 * show another one, it takes several to see it again. */
static bool shows_another(
	const struct endpoint_facts *facts, const struct probe_facts *hello)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (chain_is_whole(&facts->probes[i]->tls) &&
			chain_is_same(&facts->probes[i]->tls, &hello->tls))
			return false;
	return hello->tls.chain_count > 0;
}

/* What a server does with a handshake tells why the best one failed. */
static bool wants_more(
	const struct endpoint_facts *facts, const struct probe_facts *hello)
{
	const struct probe_facts *best = witness_best(facts);

	if (!hello->tls.started || !best)
		return false;
	if (best->tls.chain_count && shows_another(facts, hello))
		return true;
	if (was_made(facts, hello->tls_offered))
		return false;
	return hello->status == ST_TLS ||
	       (version_made(hello) != TLS_NONE && best->tls.started &&
		       best->outcome != OUTCOME_COMPLETED);
}

bool in_full_next(const struct plan_state *state, struct probe_order *ret_order)
{
	const struct endpoint_facts *facts = state->facts;

	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *hello = facts->probes[i];

		if (!hello->by_hello || hello->purpose != PURPOSE_TLS_VERSION ||
			!wants_more(facts, hello) || !state_may_begin(state, 0))
			continue;
		*ret_order =
			(struct probe_order){.purpose = PURPOSE_TLS_VERSION,
				.mode = facts->endpoint.mode,
				.versions = hello->tls_offered};
		return true;
	}
	return false;
}
