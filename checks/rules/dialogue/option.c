/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on the options of a mailbox: they are in the state that the user
 * wants. */
#include "checks/rules/rule.h"

#include "evidence/basis.h"

#include <string.h>

/* The options, with the reason why not all of them were measured, if there is
 * one; else NULL, with the reason. */
static const struct option_facts *find_option(
	const struct rule_view *view, const char **ret_observed)
{
	const struct endpoint_facts *facts = view->facts;

	for (size_t i = 0; i < facts->login_count; i++) {
		const struct option_facts *option = &facts->logins[i]->option;

		if (!option->asked)
			continue;
		*ret_observed = option->why_not;
		basis_add_probe(facts, facts->logins[i]);
		return option;
	}
	*ret_observed = facts->login_wanted
				? "the options were not measured"
				: "this needs a login, and no mailbox was "
				  "given";
	return NULL;
}

static enum ruling judge_invitation_form(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct option_facts *option = find_option(view, ret_observed);
	const char *wanted = option && option->wanted_form ? option->wanted_form
							   : "icalendar";
	const char *form = option ? option->invitation : NULL;

	*ret_expected = wanted;
	if (!option)
		return RULING_UNOBSERVABLE;
	if (form)
		*ret_observed = form;
	else if (!*ret_observed)
		*ret_observed = "no invitation was seen";
	if (!form ||
		(strcmp(form, "icalendar") != 0 && strcmp(form, "link") != 0))
		return RULING_UNOBSERVABLE;
	return strcmp(form, wanted) == 0 ? RULING_HOLDS : RULING_BROKEN;
}

/* That none came is proof only where one can come. */
static enum ruling judge_receipts(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct option_facts *option = find_option(view, ret_observed);
	const char *wanted = option ? option->wanted_receipts : NULL;
	bool sent = option && (option->receipt || option->receipt_early);

	*ret_expected = "receipts as the user wants them";
	if (!option)
		return RULING_UNOBSERVABLE;
	if (!sent && (!option->read || !option->watched_us)) {
		if (!*ret_observed)
			*ret_observed = "receipts were not measured";
		return RULING_UNOBSERVABLE;
	}
	*ret_observed = sent ? "a read receipt was sent"
			: option->control
				? "receipts are suppressed"
				: "no receipt was observed, and none over "
				  "another protocol";
	if (!sent && !option->control)
		return RULING_UNOBSERVABLE;
	if (!wanted)
		return RULING_HOLDS;
	*ret_expected = strcmp(wanted, "sent") == 0 ? "receipts are sent"
						    : "no receipts are sent";
	return sent == (strcmp(wanted, "sent") == 0) ? RULING_HOLDS
						     : RULING_BROKEN;
}

const struct rule_check rule_checks_option[] = {
	{
		.name = "invitation-form",
		.title = "in which form meeting invitations are handed out",
		.judge = judge_invitation_form,
	},
	{
		.name = "read-receipts",
		.title = "whether read receipts are sent as the user wants",
		.judge = judge_receipts,
	},
	{.name = NULL},
};
