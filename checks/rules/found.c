/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/found.h"

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
	*ret_expected = finding->expected;
	*ret_observed = finding->observed;
	return rulings[finding->status];
}

bool rule_check_fails(const struct rule_view *view, const struct check *check)
{
	const struct finding *finding = find(view, check);

	return finding && finding->status == VERDICT_FAIL;
}
