/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on STARTTLS, and on what there is in the clear. */
#include "checks/rules/rule.h"

#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/capability.h"
#include "evidence/reached.h"
#include "evidence/witness.h"

static enum ruling judge_starttls_offered(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "STARTTLS among the capabilities before TLS";
	if (capability_offers_starttls(view->facts)) {
		*ret_observed = "offered";
		return RULING_HOLDS;
	}
	if (!capability_list(view->facts, CAPABILITY_BEFORE))
		return RULING_NOT_TESTED;
	*ret_observed = "not offered";
	return RULING_BROKEN;
}

static enum ruling judge_stls_listed(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	bool refused =
		capability_refusal(view->facts, CAPABILITY_BEFORE) != NULL;

	*ret_expected = "CAPA, with STLS in it";
	if (capability_offers_starttls(view->facts)) {
		*ret_observed = "STLS is listed";
		return RULING_HOLDS;
	}
	if (!capability_list(view->facts, CAPABILITY_BEFORE) && !refused)
		return RULING_NOT_TESTED;
	*ret_observed = refused ? "CAPA is refused" : "STLS is not listed";
	/* Without STLS a server owes no CAPA. */
	return refused && !reached_starttls(view->facts) ? RULING_INFO
							 : RULING_BROKEN;
}

static enum ruling judge_gone_inside(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct capabilities *list;
	bool seen = false;
	size_t at = 0;

	*ret_expected = "no STARTTLS among the capabilities inside TLS";
	while ((list = capability_next(view->facts, CAPABILITY_FINAL, &at))) {
		seen = true;
		if (!list->starttls)
			continue;
		*ret_observed = "still offered inside TLS";
		return RULING_BROKEN;
	}
	if (!seen)
		return RULING_NOT_TESTED;
	*ret_observed = "not offered";
	return RULING_HOLDS;
}

static bool broke_starttls(const struct probe_facts *probe)
{
	/* One version refused is no refusal of TLS. */
	if (probe->status == ST_ALERT || probe->status == ST_TLS ||
		probe->status == ST_TLS_VERSION)
		return probe->starttls_sent && probe->purpose == PURPOSE_BEST;
	return probe->starttls_sent &&
	       (probe->status == ST_REFUSED || probe->status == ST_NOT_TLS);
}

static enum ruling judge_starttls_works(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *broken =
		basis_first(view->facts, broke_starttls);

	*ret_expected = "STARTTLS works if it is offered";
	if (reached_tls(view->facts)) {
		*ret_observed = "it led to TLS";
		return RULING_HOLDS;
	}
	if (broken && capability_offers_starttls(view->facts)) {
		*ret_observed =
			arena_printf(view->arena, "offered, but it fails: %s",
				say_stop(view->arena, broken));
		return RULING_BROKEN;
	}
	if (capability_list(view->facts, CAPABILITY_BEFORE) &&
		!capability_offers_starttls(view->facts))
		return RULING_NOT_OWED;
	return RULING_NOT_TESTED;
}

static bool sent_no_tls(const struct probe_facts *probe)
{
	return probe->unexpected.length > 0;
}

static enum ruling judge_only_tls(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *probe = basis_first(view->facts, sent_no_tls);

	*ret_expected = "only TLS, from the start";
	if (probe) {
		*ret_observed = say_quote(view->arena, probe->unexpected);
		return RULING_BROKEN;
	}
	if (!reached_tls_record(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed = "only TLS";
	return RULING_HOLDS;
}

static bool closes_first(const struct probe_facts *probe)
{
	return probe->tls.completed && probe->peer_close != CLOSE_NOT_SEEN;
}

/* Only a connection that was led to its end tells. */
static enum ruling judge_close_notify(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *probe =
		basis_first(view->facts, closes_first);

	*ret_expected = "close_notify before the connection is closed";
	if (!probe && !reached_tls(view->facts))
		return RULING_NOT_TESTED;
	switch (probe ? probe->peer_close : CLOSE_NOT_SEEN) {
	case CLOSE_NOTIFY:
		*ret_observed = "it was sent";
		return RULING_HOLDS;
	case CLOSE_FIN:
		*ret_observed = "closed without close_notify";
		return RULING_BROKEN;
	case CLOSE_RESET:
		*ret_observed = "reset without close_notify";
		return RULING_BROKEN;
	default:
		*ret_observed = "this program closed the connection first";
		return RULING_UNOBSERVABLE;
	}
}

static bool is_preauth(const struct probe_facts *probe)
{
	return probe->greeting.seen && probe->greeting.preauth;
}

static bool has_greeting(const struct probe_facts *probe)
{
	return probe->greeting.seen;
}

static enum ruling judge_preauth(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *probe = basis_first(view->facts, is_preauth);

	*ret_expected = "no PREAUTH greeting before TLS";
	if (probe) {
		*ret_observed = say_quote(view->arena, probe->greeting.text);
		return RULING_BROKEN;
	}
	if (!witness_first(view->facts, has_greeting))
		return RULING_NOT_TESTED;
	basis_add_each(view->facts, has_greeting);
	*ret_observed = "no PREAUTH";
	return RULING_HOLDS;
}

static bool is_masked(const struct probe_facts *probe)
{
	return probe->cleartext.masked;
}

static enum ruling judge_stripped(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "STARTTLS as the server sends it";
	if (basis_first(view->facts, is_masked)) {
		*ret_observed = "overwritten in transit";
		return RULING_BROKEN;
	}
	if (capability_offers_starttls(view->facts)) {
		*ret_observed = "offered";
		return RULING_HOLDS;
	}
	if (!capability_list(view->facts, CAPABILITY_BEFORE))
		return RULING_NOT_TESTED;
	*ret_observed = "missing, although the settings require it";
	return RULING_BROKEN;
}

const struct rule_check rule_checks_starttls[] = {
	{
		.name = "starttls-offered",
		.title = "whether STARTTLS is offered before TLS",
		.judge = judge_starttls_offered,
	},
	{
		.name = "stls-listed",
		.title = "whether CAPA lists STLS",
		.judge = judge_stls_listed,
	},
	{
		.name = "starttls-gone-inside",
		.title = "whether STARTTLS is still offered inside TLS",
		.judge = judge_gone_inside,
	},
	{
		.name = "starttls-works",
		.title = "whether STARTTLS leads to TLS",
		.judge = judge_starttls_works,
	},
	{
		.name = "starttls-not-stripped",
		.title = "whether STARTTLS was removed in transit",
		.judge = judge_stripped,
	},
	{
		.name = "only-tls",
		.title = "what the server sends instead of TLS",
		.judge = judge_only_tls,
	},
	{
		.name = "close-notify",
		.title = "how the server closes the connection",
		.judge = judge_close_notify,
	},
	{
		.name = "no-preauth",
		.title = "whether the greeting before TLS is PREAUTH",
		.judge = judge_preauth,
	},
	{.name = NULL},
};
