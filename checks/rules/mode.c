/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on the TLS mode, on STARTTLS, and on what the endpoints of one host
 * have in common. */
#include "checks/rules/rule.h"

#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/version.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"

#include <string.h>

static struct arena *arena_of(const struct rule_view *view)
{
	return view->context->arena;
}

static const struct endpoint *endpoint_of(const struct rule_view *view)
{
	return &view->facts->endpoint;
}

/* Other endpoints of the run. */

/* The next endpoint of the same service and host in that mode, from `*at` on;
 * NULL if there is none left. */
static const struct endpoint_report *next_of(
	const struct rule_view *view, enum tls_mode mode, size_t *at)
{
	const struct report *report = view->report;

	while (*at < report->endpoint_count) {
		const struct endpoint_report *other = &report->endpoints[*at];
		const struct endpoint *names = &other->facts.endpoint;

		++*at;
		if (names->service == endpoint_of(view)->service &&
			names->mode == mode &&
			ascii_compare(names->host, endpoint_of(view)->host) ==
				0)
			return other;
	}
	return NULL;
}

/* Whether a follow-up found the service in that mode at the same host. */
static bool found_by_follow_up(
	const struct rule_view *view, enum tls_mode mode, unsigned *ret_port)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (probe->purpose != PURPOSE_FOLLOW_UP ||
			probe->mode != mode || !probe->tls.completed)
			continue;
		*ret_port = probe->port ? probe->port : endpoint_of(view)->port;
		return true;
	}
	return false;
}

/* The mode of the host's service, wherever in the run it was looked at. */
static enum ruling judge_offered(const struct rule_view *view,
	enum tls_mode mode, const char **ret_observed)
{
	const struct endpoint_report *other;
	bool refused = false, open = false;
	unsigned port;

	for (size_t at = 0; (other = next_of(view, mode, &at));) {
		if (reached_tls(&other->facts)) {
			*ret_observed = arena_printf(arena_of(view),
				"port %u offers it",
				other->facts.endpoint.port);
			return RULING_HOLDS;
		}
		if (reached_connection(&other->facts) ||
			(witness_best(&other->facts) &&
				witness_best(&other->facts)->status ==
					ST_CONN_REFUSED))
			refused = true;
		else
			open = true;
	}
	if (found_by_follow_up(view, mode, &port)) {
		*ret_observed =
			arena_printf(arena_of(view), "port %u offers it", port);
		return RULING_HOLDS;
	}
	if (refused) {
		*ret_observed = "the tested port does not offer it";
		return RULING_BROKEN;
	}
	if (open)
		return RULING_NOT_TESTED;
	*ret_observed = "no port for it was checked";
	return RULING_UNOBSERVABLE;
}

static enum ruling judge_implicit_offered(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "implicit TLS on a port of this host";
	return judge_offered(view, MODE_IMPLICIT, ret_observed);
}

static enum ruling judge_explicit_offered(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "STARTTLS on a port of this host";
	return judge_offered(view, MODE_EXPLICIT, ret_observed);
}

static enum ruling judge_available(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	enum ruling implicit, explicit;
	const char *words = NULL;

	*ret_expected = "TLS, implicit or with STARTTLS";
	implicit = judge_offered(view, MODE_IMPLICIT, ret_observed);
	if (implicit == RULING_HOLDS)
		return implicit;
	explicit = judge_offered(view, MODE_EXPLICIT, &words);
	if (explicit == RULING_HOLDS || implicit == RULING_UNOBSERVABLE) {
		*ret_observed = words;
		return explicit;
	}
	if (explicit == RULING_NOT_TESTED)
		*ret_observed = NULL;
	return explicit == RULING_NOT_TESTED ? explicit : implicit;
}

static bool advertises_rev2(const struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i]->protected.imap4rev2 ||
			facts->probes[i]->cleartext.imap4rev2)
			return true;
	return false;
}

static bool has_list(const struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (witness_is(facts->probes[i]) &&
			(facts->probes[i]->protected.seen ||
				facts->probes[i]->cleartext.seen))
			return true;
	return false;
}

static enum ruling judge_rev2(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "implicit TLS in addition to IMAP4rev2";
	if (!has_list(view->facts))
		return RULING_NOT_TESTED;
	if (!advertises_rev2(view->facts)) {
		*ret_observed = "IMAP4rev2 is not advertised";
		return RULING_HOLDS;
	}
	return judge_offered(view, MODE_IMPLICIT, ret_observed);
}

/* STARTTLS. */

/* The list from before TLS, NULL if none was given. */
static const struct capabilities *find_cleartext(const struct rule_view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (witness_is(probe) &&
			(probe->cleartext.seen || probe->cleartext.announced))
			return &probe->cleartext;
	}
	return NULL;
}

static bool any_offers_starttls(const struct rule_view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++)
		if (witness_is(view->facts->probes[i]) &&
			view->facts->probes[i]->cleartext.starttls)
			return true;
	return false;
}

static enum ruling judge_starttls_offered(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "STARTTLS among the capabilities before TLS";
	if (any_offers_starttls(view)) {
		*ret_observed = "offered";
		return RULING_HOLDS;
	}
	if (!find_cleartext(view) || !has_list(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed = "not offered";
	return RULING_BROKEN;
}

static enum ruling judge_stls_listed(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	bool refused = false;

	*ret_expected = "CAPA, with STLS in it";
	if (any_offers_starttls(view)) {
		*ret_observed = "STLS is listed";
		return RULING_HOLDS;
	}
	for (size_t i = 0; i < view->facts->probe_count; i++)
		if (view->facts->probes[i]->cleartext.refused)
			refused = true;
	if (!find_cleartext(view) && !refused)
		return RULING_NOT_TESTED;
	*ret_observed = refused ? "CAPA is refused" : "STLS is not listed";
	/* Without STLS a server owes no CAPA. */
	return refused && !reached_starttls(view->facts) ? RULING_INFO
							 : RULING_BROKEN;
}

static enum ruling judge_gone_inside(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	bool seen = false;

	*ret_expected = "no STARTTLS among the capabilities inside TLS";
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!witness_is(probe) || !probe->protected.seen)
			continue;
		seen = true;
		if (!probe->protected.starttls)
			continue;
		*ret_observed = "still offered inside TLS";
		return RULING_BROKEN;
	}
	if (!seen)
		return RULING_NOT_TESTED;
	*ret_observed = "not offered";
	return RULING_HOLDS;
}

static enum ruling judge_starttls_works(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *problem = NULL;

	*ret_expected = "STARTTLS works if it is offered";
	if (reached_tls(view->facts)) {
		*ret_observed = "it led to TLS";
		return RULING_HOLDS;
	}
	for (size_t i = 0; i < view->facts->probe_count && !problem; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!witness_is(probe) || !probe->starttls_sent ||
			(probe->status != ST_REFUSED &&
				probe->status != ST_ALERT &&
				probe->status != ST_NOT_TLS &&
				probe->status != ST_TLS &&
				probe->status != ST_TLS_VERSION))
			continue;
		problem = say_stop(arena_of(view), probe);
	}
	if (problem && any_offers_starttls(view)) {
		*ret_observed = arena_printf(
			arena_of(view), "offered, but it fails: %s", problem);
		return RULING_BROKEN;
	}
	if (find_cleartext(view) && !any_offers_starttls(view))
		return RULING_NOT_OWED;
	return RULING_NOT_TESTED;
}

static enum ruling judge_only_tls(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "only TLS, from the start";
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!witness_is(probe) || !probe->unexpected.length)
			continue;
		*ret_observed = say_quote(arena_of(view), probe->unexpected);
		return RULING_BROKEN;
	}
	if (!reached_tls_record(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed = "only TLS";
	return RULING_HOLDS;
}

/* Only a connection that was led to its end tells. */
static enum ruling judge_close_notify(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "close_notify before the connection is closed";
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!witness_is(probe) || !probe->tls.completed)
			continue;
		switch (probe->peer_close) {
		case CLOSE_NOTIFY:
			*ret_observed = "it was sent";
			return RULING_HOLDS;
		case CLOSE_FIN:
		case CLOSE_RESET:
			*ret_observed = probe->peer_close == CLOSE_FIN
						? "closed without close_notify"
						: "reset without close_notify";
			return RULING_BROKEN;
		case CLOSE_NOT_SEEN:
			break;
		}
	}
	if (!reached_tls(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed = "this program closed the connection first";
	return RULING_UNOBSERVABLE;
}

static enum ruling judge_preauth(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	bool seen = false;

	*ret_expected = "no PREAUTH greeting before TLS";
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!witness_is(probe) || !probe->greeting.seen)
			continue;
		seen = true;
		if (!probe->greeting.preauth)
			continue;
		*ret_observed = say_quote(arena_of(view), probe->greeting.text);
		return RULING_BROKEN;
	}
	if (!seen)
		return RULING_NOT_TESTED;
	*ret_observed = "no PREAUTH";
	return RULING_HOLDS;
}

static enum ruling judge_stripped(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "STARTTLS as the server sends it";
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		if (!witness_is(view->facts->probes[i]) ||
			!view->facts->probes[i]->cleartext.masked)
			continue;
		*ret_observed = "overwritten in transit";
		return RULING_BROKEN;
	}
	if (any_offers_starttls(view)) {
		*ret_observed = "offered";
		return RULING_HOLDS;
	}
	if (!find_cleartext(view) || !has_list(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed = "missing, although the settings require it";
	return RULING_BROKEN;
}

/* Alike. */

static const struct certificate *leaf_of(const struct endpoint_facts *facts)
{
	const struct probe_facts *best = witness_best(facts);

	return best && best->tls.completed && best->tls.chain_count
		       ? &best->tls.chain[0]
		       : NULL;
}

static const char *say_versions(struct arena *arena, unsigned versions)
{
	const char *list = NULL;

	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (versions & TLS_BIT(v))
			list = say_list(arena, list,
				say_tls(arena, (enum tls_version)v));
	return list ? list : "no version";
}

/* How the other port of the service differs; NULL if it does not. */
static const char *difference(
	const struct rule_view *view, const struct endpoint_report *other)
{
	unsigned here = version_accepted(view->facts);
	unsigned there = version_accepted(&other->facts);
	const struct certificate *own = leaf_of(view->facts);
	const struct certificate *its = leaf_of(&other->facts);

	if (here != there)
		return arena_printf(arena_of(view),
			"%s here, and %s on port %u",
			say_versions(arena_of(view), here),
			say_versions(arena_of(view), there),
			other->facts.endpoint.port);
	if (own && its && strcmp(own->sha256, its->sha256) != 0)
		return arena_printf(arena_of(view),
			"a different certificate on port %u",
			other->facts.endpoint.port);
	return NULL;
}

static enum ruling judge_ports_alike(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct report *report = view->report;
	const struct endpoint *own = endpoint_of(view);
	bool compared = false;

	*ret_expected = "the same TLS versions and certificate on all ports of "
			"the service";
	if (!reached_tls(view->facts))
		return RULING_NOT_TESTED;
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *other = &report->endpoints[i];
		const struct endpoint *its = &other->facts.endpoint;

		if (its->service != own->service || its->port == own->port ||
			ascii_compare(its->host, own->host) != 0 ||
			!reached_tls(&other->facts))
			continue;
		compared = true;
		*ret_observed = difference(view, other);
		if (*ret_observed)
			return RULING_BROKEN;
	}
	*ret_observed = compared ? "the same"
				 : "no other port of the service was checked";
	return compared ? RULING_HOLDS : RULING_UNOBSERVABLE;
}

const struct rule_check rule_checks_mode[] = {
	{
		.name = "implicit-tls-offered",
		.title =
			"whether the host offers the service with implicit TLS",
		.judge = judge_implicit_offered,
	},
	{
		.name = "explicit-tls-offered",
		.title = "whether the host offers the service with STARTTLS",
		.judge = judge_explicit_offered,
	},
	{
		.name = "tls-available",
		.title = "whether TLS is available at all",
		.judge = judge_available,
	},
	{
		.name = "imap4rev2-implicit",
		.title = "whether an IMAP4rev2 server offers implicit TLS",
		.judge = judge_rev2,
	},
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
	{
		.name = "ports-alike",
		.title = "whether all ports of the service are alike",
		.judge = judge_ports_alike,
	},
	{.name = NULL},
};
