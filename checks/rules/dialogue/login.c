/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a server offers to log in with. */
#include "checks/rules/rule.h"

#include "checks/rules/dialogue/lists.h"
#include "checks/rules/found.h"
#include "checks/rules/parameter.h"
#include "checks/rules/unasked.h"
#include "checks/say.h"
#include "evidence/capability.h"
#include "evidence/offered/offer.h"
#include "evidence/reached.h"
#include "model/text/builder.h"

#include <string.h>

static const char *offered_of(const struct rule_view *view,
	const struct capabilities *const *lists, size_t count,
	const char *mechanisms, bool present)
{
	struct builder offered = {.arena = view->arena};
	const char *at = mechanisms, *word;

	while ((word = rule_next_word(view->arena, &at))) {
		bool found = false;

		for (size_t i = 0; i < count && !found; i++)
			found = capabilities_have(lists[i], word);
		if (found == present)
			builder_item(&offered, ", ", word);
	}
	return offered.text;
}

static enum ruling judge_mechanisms_refused(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *mechanisms = rule_value(view, "mechanisms");
	const struct capabilities *lists[2];
	size_t count = lists_of(view, "either", lists);
	const char *offered = offered_of(view, lists, count, mechanisms, true);

	*ret_expected = arena_printf(view->arena, "none of %s", mechanisms);
	if (!count)
		return RULING_NOT_TESTED;
	*ret_observed = offered ? offered : "none offered";
	return offered ? RULING_BROKEN : RULING_HOLDS;
}

static enum ruling judge_mechanisms_offered(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *mechanisms = rule_value(view, "mechanisms");
	const char *need = rule_value(view, "need");
	const struct capabilities *list =
		capability_list(view->facts, CAPABILITY_FINAL);
	bool any = need && strcmp(need, "any") == 0;
	const char *there, *lacking;

	*ret_expected =
		any ? arena_printf(view->arena, "any of %s offered", mechanisms)
		    : arena_printf(view->arena, "%s offered", mechanisms);
	if (!list)
		return lists_leave(view, ret_observed);
	there = offered_of(view, &list, 1, mechanisms, true);
	lacking = offered_of(view, &list, 1, mechanisms, false);
	if (!lacking || (any && there)) {
		*ret_observed = there;
		return RULING_HOLDS;
	}
	*ret_observed = arena_printf(view->arena, "not offered: %s", lacking);
	return RULING_BROKEN;
}

/* IMAP's LOGIN has neither a mechanism nor protection of its own. */
static enum ruling judge_last_resort(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct capabilities *list =
		capability_list(view->facts, CAPABILITY_FINAL);
	struct builder others = {.arena = view->arena};

	*ret_expected = "an AUTH= mechanism in addition to the LOGIN command";
	if (!list)
		return lists_leave(view, ret_observed);
	for (size_t i = 0; i < list->mechanism_count; i++)
		if (strcmp(list->mechanisms[i], "LOGIN") != 0)
			builder_item(&others, ", ", list->mechanisms[i]);
	*ret_observed = others.length ? others.text : "only LOGIN";
	return others.length ? RULING_HOLDS : RULING_BROKEN;
}

static enum ruling judge_cleartext_login(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return rule_by_check(
		view, &check_cleartext_login, ret_expected, ret_observed);
}

/* A server without STARTTLS has no login to refuse before it, and one that
 * takes mail in the clear demands nothing. */
static enum ruling judge_upgrade_required(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct endpoint *endpoint = &view->facts->endpoint;
	const struct capabilities *clear =
		capability_list(view->facts, CAPABILITY_BEFORE);
	const struct probe_facts *mail =
		offer_probe(view->facts, OFFER_ACT_MAIL_CLEAR);
	enum ruling ruling =
		judge_cleartext_login(view, ret_expected, ret_observed);

	*ret_expected = "logins and mail are refused before STARTTLS";
	if (ruling != RULING_HOLDS)
		return ruling;
	if (!reached_starttls(view->facts)) {
		*ret_observed = clear && !clear->starttls
					? "STARTTLS is not offered"
					: NULL;
		return clear && !clear->starttls ? RULING_BROKEN
						 : RULING_NOT_TESTED;
	}
	if (endpoint->service != SERVICE_SMTP || endpoint->port == 25)
		return ruling;
	if (!mail || !mail->act.said || mail->act.answer == ANSWER_NONE)
		return unasked_leave(view, OFFER_ACT_MAIL_CLEAR, ret_observed);
	if (mail->act.answer == ANSWER_NEGATIVE)
		return ruling;
	*ret_observed = arena_printf(view->arena,
		"MAIL is accepted before STARTTLS: %s",
		say_quote(view->arena, mail->act.reply));
	return RULING_BROKEN;
}

const struct rule_check rule_checks_login[] = {
	{
		.name = "mechanisms-refused",
		.title = "mechanisms that must not be offered",
		.parameters = "mechanisms",
		.judge = judge_mechanisms_refused,
	},
	{
		.name = "mechanisms-offered",
		.title = "mechanisms that must be offered",
		.parameters = "mechanisms need?",
		.judge = judge_mechanisms_offered,
	},
	{
		.name = "login-last-resort",
		.title = "whether a mechanism other than LOGIN is offered",
		.judge = judge_last_resort,
	},
	{
		.name = "cleartext-login-refused",
		.title = "whether password login is offered before TLS",
		.judge = judge_cleartext_login,
	},
	{
		.name = "upgrade-required",
		.title = "what is accepted before STARTTLS",
		.offers = RULE_OFFERS(OFFER_ACT_MAIL_CLEAR),
		.judge = judge_upgrade_required,
	},
	{.name = NULL},
};
