/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/throttle.h"

#include "evidence/drop.h"
#include "evidence/version.h"
#include "evidence/witness.h"

/* Closed or reset before it could ask anything. */
static bool dropped_before_hello(const struct probe_facts *facts)
{
	return !facts->tls.started &&
	       (facts->stage == STAGE_CONNECT ||
		       facts->stage == STAGE_GREETING) &&
	       (facts->status == ST_EOF || facts->status == ST_RESET ||
		       facts->status == ST_CONN_REFUSED);
}

/* Some came further than others that offered what the server takes. */
bool throttle_seen(const struct endpoint_facts *facts)
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
		if (probe->status == ST_THROTTLED ||
			(reached && dropped_before_hello(probe)) ||
			(drop_after_hello(probe) &&
				(probe->tls_offered & accepted)))
			return true;
	}
	return false;
}
