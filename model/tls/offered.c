/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/tls/offered.h"

#include "model/table.h"

#include <assert.h>
#include <string.h>

static const char *const trait_names[] = {
	[TRAIT_COMPRESSION] = "compression",
	[TRAIT_RENEGOTIATION] = "renegotiation-info",
	[TRAIT_MASTER_SECRET] = "extended-master-secret",
	[TRAIT_ENCRYPT_THEN_MAC] = "encrypt-then-mac",
	[TRAIT_TICKET] = "tickets",
	[TRAIT_HEARTBEAT] = "heartbeat",
	[TRAIT_SERVER_NAME] = "server-name",
	[TRAIT_STAPLE] = "staple",
	[TRAIT_SESSION_ID] = "session-id",
	[TRAIT_ALPN] = "alpn",
	[TRAIT_FALLBACK] = "fallback-signal",
	[TRAIT_UNKNOWN_VERSION] = "unknown-version",
	[TRAIT_UNKNOWN_EXTENSION] = "unknown-extension",
	[TRAIT_LONG_HELLO] = "long-hello",
	[TRAIT_FRAGMENTS] = "fragments",
	[TRAIT_NO_NAME] = "no-name",
	[TRAIT_STRANGE_NAME] = "strange-name",
	[TRAIT_SENTINEL] = "sentinel",
	[TRAIT_TRUNCATED_HMAC] = "truncated-hmac",
	[TRAIT_ALPN_HTTP] = "alpn-http",
};
static_assert(COUNT_OF(trait_names) == TRAIT_COUNT, "a trait's name");

const char *offered_trait_name(enum offered_trait trait)
{
	return trait_names[trait];
}

enum offered_trait offered_trait_find(const char *name, size_t length)
{
	int i = 0;

	while (i < TRAIT_COUNT &&
		(strlen(trait_names[i]) != length ||
			memcmp(trait_names[i], name, length) != 0))
		i++;
	return (enum offered_trait)i;
}

struct offered_facts *offered_facts_new(void)
{
	struct arena *arena = arena_new();
	struct offered_facts *facts = arena_alloc(arena, sizeof(*facts));

	facts->arena = arena;
	return facts;
}

void offered_facts_free(struct offered_facts *facts)
{
	if (facts)
		arena_free(facts->arena);
}
