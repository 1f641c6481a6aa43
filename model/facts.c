/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/facts.h"

#include <string.h>

struct probe_facts *probe_facts_new(void)
{
	struct arena *arena = arena_new();
	struct probe_facts *facts = arena_alloc(arena, sizeof(*facts));

	facts_probe_init(facts);
	facts->arena = arena;
	return facts;
}

void facts_probe_init(struct probe_facts *facts)
{
	*facts = (struct probe_facts){0};
	facts->outcome = OUTCOME_FAILED;
	facts->stage = STAGE_RESOLVE;
	facts->tls.version = TLS_NONE;
	facts->heard_us = -1;
	for (int i = 0; i < STAGE_COUNT; i++)
		facts->stage_us[i] = -1;
}

void probe_facts_free(struct probe_facts *facts)
{
	if (!facts)
		return;
	arena_free(facts->tls.chain_arena);
	arena_free(facts->arena); /* itself, too */
}

bool capabilities_have(const struct capabilities *caps, const char *mechanism)
{
	for (size_t i = 0; i < caps->mechanism_count; i++)
		if (strcmp(caps->mechanisms[i], mechanism) == 0)
			return true;
	return false;
}
