/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/unasked.h"

#include "evidence/reached.h"

enum ruling unasked_leave(const struct rule_view *view, enum offer_id offer,
	const char **ret_observed)
{
	const struct endpoint_facts *facts = view->facts;
	enum unasked why =
		facts->unasked ? facts->unasked[offer] : UNASKED_UNREACHED;

	if (!reached_tls(facts) || !facts->unasked)
		return RULING_NOT_TESTED;
	if (why == UNASKED_NO_STEP)
		return RULING_NOT_OWED;
	*ret_observed = why == UNASKED_NONE
				? "no clear answer"
				: arena_printf(view->arena, "not tested: %s",
					  unasked_words(why));
	return why == UNASKED_LIBRARY ? RULING_UNOBSERVABLE : RULING_NOT_TESTED;
}
