/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/policies.h"

#include "checks/rules/problem.h"
#include "checks/rules/rule.h"

bool policies_judgeable(struct arena *arena, const struct policy *policy,
	struct problem *ret_problem)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct rule *rule = &policy->rules[i];
		const char *why = rule_check_problem(arena, rule);

		if (why)
			return problem_set(arena, PROBLEM_DATA,
				arena_printf(arena, "%s:%u", policy->place,
					rule->line),
				ret_problem, "rule %s: %s", rule->id, why);
	}
	return true;
}

const struct rule_wishes *policies_wishes(
	struct arena *arena, const struct policy *const *policies, size_t count)
{
	struct rule_wishes *wishes;

	if (!count)
		return NULL;
	wishes = arena_alloc(arena, sizeof(*wishes));
	rules_wish(policies, count, wishes);
	return wishes;
}
