/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/shared_keys.h"

#include "model/memory.h"
#include "net/x509/weak_key.h"

#include <stdlib.h>

struct keys {
	struct certificate **certificates;
	struct octets *moduli;
	size_t count, room;
};

static void add(struct keys *keys, struct certificate *leaf)
{
	if (keys->count == keys->room) {
		keys->room = keys->room ? 2 * keys->room : 16;
		keys->certificates = memory_realloc(keys->certificates,
			keys->room * sizeof(*keys->certificates));
		keys->moduli = memory_realloc(
			keys->moduli, keys->room * sizeof(*keys->moduli));
	}
	keys->certificates[keys->count] = leaf;
	keys->moduli[keys->count++] = leaf->modulus;
}

static void collect(struct keys *keys, const struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->probe_count; i++) {
		struct tls_facts *tls = &facts->probes[i]->tls;

		if (tls->chain_count && tls->chain[0].modulus.length)
			add(keys, &tls->chain[0]);
	}
}

void shared_keys_find(struct report *report)
{
	struct keys keys = {0};
	bool *shared;

	for (size_t i = 0; i < report->endpoint_count; i++)
		collect(&keys, &report->endpoints[i].facts);
	shared = memory_calloc(keys.count + 1, sizeof(*shared));
	weak_key_find_shared(keys.moduli, keys.count, shared);
	for (size_t i = 0; i < keys.count; i++)
		if (shared[i])
			keys.certificates[i]->key_flaws |=
				KEY_FLAW_SHARED_FACTOR;
	free(shared);
	free(keys.certificates);
	free(keys.moduli);
}
