/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What policies mean for a check. */
#ifndef MAILSONDE_ENGINE_POLICIES_H
#define MAILSONDE_ENGINE_POLICIES_H

#include "checks/rules/table.h"
#include "model/policy.h"
#include "model/problem.h"

/* Holds the rules of a policy against the judges there are. Answers false with
 * the first that none can judge; what is said is in `arena`. */
bool policies_judgeable(struct arena *arena, const struct policy *policy,
	struct problem *ret_problem) __attribute__((warn_unused_result));

/* What the rules have asked of servers, in `arena`; NULL if there are no
 * policies. */
const struct rule_wishes *policies_wishes(struct arena *arena,
	const struct policy *const *policies, size_t count);

#endif
