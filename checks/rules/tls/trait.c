/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a server answers to hellos made by hand, beside its choice of
 * suites and groups. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/rules/tls/versions.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/offered/heard.h"
#include "evidence/reached.h"

#include <string.h>

static enum ruling leave(
	const struct rule_view *view, const char **ret_observed)
{
	const char *gap = offered_gap_of(view->facts, OFFERED_KIND_SUITES);

	*ret_observed = NULL;
	if (gap)
		*ret_observed =
			arena_printf(view->arena, "no clear answer: %s", gap);
	else if (reached_tls(view->facts) || versions_spoken(view))
		*ret_observed = "no clear answer";
	return RULING_NOT_TESTED;
}

/* What TLS 1.3 does not have (RFC 8446 section 4.1.2 and appendix D) is not
 * missed, and cannot be used, where nothing else is spoken. */
static bool has_only_1_3(const struct rule_view *view)
{
	size_t mark = basis_mark(view->facts);

	if (versions_spoken(view) == TLS_BIT(TLS_1_3) &&
		versions_are_off(view, RULE_TO_1_2))
		return true;
	basis_rewind(view->facts, mark);
	return false;
}

static enum ruling judge_refused(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *name = rule_value(view, "trait");

	*ret_expected = "not accepted";
	if (has_only_1_3(view)) {
		*ret_observed = "TLS 1.3 alone is accepted, which does not "
				"have this";
		return RULING_HOLDS;
	}
	switch (heard_trait(
		view->facts, offered_trait_find(name, strlen(name)))) {
	case OFFERED_ACCEPTED:
		*ret_observed = "accepted";
		return RULING_BROKEN;
	case OFFERED_REFUSED:
		*ret_observed = "offered, and not accepted";
		return RULING_HOLDS;
	default:
		return leave(view, ret_observed);
	}
}

static enum ruling judge_tolerated(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "an answer in a version that the server supports";
	switch (heard_trait(view->facts, TRAIT_UNKNOWN_VERSION)) {
	case OFFERED_ACCEPTED:
		*ret_observed = "tolerated";
		return RULING_HOLDS;
	case OFFERED_REFUSED:
		*ret_observed = "a ClientHello with an unknown version is "
				"refused";
		return RULING_BROKEN;
	default:
		return leave(view, ret_observed);
	}
}

/* RFC 7507 section 3: only a server that has something to fall back to. */
static enum ruling judge_fallback(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const unsigned old =
		TLS_BIT(TLS_SSL3) | TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1);

	*ret_expected = "alert 86 (inappropriate_fallback)";
	if (versions_are_off(view, old))
		return RULING_NOT_OWED;
	switch (heard_trait(view->facts, TRAIT_FALLBACK)) {
	case OFFERED_ACCEPTED:
		*ret_observed =
			"a ClientHello with TLS_FALLBACK_SCSV is refused";
		return RULING_HOLDS;
	case OFFERED_REFUSED:
		*ret_observed = "the connection is continued with the older "
				"version";
		return RULING_BROKEN;
	default:
		return leave(view, ret_observed);
	}
}

/* Whether a hello got an answer in a version before TLS 1.3: each of them was
 * looked at. */
static bool heard_old(const struct rule_view *view)
{
	for (int v = TLS_SSL3; v < TLS_1_3; v++)
		if (heard_version(view->facts, (enum tls_version)v) ==
			OFFERED_ACCEPTED)
			return true;
	return false;
}

static enum ruling judge_sentinel(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned spoken = versions_spoken(view);

	*ret_expected = "DOWNGRD at the end of the random value";
	if (versions_are_off(view, TLS_BIT(TLS_1_3)) || has_only_1_3(view))
		return RULING_NOT_OWED;
	if (!heard_old(view) || !(spoken & TLS_BIT(TLS_1_3)))
		return leave(view, ret_observed);
	switch (heard_trait(view->facts, TRAIT_SENTINEL)) {
	case OFFERED_ACCEPTED:
		*ret_observed = "marked";
		return RULING_HOLDS;
	case OFFERED_REFUSED:
		*ret_observed = "not marked";
		return RULING_BROKEN;
	default:
		return leave(view, ret_observed);
	}
}

static enum ruling judge_ssl2(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "an SSL 2.0 ClientHello is refused";
	switch (heard_ssl2(view->facts)) {
	case OFFERED_ACCEPTED:
		*ret_observed = "SSL 2.0 accepted";
		return RULING_BROKEN;
	case OFFERED_REFUSED:
		*ret_observed = "refused";
		return RULING_HOLDS;
	default:
		return leave(view, ret_observed);
	}
}

/* Attacks are not tried; without what they need they cannot work. */
static enum ruling judge_attacks(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct endpoint_facts *facts = view->facts;
	const char *open = NULL;
	struct arena *arena = view->arena;

	*ret_expected = "nothing that known attacks need";
	if (!facts->offered)
		return leave(view, ret_observed);
	if (heard_trait(view->facts, TRAIT_HEARTBEAT) != OFFERED_REFUSED &&
		!has_only_1_3(view))
		open = say_list(arena, open, "Heartbleed");
	if (offered_result(facts, OFFER_SUITES_RSA) != OFFER_REFUSED)
		open = say_list(arena, open, "ROBOT");
	if (heard_ssl2(facts) != OFFERED_REFUSED)
		open = say_list(arena, open, "DROWN");
	if (heard_trait(view->facts, TRAIT_TICKET) != OFFERED_REFUSED &&
		!has_only_1_3(view))
		open = say_list(arena, open, "Ticketbleed");
	if (!has_only_1_3(view))
		open = say_list(arena, open, "CCS injection");
	if (!open) {
		*ret_observed = "the server accepts nothing that these attacks "
				"need";
		return RULING_HOLDS;
	}
	*ret_observed = arena_printf(arena,
		"this version does not try attacks; what the server accepts "
		"does not rule out: %s",
		open);
	return RULING_UNOBSERVABLE;
}

const struct rule_check rule_checks_trait[] = {
	{
		.name = "extension-refused",
		.title = "what the server does not accept in a ClientHello",
		.parameters = "trait",
		.topics = TOPIC_SUITES | TOPIC_EXTENSIONS,
		.judge = judge_refused,
	},
	{
		.name = "future-version-tolerated",
		.title = "the answer to an unknown TLS version",
		.topics = TOPIC_SUITES | TOPIC_TOLERANCE,
		.judge = judge_tolerated,
	},
	{
		.name = "fallback-signal",
		.title = "the answer to the fallback signal (RFC 7507)",
		.topics = TOPIC_SUITES | TOPIC_DOWNGRADE,
		.judge = judge_fallback,
	},
	{
		.name = "downgrade-marked",
		.title = "whether a downgrade is marked in the random value",
		.topics = TOPIC_SUITES,
		.judge = judge_sentinel,
	},
	{
		.name = "ssl2-refused",
		.title = "whether SSL 2.0 is refused",
		.topics = TOPIC_SUITES,
		.judge = judge_ssl2,
	},
	{
		.name = "attacks-impossible",
		.title = "what known attacks need",
		.topics = TOPIC_SUITES | TOPIC_EXTENSIONS,
		.judge = judge_attacks,
	},
	{.name = NULL},
};
