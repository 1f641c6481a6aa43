/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/table.h"

#include "checks/rules/parameter.h"
#include "evidence/offered/offered.h"

#include <string.h>

#define RULE_POINT(name) name,

static const struct rule_check *const tables[] = {RULE_TABLES(RULE_POINT)};

const struct rule_check *rule_check_find(const char *name)
{
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		for (const struct rule_check *c = tables[i]; c->name; c++)
			if (strcmp(c->name, name) == 0)
				return c;
	return NULL;
}

static void add_offer(
	struct rule_wishes *wishes, enum offer_id offer, enum rule_wish wish)
{
	if (wishes->offers[offer] < wish)
		wishes->offers[offer] = wish;
	wishes->topics |= offered_topics(offer);
}

static void add_list(
	struct rule_wishes *wishes, const char *list, enum rule_wish wish)
{
	const char *at = list ? list : "";
	enum offer_id offer;

	while ((offer = rule_next_offer(&at)))
		add_offer(wishes, offer, wish);
}

static void add_rule(struct rule_wishes *wishes, const struct rule *rule)
{
	const struct rule_check *check =
		rule->check ? rule_check_find(rule->check) : NULL;
	const enum offer_id *offer = check ? check->offers : NULL;
	enum rule_wish wish = check && check->handshakes ? RULE_WISH_HANDSHAKE
							 : RULE_WISH_ANSWER;

	for (; offer && *offer; offer++)
		add_offer(wishes, *offer, wish);
	add_list(wishes, rule_parameter(rule, "offers"), wish);
	add_list(wishes, rule_parameter(rule, "has"), RULE_WISH_ANSWER);
	wishes->topics |= check ? check->topics : 0;
}

void rules_wish(const struct policy *const *policies, size_t count,
	struct rule_wishes *ret_wishes)
{
	memset(ret_wishes, 0, sizeof(*ret_wishes));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < policies[i]->rule_count; k++)
			add_rule(ret_wishes, &policies[i]->rules[k]);
}
