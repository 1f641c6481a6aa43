/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/question.h"

const struct probe_facts *question_asked(const struct endpoint_facts *facts,
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
