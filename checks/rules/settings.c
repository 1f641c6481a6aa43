/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on the settings themselves, on what they document, on what this
 * program does, and on what several rules come to together. */
#include "checks/rules/rule.h"

#include "checks/rules/found.h"
#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/version.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"

#include <stdlib.h>
#include <string.h>

static struct arena *arena_of(const struct rule_view *view)
{
	return view->context->arena;
}

static const struct endpoint *endpoint_of(const struct rule_view *view)
{
	return &view->facts->endpoint;
}

/* The settings. */

static enum ruling judge_implicit_preferred(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct report *report = view->report;

	*ret_expected = "the implicit TLS port, if there is one";
	if (endpoint_of(view)->mode == MODE_IMPLICIT) {
		*ret_observed = "implicit TLS";
		return RULING_HOLDS;
	}
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_facts *other =
			&report->endpoints[i].facts;

		if (other->endpoint.service != endpoint_of(view)->service ||
			other->endpoint.mode != MODE_IMPLICIT ||
			ascii_compare(other->endpoint.host,
				endpoint_of(view)->host) != 0 ||
			!reached_tls(other))
			continue;
		*ret_observed = arena_printf(arena_of(view),
			"STARTTLS, though port %u of the same host has "
			"implicit TLS",
			other->endpoint.port);
		return RULING_BROKEN;
	}
	*ret_observed = "STARTTLS; whether the host offers implicit TLS was "
			"not checked";
	return RULING_UNOBSERVABLE;
}

static enum ruling judge_port(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *ports = rule_value(view, "ports");
	const char *port =
		arena_printf(arena_of(view), "%u", endpoint_of(view)->port);

	*ret_expected = arena_printf(arena_of(view), "no port of %s", ports);
	*ret_observed = arena_printf(arena_of(view), "port %s", port);
	return rule_list_has(ports, port) ? RULING_BROKEN : RULING_HOLDS;
}

static enum ruling judge_host(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *at = rule_value(view, "hosts"), *word;

	*ret_expected = arena_printf(arena_of(view), "no host of %s", at);
	*ret_observed = endpoint_of(view)->host;
	while ((word = rule_next_word(arena_of(view), &at)))
		if (rule_host_is(endpoint_of(view)->host, word))
			return RULING_BROKEN;
	return RULING_HOLDS;
}

/* What the settings document, and what came of it. */

static enum ruling judge_resolves(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *best = witness_best(view->facts);

	*ret_expected = "the host has an address";
	if (!best)
		return RULING_NOT_TESTED;
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
	*ret_observed = say_stop(arena_of(view), most);
	return RULING_BROKEN;
}

/* By the checks of the mode and of the handshake, which know all the ways in
 * which they go wrong. */
static enum ruling judge_implicit_starts(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	enum ruling mode =
		rule_by_check(view, &check_mode, ret_expected, ret_observed);

	return mode == RULING_HOLDS ? rule_by_check(view, &check_tls_best,
					      ret_expected, ret_observed)
				    : mode;
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
			return ruling;
	}
	return ruling;
}

static enum ruling judge_greets(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return rule_by_check(view, &check_greeting, ret_expected, ret_observed);
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

static const char *say_versions(const struct rule_view *view, unsigned versions)
{
	const char *list = NULL;

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if (versions & TLS_BIT(v))
			list = say_list(arena_of(view), list,
				say_tls(arena_of(view), (enum tls_version)v));
	return list;
}

static unsigned versions_with(const struct rule_view *view, unsigned versions,
	enum version_result result)
{
	unsigned found = 0;

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if ((versions & TLS_BIT(v)) &&
			version_result(view->facts, (enum tls_version)v,
				NULL) == result)
			found |= TLS_BIT(v);
	return found;
}

static enum ruling judge_documented(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned wanted = expected_versions(view);
	unsigned refused = versions_with(view, wanted, VERSION_REFUSED);
	unsigned accepted = versions_with(view, wanted, VERSION_ACCEPTED);

	if (!wanted)
		return RULING_NOT_OWED;
	*ret_expected = arena_printf(
		arena_of(view), "%s accepted", say_versions(view, wanted));
	if (refused) {
		*ret_observed = arena_printf(arena_of(view),
			"%s refused: the settings are out of date",
			say_versions(view, refused));
		return RULING_BROKEN;
	}
	if (accepted != wanted) {
		*ret_observed = accepted ? arena_printf(arena_of(view),
						   "no clear answer about %s",
						   say_versions(view,
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
		arena_of(view), "at most %s", say_versions(view, wanted));
	if (!accepted)
		return RULING_NOT_TESTED;
	if (accepted & ~wanted) {
		*ret_observed = arena_printf(arena_of(view), "%s also accepted",
			say_versions(view, accepted & ~wanted));
		return RULING_BROKEN;
	}
	if (versions_with(view, TLS_PROBED & ~wanted, VERSION_UNKNOWN) ||
		versions_with(view, TLS_PROBED & ~wanted, VERSION_NOT_ASKED)) {
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

/* What this program does, whatever the server. */

static enum ruling by_construction(const char *expected, const char *words,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = expected;
	*ret_observed = words;
	return RULING_HOLDS;
}

static enum ruling judge_reference_name(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return by_construction("the name checked is the one in the settings",
		arena_printf(arena_of(view),
			"this program compares certificates with %s, and not "
			"with a name from the DNS",
			endpoint_of(view)->host),
		ret_expected, ret_observed);
}

static enum ruling judge_unvalidated(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	(void)view;
	return by_construction("a session without a valid certificate is not "
			       "treated as secure",
		"this program fails certificate-trust or certificate-name for "
		"it",
		ret_expected, ret_observed);
}

static enum ruling judge_no_login(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	(void)view;
	return by_construction("no LOGIN if LOGINDISABLED is listed",
		"this program does not log in", ret_expected, ret_observed);
}

static enum ruling judge_discards(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	bool asked = false;

	for (size_t i = 0; i < view->facts->probe_count; i++)
		asked |= view->facts->probes[i]->protected.seen;
	return by_construction("capabilities from before TLS are discarded",
		asked ? "this program asked again inside TLS and uses that list"
		      : "this program asks again inside TLS and uses that list",
		ret_expected, ret_observed);
}

static enum ruling judge_closes_preauth(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	(void)view;
	return by_construction("the connection is ended on PREAUTH before TLS",
		"this program ends the dialogue there", ret_expected,
		ret_observed);
}

static enum ruling judge_verifies(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	(void)view;
	return by_construction(
		"the result of TLS is verified before any secret is sent",
		"this program verifies it and does not send secrets",
		ret_expected, ret_observed);
}

static enum ruling judge_evidence(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned accepted = version_accepted(view->facts);
	const struct probe_facts *best = witness_best(view->facts);

	*ret_expected = "an inventory of protocols and cipher suites";
	if (!accepted)
		return RULING_NOT_TESTED;
	*ret_observed = arena_printf(arena_of(view),
		"%s accepted; %s chosen; this report can serve as evidence",
		say_versions(view, accepted),
		best && best->tls.cipher_suite ? best->tls.cipher_suite
					       : "a cipher suite");
	return RULING_INFO;
}

/* Several rules together. */

struct bundle {
	const char *broken;
	const char *open;
	const char *unseen;
	const char *kept;
};

/* The gravest finding of the rule so far, of any policy. */
static const struct finding *find_rule(
	const struct rule_view *view, const char *id)
{
	static const int rank[VERDICT_COUNT] = {
		[VERDICT_FAIL] = 4,
		[VERDICT_WARNING] = 3,
		[VERDICT_NOT_TESTED] = 2,
		[VERDICT_INFO] = 1,
	};
	const struct finding *found = NULL;

	for (size_t i = 0; i < view->endpoint->finding_count; i++) {
		const struct finding *finding = &view->endpoint->findings[i];

		if (!finding->policy || finding->suppressed ||
			strcmp(finding->check, id) != 0)
			continue;
		if (!found || rank[finding->status] > rank[found->status])
			found = finding;
	}
	return found;
}

static void bundle_add(
	const struct rule_view *view, const char *id, struct bundle *bundle)
{
	const struct finding *finding = find_rule(view, id);
	const char **list = &bundle->kept;

	if (!finding || finding->unobservable)
		list = &bundle->unseen;
	else if (finding->status == VERDICT_FAIL ||
		 finding->status == VERDICT_WARNING)
		list = &bundle->broken;
	else if (finding->status == VERDICT_NOT_TESTED)
		list = &bundle->open;
	*list = say_list(arena_of(view), *list, id);
}

static enum ruling judge_bundle(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *rules = rule_value(view, "rules"), *at = rules, *word;
	struct bundle bundle = {0};

	*ret_expected = arena_printf(arena_of(view), "%s met", rules);
	while ((word = rule_next_word(arena_of(view), &at)))
		bundle_add(view, word, &bundle);
	if (bundle.broken) {
		*ret_observed = arena_printf(
			arena_of(view), "not met: %s", bundle.broken);
		return RULING_BROKEN;
	}
	if (bundle.open) {
		*ret_observed = arena_printf(
			arena_of(view), "not tested: %s", bundle.open);
		return RULING_NOT_TESTED;
	}
	if (!bundle.kept) {
		*ret_observed = "none of these rules was tested";
		return RULING_UNOBSERVABLE;
	}
	*ret_observed = arena_printf(arena_of(view), "met: %s%s%s", bundle.kept,
		bundle.unseen ? "; not tested: " : "",
		bundle.unseen ? bundle.unseen : "");
	/* Not having looked at a part is no pass of the whole. */
	return bundle.unseen ? RULING_UNOBSERVABLE : RULING_HOLDS;
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
	{
		.name = "client-reference-name",
		.title = "the name that this program verifies",
		.judge = judge_reference_name,
	},
	{
		.name = "client-unvalidated-session",
		.title = "how this program treats a session without a valid "
			 "certificate",
		.judge = judge_unvalidated,
	},
	{
		.name = "client-no-login",
		.title = "whether this program logs in",
		.judge = judge_no_login,
	},
	{
		.name = "client-discards-capabilities",
		.title = "the list of capabilities that this program uses",
		.judge = judge_discards,
	},
	{
		.name = "client-closes-preauth",
		.title = "how this program handles PREAUTH",
		.judge = judge_closes_preauth,
	},
	{
		.name = "client-verifies-tls",
		.title = "whether this program verifies the result of TLS",
		.judge = judge_verifies,
	},
	{
		.name = "report-is-evidence",
		.title = "the report's use as evidence",
		.judge = judge_evidence,
	},
	{
		.name = "rules-hold",
		.title = "whether several rules are met together",
		.parameters = "rules",
		.judge = judge_bundle,
	},
	{.name = NULL},
};
