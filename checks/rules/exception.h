/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which endpoints a rule speaks of, and the exceptions from it. */
#ifndef MAILSONDE_CHECKS_RULES_EXCEPTION_H
#define MAILSONDE_CHECKS_RULES_EXCEPTION_H

#include "checks/rules/rule.h"

/* Whether the rule speaks of such an endpoint at all. */
bool rule_speaks_of(const struct rule *rule, const struct endpoint *endpoint);

/* Applies the exceptions of the policy to a finding of its rule. */
void rule_except(const struct policy *policy, const struct endpoint *endpoint,
	const struct judge_context *context, struct finding *finding);

#endif
