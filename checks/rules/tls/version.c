/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on TLS versions. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/rules/tls/versions.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/tls/alert.h"
#include "evidence/version.h"
#include "evidence/witness.h"

static enum ruling judge_refused(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned versions = versions_of(rule_value(view, "versions"));
	unsigned taken =
		version_spoken_with(view->facts, versions, VERSION_ACCEPTED);
	unsigned open = versions_open(view, versions);

	*ret_expected = arena_printf(
		view->arena, "%s refused", say_versions(view->arena, versions));
	if (taken) {
		*ret_observed = arena_printf(view->arena, "%s accepted",
			say_versions(view->arena, taken));
		return RULING_BROKEN;
	}
	*ret_observed = open ? versions_say_open(view, open) : "refused";
	return open ? RULING_NOT_TESTED : RULING_HOLDS;
}

static enum ruling judge_accepted(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned wanted = versions_of(rule_value(view, "version"));
	unsigned newer = ~(wanted | (wanted - 1));
	unsigned open = versions_open(view, wanted);
	unsigned above;

	*ret_expected = arena_printf(
		view->arena, "%s accepted", say_versions(view->arena, wanted));
	if (version_spoken_with(view->facts, wanted, VERSION_ACCEPTED)) {
		*ret_observed = "accepted";
		return RULING_HOLDS;
	}
	*ret_observed = open ? versions_say_open(view, open) : "refused";
	if (open)
		return RULING_NOT_TESTED;
	above = version_spoken_with(view->facts, newer, VERSION_ACCEPTED);
	if (!above)
		return RULING_BROKEN;
	*ret_observed = arena_printf(view->arena,
		"refused, but %s is accepted, which exceeds the requirement",
		say_versions(view->arena, above));
	return RULING_INFO;
}

/* The first probe of the endpoint that offered several versions and ended in
 * TLS. */
static const struct probe_facts *find_choice(const struct rule_view *view)
{
	const struct probe_facts *best = witness_best(view->facts);

	return best && version_made(best) != TLS_NONE ? best : NULL;
}

static enum ruling judge_preferred(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned wanted = versions_of(rule_value(view, "version"));
	const struct probe_facts *best = find_choice(view);

	*ret_expected = arena_printf(view->arena, "%s chosen from all",
		say_versions(view->arena, wanted));
	if (version_spoken_with(view->facts, wanted, VERSION_REFUSED))
		return RULING_NOT_OWED;
	if (!version_spoken_with(view->facts, wanted, VERSION_ACCEPTED) ||
		!best || !(best->tls_offered & wanted) ||
		!(best->tls_offered & ~wanted)) {
		*ret_observed = versions_say_open(view, wanted);
		return RULING_NOT_TESTED;
	}
	basis_add_probe(view->facts, best);
	*ret_observed = arena_printf(view->arena, "%s chosen",
		say_tls(view->arena, best->tls.version));
	return wanted & TLS_BIT(best->tls.version) ? RULING_HOLDS
						   : RULING_BROKEN;
}

static enum ruling judge_versions(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned allowed = versions_of(rule_value(view, "allowed"));
	unsigned taken = versions_spoken(view);
	unsigned open = versions_open(view, versions_all(view) & ~allowed);

	*ret_expected = arena_printf(
		view->arena, "only %s", say_versions(view->arena, allowed));
	if (taken & ~allowed) {
		*ret_observed = arena_printf(view->arena, "%s accepted",
			say_versions(view->arena, taken & ~allowed));
		return RULING_BROKEN;
	}
	*ret_observed = versions_say_open(view, open ? open : allowed);
	/* Who takes nothing that we know of is not known well enough. */
	if (open || !taken)
		return RULING_NOT_TESTED;
	*ret_observed = arena_printf(
		view->arena, "%s accepted", say_versions(view->arena, taken));
	return RULING_HOLDS;
}

/* The worst version that is accepted sets the grade. */
static enum ruling judge_graded(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned good = versions_of(rule_value(view, "good"));
	unsigned fair = versions_of(rule_value(view, "sufficient"));
	unsigned old = versions_of(rule_value(view, "phase-out"));
	unsigned taken = versions_spoken(view);
	unsigned bad = taken & ~(good | fair | old);
	unsigned open =
		versions_open(view, versions_all(view) & ~(good | fair));
	struct arena *arena = view->arena;

	*ret_expected = say_versions(arena, good);
	if (fair)
		*ret_expected = arena_printf(arena, "%s, or at least %s",
			*ret_expected, say_versions(arena, fair));
	if (bad || taken & old) {
		*ret_observed = arena_printf(arena, "%s: %s accepted",
			bad ? "insufficient" : "phase out",
			say_versions(arena, bad ? bad : taken & old));
		return bad ? RULING_FAILED : RULING_BROKEN;
	}
	*ret_observed = versions_say_open(view, open ? open : good | fair);
	if (open || !taken)
		return RULING_NOT_TESTED;
	*ret_observed = arena_printf(arena, "%s: %s accepted",
		taken & fair ? "sufficient" : "good",
		say_versions(arena, taken));
	return RULING_HOLDS;
}

static enum ruling judge_alert(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	struct arena *arena = view->arena;
	const char *other = NULL;
	bool any = false;

	*ret_expected = "alert 70 (protocol_version) for a refused version";
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		const struct probe_facts *probe;
		const struct alert *alert;

		if (version_result(view->facts, (enum tls_version)v, &probe) !=
				VERSION_REFUSED ||
			version_spoken(view->facts, (enum tls_version)v,
				NULL) == VERSION_ACCEPTED)
			continue;
		any = true;
		alert = alert_fatal(probe);
		/* A server that answers with its own version says enough. */
		if ((alert && alert->code == 70) ||
			probe->status == ST_TLS_VERSION)
			continue;
		other = say_list(arena, other,
			arena_printf(arena, "%s: %s",
				say_tls(arena, (enum tls_version)v),
				alert ? say_alert(arena, alert)
				      : say_stop(arena, probe)));
	}
	if (!any)
		return versions_spoken(view) ? RULING_NOT_OWED
					     : RULING_NOT_TESTED;
	*ret_observed = other ? other : "alert 70, or the server's own version";
	return other ? RULING_BROKEN : RULING_HOLDS;
}

const struct rule_check rule_checks_version[] = {
	{
		.name = "tls-version-refused",
		.title = "whether TLS versions are refused",
		.parameters = "versions",
		.topics = TOPIC_SUITES,
		.judge = judge_refused,
	},
	{
		.name = "tls-version-accepted",
		.title = "whether a TLS version is accepted",
		.parameters = "version",
		.topics = TOPIC_SUITES,
		.judge = judge_accepted,
	},
	{
		.name = "tls-version-preferred",
		.title = "the TLS version chosen from all",
		.parameters = "version",
		.topics = TOPIC_SUITES,
		.judge = judge_preferred,
	},
	{
		.name = "tls-versions",
		.title = "the accepted TLS versions",
		.parameters = "allowed",
		.topics = TOPIC_SUITES,
		.judge = judge_versions,
	},
	{
		.name = "tls-versions-graded",
		.title = "the weakest accepted TLS version",
		.parameters = "good sufficient? phase-out?",
		.topics = TOPIC_SUITES,
		.judge = judge_graded,
	},
	{
		.name = "tls-version-alert",
		.title = "how TLS versions are refused",
		.topics = TOPIC_SUITES,
		.judge = judge_alert,
	},
	{.name = NULL},
};
