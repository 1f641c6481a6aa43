/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* All checks of rules. */
#ifndef MAILSONDE_CHECKS_RULES_TABLE_H
#define MAILSONDE_CHECKS_RULES_TABLE_H

#include "checks/rules/rule.h"

/* NULL if there is none of that name. */
const struct rule_check *rule_check_find(const char *name);

/* The offers that the rules of all policies rest on, each once: what the
 * runner has to ask. */
void rules_offers(const struct policy *const *policies, size_t count,
	bool *ret_offers /* [OFFER_COUNT] */);

/* The topics that they rest on: TOPIC_ bits (model/tls/offered.h). */
unsigned rules_topics(const struct policy *const *policies, size_t count);

#endif
