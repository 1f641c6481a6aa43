/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What several rules come to together. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "model/table.h"

#include <string.h>

struct bundle {
	const char *broken;
	const char *open;
	const char *unseen;
	const char *kept;
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

static void bundle_add(
	const struct rule_view *view, const char *id, struct bundle *bundle)
{
	const struct finding *finding = find_rule(view, id);
	const char **list = &bundle->kept;

	if (!finding || finding->unobservable)
		list = &bundle->unseen;
	else if (finding->status == VERDICT_FAIL ||
		 finding->status == VERDICT_WARNING)
		list = &bundle->broken;
	else if (finding->status == VERDICT_NOT_TESTED)
		list = &bundle->open;
	if (finding && !finding->unobservable)
		basis_add(view->facts, "rule", id);
	*list = say_list(view->arena, *list, id);
}

static enum ruling judge_bundle(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *rules = rule_value(view, "rules"), *at = rules, *word;
	struct bundle bundle = {0};

	*ret_expected = arena_printf(view->arena, "%s met", rules);
	while ((word = rule_next_word(view->arena, &at)))
		bundle_add(view, word, &bundle);
	if (bundle.broken) {
		*ret_observed =
			arena_printf(view->arena, "not met: %s", bundle.broken);
		return RULING_BROKEN;
	}
	if (bundle.open) {
		*ret_observed = arena_printf(
			view->arena, "not tested: %s", bundle.open);
		return RULING_NOT_TESTED;
	}
	if (!bundle.kept) {
		*ret_observed = "none of these rules was tested";
		return RULING_UNOBSERVABLE;
	}
	*ret_observed = arena_printf(view->arena, "met: %s%s%s", bundle.kept,
		bundle.unseen ? "; not tested: " : "",
		bundle.unseen ? bundle.unseen : "");
	/* Not having looked at a part is no pass of the whole. */
	return bundle.unseen ? RULING_UNOBSERVABLE : RULING_HOLDS;
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
