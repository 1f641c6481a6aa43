/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What several rules come to together. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "model/table.h"
#include "model/text/builder.h"

#include <string.h>

struct bundle {
	struct builder broken;
	struct builder open;
	struct builder unseen;
	struct builder kept;
	struct builder off; /* that do not apply to the endpoint */
};

/* The gravest finding of the rule so far, of any policy. */
static const struct finding *find_rule(
	const struct rule_view *view, const char *id)
{
	static const int rank[] = {
		[VERDICT_PASS] = 0,
		[VERDICT_FAIL] = 4,
		[VERDICT_WARNING] = 3,
		[VERDICT_NOT_TESTED] = 2,
		[VERDICT_INFO] = 1,
	};
	static_assert(COUNT_OF(rank) == VERDICT_COUNT, "a verdict's rank");
	const struct finding *found = NULL;

	for (size_t i = 0; i < view->endpoint->finding_count; i++) {
		const struct finding *finding = &view->endpoint->findings[i];

		if (!finding->policy || finding->suppressed ||
			strcmp(finding->check, id) != 0)
			continue;
		if (!found || rank[finding->status] > rank[found->status])
			found = finding;
	}
	return found;
}

static bool has_finding(const struct endpoint_report *endpoint, const char *id)
{
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (endpoint->findings[i].policy &&
			strcmp(endpoint->findings[i].check, id) == 0)
			return true;
	return false;
}

/* Whether the rule was judged by now, of any policy. */
static bool was_judged(const struct rule_view *view, const char *id)
{
	for (size_t i = 0; i < view->report->policy_count; i++) {
		const struct policy *policy = view->report->policies[i].policy;

		for (size_t k = 0; k < policy->rule_count; k++) {
			if (&policy->rules[k] == view->rule)
				return false;
			if (strcmp(policy->rules[k].id, id) == 0)
				return true;
		}
	}
	return false;
}

static void bundle_add(
	const struct rule_view *view, const char *id, struct bundle *bundle)
{
	const struct finding *finding = find_rule(view, id);
	struct builder *list = &bundle->kept;

	/* What was judged and left no finding is not owed. */
	if (!finding && !has_finding(view->endpoint, id) &&
		was_judged(view, id))
		list = &bundle->off;
	else if (!finding || finding->unobservable)
		list = &bundle->unseen;
	else if (finding->status == VERDICT_FAIL ||
		 finding->status == VERDICT_WARNING)
		list = &bundle->broken;
	else if (finding->status == VERDICT_NOT_TESTED)
		list = &bundle->open;
	if (finding && !finding->unobservable)
		basis_add(view->facts, "rule", id);
	list->arena = view->arena;
	builder_item(list, ", ", id);
}

static enum ruling judge_bundle(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *rules = rule_value(view, "rules"), *at = rules, *word;
	struct bundle bundle = {0};

	*ret_expected = arena_printf(view->arena, "%s met", rules);
	while ((word = rule_next_word(view->arena, &at)))
		bundle_add(view, word, &bundle);
	if (bundle.broken.text) {
		*ret_observed = arena_printf(
			view->arena, "not met: %s", bundle.broken.text);
		return RULING_BROKEN;
	}
	if (bundle.open.text) {
		*ret_observed = arena_printf(
			view->arena, "not tested: %s", bundle.open.text);
		return RULING_NOT_TESTED;
	}
	if (!bundle.kept.text && !bundle.unseen.text)
		return RULING_NOT_OWED;
	if (!bundle.kept.text) {
		*ret_observed = "none of these rules was tested";
		return RULING_UNOBSERVABLE;
	}
	*ret_observed = arena_printf(view->arena, "met: %s%s%s%s%s",
		bundle.kept.text, bundle.unseen.text ? "; not tested: " : "",
		bundle.unseen.text ? bundle.unseen.text : "",
		bundle.off.text ? "; not applicable: " : "",
		bundle.off.text ? bundle.off.text : "");
	/* Not having looked at a part is no pass of the whole. */
	return bundle.unseen.text ? RULING_UNOBSERVABLE : RULING_HOLDS;
}

const struct rule_check rule_checks_bundle[] = {
	{
		.name = "rules-hold",
		.title = "whether several rules are met together",
		.parameters = "rules",
		.judge = judge_bundle,
	},
	{.name = NULL},
};
