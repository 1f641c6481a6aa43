/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/pick.h"

#include "evidence/witness.h"

struct list {
	struct probe_facts *const *probes;
	size_t count;
};

static struct list list_of(
	const struct endpoint_facts *facts, enum pick_from from)
{
	if (from == PICK_FOR_RULES)
		return (struct list){
			facts->rule_probes, facts->rule_probe_count};
	return (struct list){facts->probes, facts->probe_count};
}

static bool is_from(const struct probe_facts *probe, enum pick_from from)
{
	switch (from) {
	case PICK_PLANNED:
		return probe->purpose != PURPOSE_FOLLOW_UP;
	case PICK_FOLLOW_UPS:
		return probe->purpose == PURPOSE_FOLLOW_UP;
	case PICK_WITNESSES:
		return witness_is(probe);
	default:
		return true;
	}
}

const struct probe_facts *pick_first(const struct endpoint_facts *facts,
	enum pick_from from, pick_holds *holds, const void *wanted)
{
	struct list list = list_of(facts, from);

	for (size_t i = 0; i < list.count; i++)
		if (is_from(list.probes[i], from) &&
			holds(list.probes[i], wanted))
			return list.probes[i];
	return NULL;
}

const struct probe_facts *pick_last(const struct endpoint_facts *facts,
	enum pick_from from, pick_holds *holds, const void *wanted)
{
	struct list list = list_of(facts, from);

	for (size_t i = list.count; i > 0; i--)
		if (is_from(list.probes[i - 1], from) &&
			holds(list.probes[i - 1], wanted))
			return list.probes[i - 1];
	return NULL;
}

size_t pick_count(const struct endpoint_facts *facts, enum pick_from from,
	pick_holds *holds, const void *wanted)
{
	struct list list = list_of(facts, from);
	size_t count = 0;

	for (size_t i = 0; i < list.count; i++)
		count += is_from(list.probes[i], from) &&
			 holds(list.probes[i], wanted);
	return count;
}
