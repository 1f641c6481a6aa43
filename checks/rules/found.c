/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/found.h"

#include "evidence/basis.h"
#include "evidence/witness.h"
#include "model/table.h"

#include <string.h>

/* What the check found; NULL if it is not owed. */
static const struct finding *find(
	const struct rule_view *view, const struct check *check)
{
	for (size_t i = 0; i < view->endpoint->finding_count; i++) {
		const struct finding *finding = &view->endpoint->findings[i];

		if (!finding->policy && strcmp(finding->check, check->id) == 0)
			return finding;
	}
	return NULL;
}

/* Whatever the check rested on, this rests on, too: it is asked once more. */
static void note(const struct rule_view *view, const struct check *check)
{
	struct finding again = {.check = check->id};
	size_t mark;

	basis_add(view->facts, "check", check->id);
	mark = basis_mark(view->facts);
	check->judge(check, view->facts, &view->endpoint->entry->expectation,
		view->context, &again);
	if (basis_mark(view->facts) == mark)
		basis_add_probe(view->facts, witness_furthest(view->facts));
}

enum ruling rule_by_check(const struct rule_view *view,
	const struct check *check, const char **ret_expected,
	const char **ret_observed)
{
	static const enum ruling rulings[] = {
		[VERDICT_PASS] = RULING_HOLDS,
		[VERDICT_FAIL] = RULING_BROKEN,
		[VERDICT_WARNING] = RULING_BROKEN,
		[VERDICT_INFO] = RULING_INFO,
		[VERDICT_NOT_TESTED] = RULING_NOT_TESTED,
	};
	static_assert(COUNT_OF(rulings) == VERDICT_COUNT, "a verdict's ruling");
	const struct finding *finding = find(view, check);

	if (!finding)
		return RULING_NOT_OWED;
	note(view, check);
	*ret_expected = finding->expected;
	*ret_observed = finding->observed;
	return rulings[finding->status];
}

bool rule_check_fails(const struct rule_view *view, const struct check *check)
{
	const struct finding *finding = find(view, check);

	return finding && finding->status == VERDICT_FAIL;
}

enum ruling rule_too_many(const char **ret_observed)
{
	*ret_observed = "the host has more endpoints than are compared";
	return RULING_NOT_TESTED;
}
