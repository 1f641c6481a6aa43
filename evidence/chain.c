/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/chain.h"

#include "evidence/witness.h"

#include <string.h>

bool chain_is_whole(const struct tls_facts *tls)
{
	return tls->chain_count > 0 && certificate_is_whole(&tls->chain[0]);
}

const struct tls_facts *chain_judged(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe = witness_best(facts);
	const struct tls_facts *found = NULL;

	if (probe && chain_is_whole(&probe->tls))
		return &probe->tls;
	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		if (!chain_is_whole(&probe->tls))
			continue;
		if (!found || (found->trust == TRUST_UNKNOWN &&
				      probe->tls.trust != TRUST_UNKNOWN))
			found = &probe->tls;
	}
	return found;
}

const struct certificate *chain_leaf(const struct endpoint_facts *facts)
{
	const struct tls_facts *tls = chain_judged(facts);

	return tls ? &tls->chain[0] : NULL;
}

bool chain_is_sent(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (probe->tls.chain_count)
			return true;
	return false;
}

bool chain_is_same(const struct tls_facts *one, const struct tls_facts *other)
{
	return one->chain_count && other->chain_count &&
	       strcmp(one->chain[0].sha256, other->chain[0].sha256) == 0;
}
