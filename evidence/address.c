/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/address.h"

#include "evidence/witness.h"

#include <string.h>

bool address_failed(const struct attempt *attempt)
{
	if (!attempt->tried || attempt->connected || attempt->overtaken)
		return false;
	switch (attempt->status) {
	case ST_CONN_REFUSED:
	case ST_TIMEOUT:
	case ST_UNREACHABLE:
	case ST_RESET:
		return true;
	default:
		return false;
	}
}

bool address_tried_by(const struct probe_facts *probe)
{
	return witness_is(probe) || probe->question == QUESTION_ADDRESS;
}

static bool has_more(const struct address_walk *walk)
{
	return walk->probe && address_tried_by(walk->probe) &&
	       walk->attempts < walk->probe->attempt_count;
}

const struct attempt *address_next(
	const struct endpoint_facts *facts, struct address_walk *walk)
{
	while (!has_more(walk)) {
		if (walk->probes == facts->probe_count)
			return NULL;
		walk->probe = facts->probes[walk->probes++];
		walk->attempts = 0;
	}
	return &walk->probe->attempts[walk->attempts++];
}

const struct attempt *address_first(const struct endpoint_facts *facts,
	bool (*holds)(const struct attempt *attempt))
{
	struct address_walk walk = {0};
	const struct attempt *attempt;

	while ((attempt = address_next(facts, &walk)))
		if (holds(attempt))
			return attempt;
	return NULL;
}

static int telling(const struct attempt *attempt)
{
	if (attempt->connected)
		return 3;
	if (address_failed(attempt))
		return 2;
	return attempt->tried;
}

static void note(struct arena *arena, struct address_list *list,
	const struct attempt *attempt)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct attempt **known = &list->attempts[i];

		if (strcmp((*known)->address, attempt->address) != 0)
			continue;
		if (telling(attempt) > telling(*known))
			*known = attempt;
		return;
	}
	list->attempts = arena_grow(
		arena, list->attempts, list->count, sizeof(*list->attempts));
	list->attempts[list->count++] = attempt;
}

struct address_list address_all(
	struct arena *arena, const struct endpoint_facts *facts)
{
	struct address_list list = {0};

	struct address_walk walk = {0};
	const struct attempt *attempt;

	while ((attempt = address_next(facts, &walk)))
		note(arena, &list, attempt);
	return list;
}

const struct probe_facts *address_dialogue(
	const struct endpoint_facts *facts, const char *address)
{
	const struct probe_facts *found = NULL, *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		const struct attempt *attempt = address_connected(probe);

		if ((probe->purpose != PURPOSE_BEST &&
			    probe->question != QUESTION_ADDRESS) ||
			!attempt || strcmp(attempt->address, address) != 0)
			continue;
		if (!found || probe->outcome == OUTCOME_COMPLETED)
			found = probe;
	}
	return found;
}

const struct attempt *address_connected(const struct probe_facts *probe)
{
	return probe->attempt < probe->attempt_count
		       ? &probe->attempts[probe->attempt]
		       : NULL;
}
