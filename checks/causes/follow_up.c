/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/follow_up.h"

bool follow_up_connected(const struct probe_facts *probe)
{
	if (probe->connect_only)
		return probe->outcome == OUTCOME_COMPLETED;
	return probe->stage > STAGE_CONNECT ||
	       probe->attempt < probe->attempt_count;
}

const struct probe_facts *follow_up_find(const struct endpoint_facts *facts,
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
