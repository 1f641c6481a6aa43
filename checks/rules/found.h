/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was found of the endpoint before. */
#ifndef MAILSONDE_CHECKS_RULES_FOUND_H
#define MAILSONDE_CHECKS_RULES_FOUND_H

#include "checks/rules/rule.h"

/* Rules as the check found (checks/check.h), and says what it
 * observed; RULING_NOT_OWED where the endpoint does not owe that check. */
enum ruling rule_by_check(const struct rule_view *view,
	const struct check *check, const char **ret_expected,
	const char **ret_observed) __attribute__((warn_unused_result));

/* Whether that check failed; a warning is none. */
bool rule_check_fails(const struct rule_view *view, const struct check *check);

/* Not all endpoints of the host were looked at (evidence/neighbour.h), and none
 * of those that were decides. */
enum ruling rule_too_many(const char **ret_observed);

#endif
