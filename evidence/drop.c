/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/drop.h"

#include "evidence/version.h"
#include "evidence/witness.h"

bool drop_after_hello(const struct probe_facts *facts)
{
	return facts->tls.started && !facts->tls.completed &&
	       !facts->tls.server_hello && !facts->unexpected.length &&
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
