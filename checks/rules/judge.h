/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Judges endpoints by policies. */
#ifndef MAILSONDE_CHECKS_RULES_JUDGE_H
#define MAILSONDE_CHECKS_RULES_JUDGE_H

#include "checks/rules/rule.h"

/* Judges every endpoint by every rule of the policies, behind the findings of
 * the checks, with exceptions applied, and counts them in
 * `report->policies`, which must be set. */
void rules_judge(struct report *report, const struct judge_context *context);

#endif
