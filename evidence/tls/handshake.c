/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/tls/handshake.h"

#include "evidence/basis.h"
#include "evidence/offered/offer.h"
#include "evidence/witness.h"

#include <string.h>

void handshake_add_tickets(const struct endpoint_facts *facts,
	enum offer_id offer, struct handshake_tickets *tickets)
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = offer_next(facts, offer, &at));) {
		if (!probe->tls.completed)
			continue;
		tickets->told = true;
		if (probe->tls.tickets || probe->tls.session_offered)
			tickets->issued = true;
		if (probe->tls.ticket_lifetime_s > tickets->lifetime_s)
			tickets->lifetime_s = probe->tls.ticket_lifetime_s;
		if (probe->tls.max_early_data > tickets->max_early_data)
			tickets->max_early_data = probe->tls.max_early_data;
	}
}

/* Those of the other witnesses with that of `own`, up to one that is the
 * same. */
static void compare_key(const struct endpoint_facts *facts,
	const struct probe_facts *own, struct handshake_keys *keys)
{
	const struct probe_facts *probe;

	for (size_t at = 0;
		!keys->same && (probe = witness_next(facts, &at));) {
		if (probe == own || !own->tls.server_key[0] ||
			!probe->tls.server_key[0] ||
			probe->tls.version != own->tls.version)
			continue;
		basis_add_probe(facts, own);
		basis_add_probe(facts, probe);
		keys->compared++;
		keys->same =
			strcmp(probe->tls.server_key, own->tls.server_key) == 0;
		keys->finite = keys->same && own->tls.dh_bits > 0;
	}
}

struct handshake_keys handshake_compare_keys(const struct endpoint_facts *facts)
{
	const struct probe_facts *again = offer_probe(facts, OFFER_KEYS_AGAIN);
	struct handshake_keys keys = {0};
	const struct probe_facts *probe;

	if (again)
		compare_key(facts, again, &keys);
	for (size_t at = 0; (probe = witness_next(facts, &at));)
		compare_key(facts, probe, &keys);
	return keys;
}

unsigned handshake_least_dh_bits(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;
	unsigned least = 0;

	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		if (!probe->tls.dh_bits)
			continue;
		basis_add_probe(facts, probe);
		if (!least || probe->tls.dh_bits < least)
			least = probe->tls.dh_bits;
	}
	return least;
}
