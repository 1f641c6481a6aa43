/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/witness.h"

bool witness_is(const struct probe_facts *probe)
{
	switch (probe->purpose) {
	case PURPOSE_FOLLOW_UP:
		return probe->question == QUESTION_DROPPED_AGAIN ||
		       probe->question == QUESTION_CONTROL ||
		       (probe->question == QUESTION_ADDRESS &&
			       !probe->connect_only);
	default:
		return probe->purpose != PURPOSE_RULE;
	}
}

const struct probe_facts *witness_best(const struct endpoint_facts *facts)
{
	const struct probe_facts *best = NULL;

	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (probe->purpose != PURPOSE_BEST)
			continue;
		if (probe->outcome == OUTCOME_COMPLETED)
			return probe;
		if (!best || probe->stage > best->stage)
			best = probe;
	}
	return best;
}

const struct probe_facts *witness_furthest(const struct endpoint_facts *facts)
{
	const struct probe_facts *best = witness_best(facts);
	size_t at = 0;

	return best ? best : witness_next(facts, &at);
}

const struct probe_facts *witness_next(
	const struct endpoint_facts *facts, size_t *at)
{
	while (*at < facts->probe_count) {
		const struct probe_facts *probe = facts->probes[(*at)++];

		if (witness_is(probe))
			return probe;
	}
	return NULL;
}

const struct probe_facts *witness_first(const struct endpoint_facts *facts,
	bool (*holds)(const struct probe_facts *probe))
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (holds(probe))
			return probe;
	return NULL;
}

const struct probe_facts *witness_stopped(const struct endpoint_facts *facts,
	enum stage stage, enum status status)
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (probe->stage == stage && probe->status == status)
			return probe;
	return NULL;
}

const struct probe_facts *witness_follow_up(const struct endpoint_facts *facts,
	enum question question,
	bool (*answered)(const struct probe_facts *probe))
{
	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (probe->purpose == PURPOSE_FOLLOW_UP &&
			probe->question == question &&
			(!answered || answered(probe)))
			return probe;
	}
	return NULL;
}
