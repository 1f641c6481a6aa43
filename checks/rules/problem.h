/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whether a policy asks of a check what that takes. */
#ifndef MAILSONDE_CHECKS_RULES_PROBLEM_H
#define MAILSONDE_CHECKS_RULES_PROBLEM_H

#include "checks/rules/rule.h"

/* Returns NULL if the rule's check exists and has its parameters, else what is
 * wrong, in `arena`. */
const char *rule_check_problem(struct arena *arena, const struct rule *rule);

#endif
