/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/tls/offered.h"

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
