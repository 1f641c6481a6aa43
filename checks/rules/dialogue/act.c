/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a server answers to one thing more in the dialogue. */
#include "checks/rules/rule.h"

#include "checks/rules/unasked.h"
#include "checks/say.h"
#include "evidence/offered/offer.h"
#include "evidence/reached.h"

static const struct act_facts *find_act(
	const struct rule_view *view, enum offer_id offer)
{
	const struct probe_facts *probe = offer_probe(view->facts, offer);

	return probe && probe->act.said && probe->outcome == OUTCOME_COMPLETED
		       ? &probe->act
		       : NULL;
}

/* Where only a negative answer is right. */
static enum ruling judge_negative(const struct rule_view *view,
	enum offer_id offer, const char **ret_observed)
{
	const struct act_facts *act = find_act(view, offer);

	/* 4yz is "later" (RFC 5321 section 4.2.1), and no refusal. */
	if (!act || act->answer == ANSWER_NONE || act->code / 100 == 4)
		return unasked_leave(view, offer, ret_observed);
	*ret_observed = say_quote(view->arena, act->reply);
	return act->answer == ANSWER_NEGATIVE ? RULING_HOLDS : RULING_BROKEN;
}

static enum ruling judge_starttls_inside(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "STARTTLS refused inside TLS";
	return judge_negative(view, OFFER_ACT_STARTTLS_INSIDE, ret_observed);
}

static enum ruling judge_unknown(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "-ERR to an unknown command";
	return judge_negative(view, OFFER_ACT_UNKNOWN_COMMAND, ret_observed);
}

/* A mail exchanger takes mail from anybody, and must not demand TLS (RFC 3207
 * section 4): what submission owes, it does not. */
static bool is_exchanger(const struct rule_view *view)
{
	return view->facts->endpoint.port == 25;
}

static enum ruling judge_mail_clear(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "MAIL refused before STARTTLS (530)";
	if (is_exchanger(view))
		return RULING_NOT_OWED;
	return judge_negative(view, OFFER_ACT_MAIL_CLEAR, ret_observed);
}

/* Postfix takes MAIL from anybody, and refuses the first recipient: that MAIL
 * was taken breaks nothing yet, and a recipient is never named. */
static enum ruling judge_mail(const struct rule_view *view, enum offer_id offer,
	const char **ret_observed)
{
	enum ruling ruling = judge_negative(view, offer, ret_observed);

	if (ruling != RULING_BROKEN)
		return ruling;
	*ret_observed = arena_printf(view->arena,
		"MAIL accepted: %s; whether recipients are refused was not "
		"tested",
		*ret_observed);
	return RULING_INFO;
}

static enum ruling judge_mail_no_login(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "MAIL refused without login (530)";
	if (is_exchanger(view))
		return RULING_NOT_OWED;
	return judge_mail(view, OFFER_ACT_MAIL_NO_LOGIN, ret_observed);
}

/* A server that takes MAIL at once has not thrown away what it knew of the
 * client, or needs no EHLO at all, which RFC 5321 section 4.1.1.1 allows. */
static enum ruling judge_resets(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "MAIL refused inside TLS before a new EHLO";
	return judge_mail(view, OFFER_ACT_MAIL_BEFORE_EHLO, ret_observed);
}

/* A server that refuses STARTTLS for what stands behind it is safe, too. */
static const struct probe_facts *find_refusal(
	const struct rule_view *view, enum offer_id offer)
{
	const struct probe_facts *probe = offer_probe(view->facts, offer);

	return probe && probe->starttls_sent && reached_tls(view->facts) &&
			       (probe->status == ST_REFUSED ||
				       probe->status == ST_NOT_TLS ||
				       probe->outcome == OUTCOME_REFUSED)
		       ? probe
		       : NULL;
}

static enum ruling judge_pipelined(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const enum offer_id offer = OFFER_ACT_PIPELINED;
	const struct act_facts *act = find_act(view, offer);
	const struct probe_facts *refusal = find_refusal(view, offer);

	*ret_expected = "an unencrypted command after STARTTLS is not answered "
			"inside TLS";
	if (!act && refusal) {
		*ret_observed =
			arena_printf(view->arena, "TLS did not start: %s",
				say_stop(view->arena, refusal));
		return RULING_HOLDS;
	}
	if (!act)
		return unasked_leave(view, offer, ret_observed);
	if (act->answer == ANSWER_NONE) {
		*ret_observed = "not answered";
		return RULING_HOLDS;
	}
	*ret_observed = arena_printf(view->arena, "answered inside TLS: %s",
		say_quote(view->arena, act->reply));
	return RULING_BROKEN;
}

const struct rule_check rule_checks_act[] = {
	{
		.name = "starttls-inside-refused",
		.title = "the answer to STARTTLS inside TLS",
		.offers = RULE_OFFERS(OFFER_ACT_STARTTLS_INSIDE),
		.judge = judge_starttls_inside,
	},
	{
		.name = "starttls-injection",
		.title = "how a command after STARTTLS is handled",
		.offers = RULE_OFFERS(OFFER_ACT_PIPELINED),
		.judge = judge_pipelined,
	},
	{
		.name = "starttls-resets",
		.title = "whether STARTTLS resets the dialogue",
		.offers = RULE_OFFERS(OFFER_ACT_MAIL_BEFORE_EHLO),
		.judge = judge_resets,
	},
	{
		.name = "mail-before-tls-refused",
		.title = "the answer to MAIL before STARTTLS",
		.offers = RULE_OFFERS(OFFER_ACT_MAIL_CLEAR),
		.judge = judge_mail_clear,
	},
	{
		.name = "mail-needs-login",
		.title = "the answer to MAIL without login",
		.offers = RULE_OFFERS(OFFER_ACT_MAIL_NO_LOGIN),
		.judge = judge_mail_no_login,
	},
	{
		.name = "unknown-command-refused",
		.title = "the answer to an unknown command",
		.offers = RULE_OFFERS(OFFER_ACT_UNKNOWN_COMMAND),
		.judge = judge_unknown,
	},
	{.name = NULL},
};
