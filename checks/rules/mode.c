/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on the TLS mode, and on what the endpoints of one host have in common.
 */
#include "checks/rules/rule.h"

#include "checks/rules/found.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/capability.h"
#include "evidence/chain.h"
#include "evidence/neighbour.h"
#include "evidence/pick.h"
#include "evidence/port.h"
#include "evidence/reached.h"
#include "evidence/version.h"

/* The next endpoint of the same service and host in that mode, itself
 * included; NULL if there is none left. */
static const struct endpoint_report *next_of(const struct rule_view *view,
	enum tls_mode mode, struct neighbour_walk *walk)
{
	const struct endpoint_report *other;

	while ((other = neighbour_step(walk)))
		if (other->facts.endpoint.service ==
				view->facts->endpoint.service &&
			other->facts.endpoint.mode == mode)
			return other;
	return NULL;
}

static bool speaks_in(const struct probe_facts *probe, const void *mode)
{
	return probe->mode == *(const enum tls_mode *)mode &&
	       probe->tls.completed;
}

/* Whether a follow-up found the service in that mode at the same host. */
static bool found_by_follow_up(
	const struct rule_view *view, enum tls_mode mode, unsigned *ret_port)
{
	const struct probe_facts *probe =
		pick_first(view->facts, PICK_FOLLOW_UPS, speaks_in, &mode);

	if (!probe)
		return false;
	basis_add_probe(view->facts, probe);
	*ret_port = probe->port ? probe->port : view->facts->endpoint.port;
	return true;
}

/* Whether the probe was told that the port does not speak so. Who was put off,
 * cut short or interrupted, or waited in vain, was told nothing. */
static bool was_told_no(const struct probe_facts *probe)
{
	switch (probe->status) {
	case ST_CONN_REFUSED:
	case ST_WRONG_SERVICE:
	case ST_SYNTAX:
	case ST_NOT_OFFERED:
	case ST_PREAUTH:
	case ST_NOT_TLS:
		return true;
	/* One version refused is no refusal of TLS. */
	case ST_ALERT:
	case ST_TLS_VERSION:
	case ST_TLS:
		return probe->purpose == PURPOSE_BEST;
	case ST_REFUSED:
		return probe->stage > STAGE_GREETING;
	default:
		return false;
	}
}

/* The mode of the host's service, wherever in the run it was looked at. */
static enum ruling judge_offered(const struct rule_view *view,
	enum tls_mode mode, const char **ret_observed)
{
	struct neighbour_walk walk =
		neighbour_walk(view->neighbours, view->endpoint);
	const struct endpoint_report *other;
	bool refused = false, open = false;
	unsigned port;

	while ((other = next_of(view, mode, &walk))) {
		if (reached_tls(&other->facts)) {
			*ret_observed =
				arena_printf(view->arena, "port %u offers it",
					other->facts.endpoint.port);
			return RULING_HOLDS;
		}
		if (basis_first(&other->facts, was_told_no))
			refused = true;
		else
			open = true;
	}
	if (found_by_follow_up(view, mode, &port)) {
		*ret_observed =
			arena_printf(view->arena, "port %u offers it", port);
		return RULING_HOLDS;
	}
	if (walk.is_cut)
		return rule_too_many(ret_observed);
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
		*ret_observed = words;
	return explicit == RULING_NOT_TESTED ? explicit : implicit;
}

static bool advertises_rev2(
	const struct endpoint_facts *facts, enum capability_place place)
{
	const struct capabilities *list;

	for (size_t at = 0; (list = capability_next(facts, place, &at));)
		if (list->imap4rev2)
			return true;
	return false;
}

static enum ruling judge_rev2(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "implicit TLS in addition to IMAP4rev2";
	if (!capability_list(view->facts, CAPABILITY_FINAL) &&
		!capability_list(view->facts, CAPABILITY_BEFORE))
		return RULING_NOT_TESTED;
	if (!advertises_rev2(view->facts, CAPABILITY_FINAL) &&
		!advertises_rev2(view->facts, CAPABILITY_BEFORE)) {
		*ret_observed = "IMAP4rev2 is not advertised";
		return RULING_HOLDS;
	}
	return judge_offered(view, MODE_IMPLICIT, ret_observed);
}

/* How the other port of the service differs; NULL if it does not. */
static const char *difference(
	const struct rule_view *view, const struct endpoint_report *other)
{
	unsigned here = version_accepted(view->facts);
	unsigned there = version_accepted(&other->facts);
	const struct tls_facts *own = chain_judged(view->facts);
	const struct tls_facts *its = chain_judged(&other->facts);

	if (here != there)
		return arena_printf(view->arena, "%s here, and %s on port %u",
			say_versions(view->arena, here),
			say_versions(view->arena, there),
			other->facts.endpoint.port);
	if (own && its && !chain_is_same(own, its))
		return arena_printf(view->arena,
			"a different certificate on port %u",
			other->facts.endpoint.port);
	return NULL;
}

/* The same of a port that is not in the run; `*ret_open` is set if that is not
 * known. */
static const char *port_difference(const struct rule_view *view,
	const struct port_seen *port, bool *ret_open)
{
	unsigned here = version_accepted(view->facts);
	unsigned known = port->accepted | port->refused;
	const struct tls_facts *own = chain_judged(view->facts);

	if ((here & known) != port->accepted)
		return arena_printf(view->arena, "%s here, and %s on port %u",
			say_versions(view->arena, here),
			say_versions(view->arena, port->accepted), port->port);
	if (port->best && own && port->best->tls.chain_count &&
		!chain_is_same(own, &port->best->tls))
		return arena_printf(view->arena,
			"a different certificate on port %u", port->port);
	if (!port->best || known != view->facts->versions_asked)
		*ret_open = true;
	return NULL;
}

/* What is known of the ports that are not in the run. */
static enum ruling judge_other_ports(
	const struct rule_view *view, bool compared, const char **ret_observed)
{
	struct port_seen port;
	bool open = false, closed = false;

	for (size_t at = 0; port_next(view->facts, &at, &port);) {
		if (port.closed) {
			closed = true;
			continue;
		}
		*ret_observed = port_difference(view, &port, &open);
		if (*ret_observed)
			return RULING_BROKEN;
		compared = true;
		if (open) {
			*ret_observed = arena_printf(view->arena,
				"port %u did not tell everything", port.port);
			return RULING_NOT_TESTED;
		}
	}
	*ret_observed = compared ? "the same"
			: closed ? "no other usual port of the service is open"
				 : "no other port of the service was checked";
	return compared || closed ? RULING_HOLDS : RULING_UNOBSERVABLE;
}

static enum ruling judge_ports_alike(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct endpoint *own = &view->facts->endpoint;
	struct neighbour_walk walk =
		neighbour_walk(view->neighbours, view->endpoint);
	const struct endpoint_report *other;
	bool compared = false;

	*ret_expected = "the same TLS versions and certificate on all ports of "
			"the service";
	if (!reached_tls(view->facts))
		return RULING_NOT_TESTED;
	while ((other = neighbour_step(&walk))) {
		if (other->facts.endpoint.service != own->service ||
			other->facts.endpoint.port == own->port ||
			!reached_tls(&other->facts))
			continue;
		compared = true;
		*ret_observed = difference(view, other);
		if (*ret_observed)
			return RULING_BROKEN;
	}
	if (walk.is_cut)
		return rule_too_many(ret_observed);
	return judge_other_ports(view, compared, ret_observed);
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
		.name = "ports-alike",
		.title = "whether all ports of the service are alike",
		.offers = RULE_OFFERS(OFFER_PORTS),
		.judge = judge_ports_alike,
	},
	{.name = NULL},
};
