/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What nobody made, or nobody answered, of what a rule asks. */
#ifndef MAILSONDE_CHECKS_RULES_UNASKED_H
#define MAILSONDE_CHECKS_RULES_UNASKED_H

#include "checks/rules/rule.h"

/* Leaves the rule open, and says why. */
enum ruling unasked_leave(const struct rule_view *view, enum offer_id offer,
	const char **ret_observed) __attribute__((warn_unused_result));

#endif
