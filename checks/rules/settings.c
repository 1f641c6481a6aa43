/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on the settings themselves, and on what they document. */
#include "checks/rules/rule.h"

#include "checks/rules/found.h"
#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/neighbour.h"
#include "evidence/reached.h"
#include "evidence/version.h"
#include "evidence/witness.h"

static enum ruling judge_implicit_preferred(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct endpoint *own = &view->facts->endpoint;
	struct neighbour_walk walk =
		neighbour_walk(view->neighbours, view->endpoint);
	const struct endpoint_report *other;

	*ret_expected = "the implicit TLS port, if there is one";
	basis_add(view->facts, "settings", NULL);
	if (own->mode == MODE_IMPLICIT) {
		*ret_observed = "implicit TLS";
		return RULING_HOLDS;
	}
	while ((other = neighbour_step(&walk))) {
		if (other->facts.endpoint.service != own->service ||
			other->facts.endpoint.mode != MODE_IMPLICIT ||
			!reached_tls(&other->facts))
			continue;
		*ret_observed = arena_printf(view->arena,
			"STARTTLS, though port %u of the same host has "
			"implicit TLS",
			other->facts.endpoint.port);
		return RULING_BROKEN;
	}
	if (walk.is_cut)
		return rule_too_many(ret_observed);
	*ret_observed = "STARTTLS; whether the host offers implicit TLS was "
			"not checked";
	return RULING_UNOBSERVABLE;
}

static enum ruling judge_port(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *ports = rule_value(view, "ports");
	const char *port =
		arena_printf(view->arena, "%u", view->facts->endpoint.port);

	basis_add(view->facts, "settings", NULL);
	*ret_expected = arena_printf(view->arena, "no port of %s", ports);
	*ret_observed = arena_printf(view->arena, "port %s", port);
	return rule_list_has(ports, port) ? RULING_BROKEN : RULING_HOLDS;
}

static enum ruling judge_host(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *at = rule_value(view, "hosts"), *word;

	basis_add(view->facts, "settings", NULL);
	*ret_expected = arena_printf(view->arena, "no host of %s", at);
	*ret_observed = view->facts->endpoint.host;
	while ((word = rule_next_word(view->arena, &at)))
		if (rule_host_is(view->facts->endpoint.host, word))
			return RULING_BROKEN;
	return RULING_HOLDS;
}

static enum ruling judge_resolves(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *best = witness_best(view->facts);

	*ret_expected = "the host has an address";
	if (!best)
		return RULING_NOT_TESTED;
	basis_add_probe(view->facts, best);
	if (best->attempt_count) {
		*ret_observed = best->attempts[0].address;
		return RULING_HOLDS;
	}
	if (best->status != ST_NO_NAME && best->status != ST_NO_ADDRESS)
		return RULING_NOT_TESTED;
	*ret_observed = status_words(best->status);
	return RULING_BROKEN;
}

static enum ruling judge_connects(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *most = witness_furthest(view->facts);

	*ret_expected = "the port accepts connections";
	if (reached_connection(view->facts)) {
		*ret_observed = "accepted";
		return RULING_HOLDS;
	}
	if (!most || most->status == ST_NO_NAME ||
		most->status == ST_NO_ADDRESS ||
		most->status == ST_NO_RESOLVER ||
		most->status == ST_NO_NETWORK || most->status == ST_CANCELLED ||
		most->status == ST_LOCAL)
		return RULING_NOT_TESTED;
	basis_add_probe(view->facts, most);
	*ret_observed = say_stop(view->arena, most);
	return RULING_BROKEN;
}

/* Who was cut short there was told nothing, whatever the check makes of that.
 */
static enum ruling unless_cut(const struct rule_view *view, enum ruling ruling,
	const char **ret_observed)
{
	if (ruling != RULING_BROKEN || !reached_cut(view->facts))
		return ruling;
	*ret_observed = NULL;
	return RULING_NOT_TESTED;
}

/* By the checks of the mode and of the handshake, which know all the ways in
 * which they go wrong. */
static enum ruling judge_implicit_starts(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	enum ruling mode =
		rule_by_check(view, &check_mode, ret_expected, ret_observed);

	if (mode == RULING_HOLDS)
		mode = rule_by_check(
			view, &check_tls_best, ret_expected, ret_observed);
	return unless_cut(view, mode, ret_observed);
}

static enum ruling judge_explicit_upgrades(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	static const struct check *const way[] = {&check_mode, &check_greeting,
		&check_capability_starttls, &check_tls_best};
	enum ruling ruling = RULING_HOLDS;

	for (size_t i = 0; i < sizeof(way) / sizeof(*way); i++) {
		ruling =
			rule_by_check(view, way[i], ret_expected, ret_observed);
		if (ruling == RULING_BROKEN || ruling == RULING_NOT_TESTED)
			return unless_cut(view, ruling, ret_observed);
	}
	return ruling;
}

static enum ruling judge_greets(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return unless_cut(view,
		rule_by_check(
			view, &check_greeting, ret_expected, ret_observed),
		ret_observed);
}

static unsigned expected_versions(const struct rule_view *view)
{
	const struct expectation *expectation =
		&view->endpoint->entry->expectation;
	unsigned versions = 0;

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if (expectation->tls[v].demand == DEMAND_REQUIRED ||
			expectation->tls[v].demand == DEMAND_ALLOWED)
			versions |= TLS_BIT(v);
	return versions;
}

static enum ruling judge_documented(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned wanted = expected_versions(view);
	unsigned refused = version_with(view->facts, wanted, VERSION_REFUSED);
	unsigned accepted = version_with(view->facts, wanted, VERSION_ACCEPTED);

	if (!wanted)
		return RULING_NOT_OWED;
	*ret_expected = arena_printf(
		view->arena, "%s accepted", say_versions(view->arena, wanted));
	if (refused) {
		*ret_observed = arena_printf(view->arena,
			"%s refused: the settings are out of date",
			say_versions(view->arena, refused));
		return RULING_BROKEN;
	}
	if (accepted != wanted) {
		*ret_observed = accepted ? arena_printf(view->arena,
						   "no clear answer about %s",
						   say_versions(view->arena,
							   wanted & ~accepted))
					 : NULL;
		return RULING_NOT_TESTED;
	}
	*ret_observed = "accepted";
	return RULING_HOLDS;
}

static enum ruling judge_undocumented(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned wanted = expected_versions(view);
	unsigned accepted = version_accepted(view->facts);

	if (!wanted)
		return RULING_NOT_OWED;
	*ret_expected = arena_printf(
		view->arena, "at most %s", say_versions(view->arena, wanted));
	if (!accepted)
		return RULING_NOT_TESTED;
	if (accepted & ~wanted) {
		*ret_observed = arena_printf(view->arena, "%s also accepted",
			say_versions(view->arena, accepted & ~wanted));
		return RULING_BROKEN;
	}
	if (version_with(view->facts, TLS_PROBED & ~wanted, VERSION_UNKNOWN) ||
		version_with(
			view->facts, TLS_PROBED & ~wanted, VERSION_NOT_ASKED)) {
		*ret_observed = "the answer for some other versions is unclear";
		return RULING_NOT_TESTED;
	}
	*ret_observed = "no other version accepted";
	return RULING_HOLDS;
}

static enum ruling judge_agree(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	enum ruling provider = rule_by_check(
		view, &check_settings_provider, ret_expected, ret_observed);
	enum ruling mode;

	if (provider == RULING_BROKEN)
		return provider;
	mode = rule_by_check(
		view, &check_settings_mode, ret_expected, ret_observed);
	if (mode == RULING_BROKEN)
		return mode;
	mode = judge_implicit_starts(view, ret_expected, ret_observed);
	if (mode != RULING_HOLDS)
		return mode;
	*ret_expected = "settings that match the server";
	*ret_observed = "they match";
	return RULING_HOLDS;
}

const struct rule_check rule_checks_settings[] = {
	{
		.name = "implicit-preferred",
		.title = "whether the settings name the implicit TLS port",
		.judge = judge_implicit_preferred,
	},
	{
		.name = "port-refused",
		.title = "which port the settings name",
		.parameters = "ports",
		.judge = judge_port,
	},
	{
		.name = "host-refused",
		.title = "which host the settings name",
		.parameters = "hosts",
		.judge = judge_host,
	},
	{
		.name = "host-resolves",
		.title = "whether the host has an address",
		.judge = judge_resolves,
	},
	{
		.name = "port-connects",
		.title = "whether the port accepts connections",
		.judge = judge_connects,
	},
	{
		.name = "implicit-tls-starts",
		.title = "whether the server uses implicit TLS",
		.judge = judge_implicit_starts,
	},
	{
		.name = "explicit-tls-upgrades",
		.title = "whether STARTTLS works",
		.judge = judge_explicit_upgrades,
	},
	{
		.name = "service-greets",
		.title = "whether the documented service answers",
		.judge = judge_greets,
	},
	{
		.name = "documented-versions",
		.title = "whether every documented TLS version is accepted",
		.judge = judge_documented,
	},
	{
		.name = "undocumented-versions",
		.title = "whether other TLS versions are also accepted",
		.judge = judge_undocumented,
	},
	{
		.name = "settings-agree",
		.title = "whether the settings match the server",
		.judge = judge_agree,
	},
	{.name = NULL},
};
