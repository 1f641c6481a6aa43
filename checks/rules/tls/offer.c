/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a server takes when nothing else is offered (model/offer.h).
 */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/rules/tls/tally.h"
#include "checks/rules/tls/versions.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "evidence/offered/offered.h"
#include "model/text/ascii.h"

#include <string.h>

/* Whether the offers' versions are all refused, so that a rule that asks for
 * something in them does not speak of this server. */
static bool offers_are_off(const struct rule_view *view, const char *list)
{
	const char *at = list;
	enum offer_id offer;
	unsigned versions = 0;

	while ((offer = rule_next_offer(&at)))
		versions |= offer_table[offer].versions;
	return versions_are_off(view, versions);
}

static bool are_signatures(const char *list)
{
	const char *at = list;
	enum offer_id offer;

	while ((offer = rule_next_offer(&at)))
		if (!(offered_topics(offer) & TOPIC_SIGNATURES))
			return false;
	return true;
}

static enum ruling judge_refused(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	struct tally tally = tally_take(view, rule_value(view, "offers"));

	*ret_expected = "refused";
	/* Versions without such a list have nothing to refuse. */
	if (are_signatures(rule_value(view, "offers")) &&
		offers_are_off(view, rule_value(view, "offers")))
		return RULING_NOT_OWED;
	if (tally.accepted.text) {
		*ret_observed = arena_printf(
			view->arena, "accepted: %s", tally.accepted.text);
		return RULING_BROKEN;
	}
	if (tally.open.text || tally.impossible.text || !tally.asked)
		return tally_leave(view, &tally, ret_observed);
	*ret_observed =
		arena_printf(view->arena, "refused: %s", tally.refused.text);
	return RULING_HOLDS;
}

static bool other_certificate(const struct rule_view *view, const char *kind)
{
	const struct certificate *leaf = chain_leaf(view->facts);

	return kind && leaf && leaf->key &&
	       ascii_compare_n(leaf->key, kind, strlen(kind)) != 0;
}

static enum ruling judge_accepted(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *offers = rule_value(view, "offers");
	const char *need = rule_value(view, "need");
	bool any = need && strcmp(need, "any") == 0;
	struct tally tally = tally_take(view, offers);

	*ret_expected = any ? "at least one of them accepted" : "accepted";
	if (offers_are_off(view, offers))
		return RULING_NOT_OWED;
	if (tally.accepted.text &&
		(any || !(tally.refused.text || tally.open.text ||
				tally.impossible.text))) {
		*ret_observed = arena_printf(
			view->arena, "accepted: %s", tally.accepted.text);
		return RULING_HOLDS;
	}
	if (tally.refused.text &&
		!(any && (tally.open.text || tally.impossible.text))) {
		*ret_observed = arena_printf(
			view->arena, "refused: %s", tally.refused.text);
		if (!other_certificate(view, rule_value(view, "certificate")))
			return RULING_BROKEN;
		*ret_observed = arena_printf(view->arena,
			"%s; the server's certificate has a different key type",
			*ret_observed);
		return RULING_INFO;
	}
	return tally_leave(view, &tally, ret_observed);
}

enum grade {
	GRADE_GOOD,
	GRADE_SUFFICIENT,
	GRADE_PHASE_OUT,
	GRADE_INSUFFICIENT
};

static enum grade grade_of(const struct rule_view *view, enum offer_id offer)
{
	const char *id = offer_table[offer].id;

	if (rule_list_has(rule_value(view, "good"), id))
		return GRADE_GOOD;
	if (rule_list_has(rule_value(view, "sufficient"), id))
		return GRADE_SUFFICIENT;
	if (rule_list_has(rule_value(view, "phase-out"), id))
		return GRADE_PHASE_OUT;
	return GRADE_INSUFFICIENT;
}

/* What is accepted of the worst grade that anything accepted has. */
static const char *find_worst(const struct rule_view *view, const char *list,
	enum grade *ret_grade, struct tally *ret_open)
{
	struct builder worst = {.arena = view->arena};
	const char *at = list;
	enum offer_id offer;

	*ret_grade = GRADE_GOOD;
	while ((offer = rule_next_offer(&at))) {
		enum grade grade = grade_of(view, offer);
		struct tally one = {0};

		tally_add(view, offer, &one);
		if (!one.accepted.text) {
			/* Only what could be worse leaves the grade open. */
			if (one.open.text && grade >= GRADE_PHASE_OUT) {
				tally_say(view, &ret_open->open, one.open.text);
				if (!ret_open->gap)
					ret_open->gap = one.gap;
				if (!ret_open->why)
					ret_open->why = one.why;
			}
			if (one.impossible.text && grade >= GRADE_PHASE_OUT)
				tally_say(view, &ret_open->impossible,
					one.impossible.text);
			if (one.refused.text)
				ret_open->asked++;
			continue;
		}
		if (grade > *ret_grade)
			worst = (struct builder){.arena = view->arena};
		if (!worst.text || grade == *ret_grade)
			builder_item(&worst, ", ", one.accepted.text);
		if (grade > *ret_grade)
			*ret_grade = grade;
	}
	return worst.text;
}

static enum ruling judge_graded(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	static const char *const words[] = {
		"good", "sufficient", "phase out", "insufficient"};
	struct tally open = {0};
	enum grade grade;
	const char *worst =
		find_worst(view, rule_value(view, "offers"), &grade, &open);

	*ret_expected =
		"nothing accepted that is graded phase-out or insufficient";
	if (grade < GRADE_INSUFFICIENT &&
		(open.open.text || open.impossible.text))
		return tally_leave(view, &open, ret_observed);
	if (!worst && open.asked) {
		*ret_observed = "all refused";
		return RULING_HOLDS;
	}
	if (!worst)
		return tally_leave(view, &open, ret_observed);
	*ret_observed =
		arena_printf(view->arena, "%s: %s", words[grade], worst);
	return grade == GRADE_INSUFFICIENT ? RULING_FAILED
	       : grade == GRADE_PHASE_OUT  ? RULING_BROKEN
					   : RULING_HOLDS;
}

const struct rule_check rule_checks_offer[] = {
	{
		.name = "offers-refused",
		.title = "whether the server refuses the offers",
		.parameters = "offers",
		.judge = judge_refused,
	},
	{
		.name = "offers-accepted",
		.title = "whether the server accepts the offers",
		.parameters = "offers need? certificate?",
		.judge = judge_accepted,
	},
	{
		.name = "offers-graded",
		.title = "the weakest accepted offer",
		.parameters = "offers good? sufficient? phase-out?",
		.judge = judge_graded,
	},
	{.name = NULL},
};
