/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/policy.h"

#include <string.h>

const char *rule_parameter(const struct rule *rule, const char *name)
{
	for (size_t i = 0; i < rule->parameter_count; i++)
		if (strcmp(rule->parameters[i].name, name) == 0)
			return rule->parameters[i].value;
	return NULL;
}

enum verdict policy_level_verdict(const char *level)
{
	static const struct {
		const char *level;
		enum verdict verdict;
	} levels[] = {
		{"MUST", VERDICT_FAIL},
		{"MUST NOT", VERDICT_FAIL},
		{"REQUIRED", VERDICT_FAIL},
		{"SHALL", VERDICT_FAIL},
		{"SHALL NOT", VERDICT_FAIL},
		{"REQ", VERDICT_FAIL},
		{"SHOULD", VERDICT_WARNING},
		{"SHOULD NOT", VERDICT_WARNING},
		{"RECOMMENDED", VERDICT_WARNING},
		{"NOT RECOMMENDED", VERDICT_WARNING},
		{"GRADE", VERDICT_WARNING},
	};

	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		if (strcmp(levels[i].level, level) == 0)
			return levels[i].verdict;
	return VERDICT_INFO;
}
