/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/policies.h"

#include "engine/policies.h"
#include "settings/library/policy.h"
#include "src/complain.h"

#include <string.h>
#include <sysexits.h>

int policies_read(const struct options *options, struct arena *arena,
	const char *name, struct policy *ret_policy)
{
	struct problem problem = {0};
	struct policy policy;

	if (!policy_find(arena, name, &policy, &problem) ||
		!policies_judgeable(arena, &policy, &problem))
		return complain_about_problem(options, &problem);
	*ret_policy = policy;
	return EX_OK;
}

static bool is_listed(
	const struct policy *const *policies, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(policies[i]->name, name) == 0)
			return true;
	return false;
}

int policies_read_all(const struct options *options, struct arena *arena,
	const struct policy *const **ret_policies, size_t *ret_count)
{
	const struct policy **policies = arena_alloc(
		arena, (options->policy_count + 1) * sizeof(*policies));
	size_t count = 0;

	for (size_t i = 0; i < options->policy_count; i++) {
		struct policy *policy = arena_alloc(arena, sizeof(*policy));
		int status = policies_read(
			options, arena, options->policies[i], policy);

		if (status != EX_OK)
			return status;
		/* Naming one twice asks for nothing more. */
		if (!is_listed(policies, count, policy->name))
			policies[count++] = policy;
	}
	*ret_policies = policies;
	*ret_count = count;
	return EX_OK;
}
