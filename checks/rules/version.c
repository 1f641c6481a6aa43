/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on TLS versions, and on what every handshake settles. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/alert.h"
#include "evidence/reached.h"
#include "evidence/version.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"

#include <string.h>

#define TO_1_2                                                                 \
	(TLS_BIT(TLS_SSL3) | TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1) |             \
		TLS_BIT(TLS_1_2))

static struct arena *arena_of(const struct rule_view *view)
{
	return view->context->arena;
}

/* The versions of a list: "1.0 1.1". */
static unsigned versions_of(const char *list)
{
	unsigned versions = 0;

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if (rule_list_has(list, tls_version_name((enum tls_version)v)))
			versions |= TLS_BIT(v);
	return versions;
}

/* Of the set, the versions with that result. */
static unsigned versions_with(const struct rule_view *view, unsigned versions,
	enum version_result result)
{
	unsigned found = 0;

	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if ((versions & TLS_BIT(v)) &&
			version_result(view->facts, (enum tls_version)v,
				NULL) == result)
			found |= TLS_BIT(v);
	return found;
}

static const char *list_versions(struct arena *arena, unsigned versions)
{
	const char *list = NULL;

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if (versions & TLS_BIT(v))
			list = say_list(arena, list,
				say_tls(arena, (enum tls_version)v));
	return list ? list : "no version";
}

/* What is not known of the versions: not looked for, or no clear answer. */
static unsigned versions_open(const struct rule_view *view, unsigned versions)
{
	return versions_with(view, versions, VERSION_NOT_ASKED) |
	       versions_with(view, versions, VERSION_UNKNOWN);
}

static const char *say_open(const struct rule_view *view, unsigned open)
{
	/* Where nothing was reached, the gate tells more. */
	if (!version_accepted(view->facts))
		return NULL;
	return arena_printf(arena_of(view), "no clear answer about %s",
		list_versions(arena_of(view), open));
}

static enum ruling judge_refused(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned versions = versions_of(rule_value(view, "versions"));
	unsigned taken = versions_with(view, versions, VERSION_ACCEPTED);
	unsigned open = versions_open(view, versions);

	*ret_expected = arena_printf(arena_of(view), "%s refused",
		list_versions(arena_of(view), versions));
	if (taken) {
		*ret_observed = arena_printf(arena_of(view), "%s accepted",
			list_versions(arena_of(view), taken));
		return RULING_BROKEN;
	}
	*ret_observed = open ? say_open(view, open) : "refused";
	return open ? RULING_NOT_TESTED : RULING_HOLDS;
}

static enum ruling judge_accepted(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned wanted = versions_of(rule_value(view, "version"));
	unsigned newer = ~(wanted | (wanted - 1));
	unsigned above = versions_with(view, newer, VERSION_ACCEPTED);
	unsigned open = versions_open(view, wanted);

	*ret_expected = arena_printf(arena_of(view), "%s accepted",
		list_versions(arena_of(view), wanted));
	if (versions_with(view, wanted, VERSION_ACCEPTED)) {
		*ret_observed = "accepted";
		return RULING_HOLDS;
	}
	*ret_observed = open ? say_open(view, open) : "refused";
	if (open)
		return RULING_NOT_TESTED;
	if (!above)
		return RULING_BROKEN;
	*ret_observed = arena_printf(arena_of(view),
		"refused, but %s is accepted, which exceeds the requirement",
		list_versions(arena_of(view), above));
	return RULING_INFO;
}

/* The first probe of the endpoint that offered several versions and ended in
 * TLS. */
static const struct probe_facts *find_choice(const struct rule_view *view)
{
	const struct probe_facts *best = witness_best(view->facts);

	return best && best->tls.completed ? best : NULL;
}

static enum ruling judge_preferred(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned wanted = versions_of(rule_value(view, "version"));
	const struct probe_facts *best = find_choice(view);

	*ret_expected = arena_printf(arena_of(view), "%s chosen from all",
		list_versions(arena_of(view), wanted));
	if (versions_with(view, wanted, VERSION_REFUSED))
		return RULING_NOT_OWED;
	if (!versions_with(view, wanted, VERSION_ACCEPTED) || !best ||
		!(best->tls_offered & wanted) ||
		!(best->tls_offered & ~wanted)) {
		*ret_observed = say_open(view, wanted);
		return RULING_NOT_TESTED;
	}
	*ret_observed = arena_printf(arena_of(view), "%s chosen",
		say_tls(arena_of(view), best->tls.version));
	return wanted & TLS_BIT(best->tls.version) ? RULING_HOLDS
						   : RULING_BROKEN;
}

static enum ruling judge_versions(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned allowed = versions_of(rule_value(view, "allowed"));
	unsigned taken = version_accepted(view->facts);
	unsigned open = versions_open(view, TLS_PROBED & ~allowed);

	*ret_expected = arena_printf(arena_of(view), "only %s",
		list_versions(arena_of(view), allowed));
	if (taken & ~allowed) {
		*ret_observed = arena_printf(arena_of(view), "%s accepted",
			list_versions(arena_of(view), taken & ~allowed));
		return RULING_BROKEN;
	}
	*ret_observed = say_open(view, open ? open : allowed);
	if (open || (!taken && versions_open(view, allowed)))
		return RULING_NOT_TESTED;
	*ret_observed = arena_printf(arena_of(view), "%s accepted",
		list_versions(arena_of(view), taken));
	return taken ? RULING_HOLDS : RULING_BROKEN;
}

/* The worst version that is accepted sets the grade. */
static enum ruling judge_graded(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned good = versions_of(rule_value(view, "good"));
	unsigned fair = versions_of(rule_value(view, "sufficient"));
	unsigned old = versions_of(rule_value(view, "phase-out"));
	unsigned taken = version_accepted(view->facts);
	unsigned bad = taken & ~(good | fair | old);
	unsigned open = versions_open(view, TLS_PROBED & ~(good | fair));
	struct arena *arena = arena_of(view);

	*ret_expected = arena_printf(arena, "%s%s%s",
		list_versions(arena, good), fair ? ", or at least " : "",
		fair ? list_versions(arena, fair) : "");
	if (bad || taken & old) {
		*ret_observed = arena_printf(arena, "%s: %s accepted",
			bad ? "insufficient" : "phase out",
			list_versions(arena, bad ? bad : taken & old));
		return bad ? RULING_FAILED : RULING_BROKEN;
	}
	*ret_observed = say_open(view, open ? open : good | fair);
	if (open || !taken)
		return RULING_NOT_TESTED;
	*ret_observed = arena_printf(arena, "%s: %s accepted",
		taken & fair ? "sufficient" : "good",
		list_versions(arena, taken));
	return RULING_HOLDS;
}

static enum ruling judge_alert(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	struct arena *arena = arena_of(view);
	const char *other = NULL;
	bool any = false;

	*ret_expected = "alert 70 (protocol_version) for a refused version";
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		const struct probe_facts *probe;
		const struct alert *alert;

		if (version_result(view->facts, (enum tls_version)v, &probe) !=
			VERSION_REFUSED)
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
		return version_accepted(view->facts) ? RULING_NOT_OWED
						     : RULING_NOT_TESTED;
	*ret_observed = other ? other : "alert 70, or the server's own version";
	return other ? RULING_BROKEN : RULING_HOLDS;
}

/* A completed connection in one of the versions; NULL if there is none. */
static const struct probe_facts *find_in(
	const struct rule_view *view, unsigned versions)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (witness_is(probe) && probe->tls.completed &&
			probe->tls.version >= 0 &&
			(versions & TLS_BIT(probe->tls.version)))
			return probe;
	}
	return NULL;
}

/* Of TLS before 1.3: whether every such connection had it. */
static enum ruling judge_old_feature(const struct rule_view *view,
	const char *feature, bool (*has)(const struct tls_facts *tls),
	const char **ret_expected, const char **ret_observed)
{
	bool any = false;

	*ret_expected = arena_printf(
		arena_of(view), "%s in TLS 1.2 and before", feature);
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!witness_is(probe) || !probe->tls.completed ||
			probe->tls.version > TLS_1_2)
			continue;
		any = true;
		if (has(&probe->tls))
			continue;
		*ret_observed = arena_printf(arena_of(view), "missing in %s",
			say_tls(arena_of(view), probe->tls.version));
		return RULING_BROKEN;
	}
	if (any) {
		*ret_observed = "present";
		return RULING_HOLDS;
	}
	if (find_in(view, TLS_BIT(TLS_1_3)) && !versions_open(view, TO_1_2))
		return RULING_NOT_OWED;
	*ret_observed = say_open(view, TLS_BIT(TLS_1_2));
	return RULING_NOT_TESTED;
}

static bool has_renegotiation_info(const struct tls_facts *tls)
{
	return tls->renegotiation_info;
}

static enum ruling judge_renegotiation_info(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return judge_old_feature(view, "secure renegotiation",
		has_renegotiation_info, ret_expected, ret_observed);
}

static bool has_extended_master_secret(const struct tls_facts *tls)
{
	return tls->extended_master_secret;
}

static enum ruling judge_master_secret(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return judge_old_feature(view, "the extended master secret",
		has_extended_master_secret, ret_expected, ret_observed);
}

static enum ruling judge_no_compression(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "no TLS compression";
	if (!reached_tls(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed = "none: it was not offered, and a server that uses it "
			"anyway could not have completed the handshake";
	return RULING_HOLDS;
}

static enum ruling judge_no_foreign_extension(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "no extension that was not offered";
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!probe->tls.library_name ||
			strcmp(probe->tls.library_name,
				"GNUTLS_E_RECEIVED_ILLEGAL_EXTENSION") != 0)
			continue;
		*ret_observed =
			"the server sent an extension that was not offered";
		return RULING_BROKEN;
	}
	if (!reached_tls(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed = "none";
	return RULING_HOLDS;
}

static enum ruling judge_no_client_certificate(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "no request for a client certificate";
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		if (!witness_is(view->facts->probes[i]) ||
			!view->facts->probes[i]->tls.wants_certificate)
			continue;
		*ret_observed = "the server requests one";
		return RULING_BROKEN;
	}
	if (!reached_tls(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed = "none requested";
	return RULING_HOLDS;
}

/* Whether the signature's name begins with a word of the list. */
static bool begins_with_any(const char *name, const char *list)
{
	for (const char *at = list ? list : ""; *at;) {
		size_t length;

		at += strspn(at, " ");
		length = strcspn(at, " ");
		if (length && ascii_compare_n(name, at, length) == 0 &&
			(!name[length] || at[length - 1] == '-'))
			return true;
		at += length;
	}
	return false;
}

static enum ruling judge_signature(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *refused = rule_value(view, "refused");
	unsigned versions = rule_value(view, "versions")
				    ? versions_of(rule_value(view, "versions"))
				    : TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3);
	const char *seen = NULL;

	*ret_expected =
		refused ? arena_printf(arena_of(view),
				  "handshakes signed with none of %s", refused)
			: "handshakes signed as TLS 1.3 requires";
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!witness_is(probe) || !probe->tls.completed ||
			probe->tls.version < 0 || !probe->tls.signature ||
			!(versions & TLS_BIT(probe->tls.version)))
			continue;
		seen = probe->tls.signature;
		if (!begins_with_any(seen, refused))
			continue;
		*ret_observed = arena_printf(arena_of(view), "%s in %s", seen,
			say_tls(arena_of(view), probe->tls.version));
		return RULING_BROKEN;
	}
	if (seen) {
		*ret_observed = seen;
		return RULING_HOLDS;
	}
	if (version_accepted(view->facts) && !versions_open(view, versions) &&
		!(version_accepted(view->facts) & versions))
		return RULING_NOT_OWED;
	*ret_observed =
		version_accepted(view->facts)
			? "no connection in these versions showed its signature"
			: NULL;
	return RULING_NOT_TESTED;
}

const struct rule_check rule_checks_version[] = {
	{
		.name = "tls-version-refused",
		.title = "whether TLS versions are refused",
		.parameters = "versions",
		.judge = judge_refused,
	},
	{
		.name = "tls-version-accepted",
		.title = "whether a TLS version is accepted",
		.parameters = "version",
		.judge = judge_accepted,
	},
	{
		.name = "tls-version-preferred",
		.title = "the TLS version chosen from all",
		.parameters = "version",
		.judge = judge_preferred,
	},
	{
		.name = "tls-versions",
		.title = "the accepted TLS versions",
		.parameters = "allowed",
		.judge = judge_versions,
	},
	{
		.name = "tls-versions-graded",
		.title = "the weakest accepted TLS version",
		.parameters = "good sufficient? phase-out?",
		.judge = judge_graded,
	},
	{
		.name = "tls-version-alert",
		.title = "how TLS versions are refused",
		.judge = judge_alert,
	},
	{
		.name = "renegotiation-info",
		.title = "secure renegotiation (RFC 5746)",
		.judge = judge_renegotiation_info,
	},
	{
		.name = "extended-master-secret",
		.title = "the extended master secret (RFC 7627)",
		.judge = judge_master_secret,
	},
	{
		.name = "no-compression",
		.title = "TLS compression",
		.judge = judge_no_compression,
	},
	{
		.name = "no-foreign-extension",
		.title = "extensions that were not offered",
		.judge = judge_no_foreign_extension,
	},
	{
		.name = "no-client-certificate",
		.title = "whether a client certificate is requested",
		.judge = judge_no_client_certificate,
	},
	{
		.name = "handshake-signature",
		.title = "the signature of the handshake",
		.parameters = "refused versions?",
		.judge = judge_signature,
	},
	{.name = NULL},
};
