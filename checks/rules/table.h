/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* All checks of rules. */
#ifndef MAILSONDE_CHECKS_RULES_TABLE_H
#define MAILSONDE_CHECKS_RULES_TABLE_H

#include "checks/rules/rule.h"

/* NULL if there is none of that name. */
const struct rule_check *rule_check_find(const char *name);

/* What the runner has to ask for an offer that rules rest on. */
enum rule_wish {
	RULE_WISH_NONE,
	RULE_WISH_ANSWER,    /* whether the server takes it */
	RULE_WISH_HANDSHAKE, /* and what that handshake shows */
};

struct rule_wishes {
	enum rule_wish offers[OFFER_COUNT];
	unsigned topics; /* of hellos: TOPIC_ bits (model/tls/offered.h) */
};

/* What the rules of all policies rest on, each once. */
void rules_wish(const struct policy *const *policies, size_t count,
	struct rule_wishes *ret_wishes);

#endif
