/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/table.h"

#include "checks/rules/parameter.h"

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

static void add_list(const char *list, bool *ret_offers)
{
	const char *at = list ? list : "";
	enum offer_id offer;

	while ((offer = rule_next_offer(&at)))
		ret_offers[offer] = true;
}

static void add_rule(const struct rule *rule, bool *ret_offers)
{
	const struct rule_check *check =
		rule->check ? rule_check_find(rule->check) : NULL;
	const enum offer_id *offer = check ? check->offers : NULL;

	for (; offer && *offer; offer++)
		ret_offers[*offer] = true;
	add_list(rule_parameter(rule, "offers"), ret_offers);
	add_list(rule_parameter(rule, "has"), ret_offers);
}

void rules_offers(
	const struct policy *const *policies, size_t count, bool *ret_offers)
{
	memset(ret_offers, 0, OFFER_COUNT * sizeof(*ret_offers));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < policies[i]->rule_count; k++)
			if (policies[i]->rules[k].check)
				add_rule(&policies[i]->rules[k], ret_offers);
}

static unsigned policy_topics(const struct policy *policy)
{
	unsigned topics = 0;

	for (size_t i = 0; i < policy->rule_count; i++) {
		const char *name = policy->rules[i].check;
		const struct rule_check *check =
			name ? rule_check_find(name) : NULL;

		topics |= check ? check->topics : 0;
	}
	return topics;
}

unsigned rules_topics(const struct policy *const *policies, size_t count)
{
	unsigned topics = 0;

	for (size_t i = 0; i < count; i++)
		topics |= policy_topics(policies[i]);
	return topics;
}
