/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/dialogue/lists.h"

#include "evidence/capability.h"

#include <string.h>

size_t lists_of(const struct rule_view *view, const char *when,
	const struct capabilities *lists[2])
{
	bool both = when && strcmp(when, "either") == 0;
	bool before = both || (when && strcmp(when, "before") == 0);
	const struct capabilities *list;
	size_t count = 0;

	if (before && (list = capability_list(view->facts, CAPABILITY_BEFORE)))
		lists[count++] = list;
	if ((both || !before) &&
		(list = capability_list(view->facts, CAPABILITY_FINAL)))
		lists[count++] = list;
	return count;
}

bool lists_refused(const struct rule_view *view)
{
	return capability_refusal(view->facts, CAPABILITY_FINAL) ||
	       capability_refusal(view->facts, CAPABILITY_BEFORE);
}

enum ruling lists_leave(const struct rule_view *view, const char **ret_observed)
{
	if (!lists_refused(view))
		return RULING_NOT_TESTED;
	*ret_observed = "the server provides no list of capabilities";
	return RULING_BROKEN;
}
