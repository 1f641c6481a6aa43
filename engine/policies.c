/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/policies.h"

#include "checks/rules/problem.h"
#include "checks/rules/rule.h"
#include "checks/rules/table.h"
#include "model/offer.h"

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

const bool *policies_offers(
	struct arena *arena, const struct policy *const *policies, size_t count)
{
	bool *offers;

	if (!count)
		return NULL;
	offers = arena_alloc(arena, OFFER_COUNT * sizeof(*offers));
	rules_offers(policies, count, offers);
	return offers;
}

unsigned policies_topics(const struct policy *const *policies, size_t count)
{
	return rules_topics(policies, count);
}
