/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/policies.h"

#include "checks/rules/rule.h"
#include "model/offer.h"
#include "settings/library/policy.h"
#include "src/commands/commands.h"

#include <string.h>
#include <sysexits.h>

static int hold_against_judges(struct arena *arena, const struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct rule *rule = &policy->rules[i];
		const char *problem = rule_check_problem(arena, rule);

		if (!problem)
			continue;
		complain_aloud("%s:%u: rule %s: %s", policy->place, rule->line,
			rule->id, problem);
		return EX_DATAERR;
	}
	return EX_OK;
}

int read_policy(
	struct arena *arena, const char *name, struct policy *ret_policy)
{
	struct settings_error error = {0};
	struct policy policy;
	int status;

	if (!policy_find(arena, name, &policy, &error)) {
		complain_aloud("%s", error.message);
		return error.exit_status;
	}
	status = hold_against_judges(arena, &policy);
	if (status == EX_OK)
		*ret_policy = policy;
	return status;
}

static bool is_listed(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report->policy_count; i++)
		if (strcmp(report->policies[i].policy->name, name) == 0)
			return true;
	return false;
}

int read_policies(const struct options *options, struct arena *arena,
	struct report *report)
{
	if (!options->policy_count)
		return EX_OK;
	report->policies = arena_alloc(
		arena, options->policy_count * sizeof(*report->policies));
	for (size_t i = 0; i < options->policy_count; i++) {
		struct policy *policy = arena_alloc(arena, sizeof(*policy));
		int status = read_policy(arena, options->policies[i], policy);

		if (status != EX_OK)
			return status;
		/* Naming one twice asks for nothing more. */
		if (!is_listed(report, policy->name))
			report->policies[report->policy_count++] =
				(struct report_policy){.policy = policy};
	}
	return EX_OK;
}

const bool *policies_offers(struct arena *arena, const struct report *report)
{
	const struct policy **policies;
	bool *offers;

	if (!report->policy_count)
		return NULL;
	offers = arena_alloc(arena, offer_count * sizeof(*offers));
	policies = arena_alloc(arena, report->policy_count * sizeof(*policies));
	for (size_t i = 0; i < report->policy_count; i++)
		policies[i] = report->policies[i].policy;
	rules_offers(policies, report->policy_count, offers);
	return offers;
}
