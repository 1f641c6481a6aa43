/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* TLS versions that are accepted or refused against what the settings say. */

#include "evidence/version.h"
#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/pick.h"

static cause_match match_versions;

const struct cause cause_tls_old_required = {
	.id = "tls-old-required",
	.first = AUDIENCE_HELPDESK,
	.title = "The settings require outdated encryption",
	.explanation = "The settings say that the server must accept TLS 1.0 "
		       "or 1.1. The server refuses them, rightly: they were "
		       "deprecated in 2021. It accepts newer versions.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"If your mail program does not support TLS "
				"1.2, update it. Otherwise there is nothing to "
				"do: the server works.",
			[AUDIENCE_HELPDESK] =
				"Use the provider's current instructions. Only "
				"programs that are too old for TLS 1.2 are "
				"affected.",
			[AUDIENCE_ADMIN] = "Update the published settings.",
		},
	.example = "-  TLS handshake begins (1.0 alone)\n"
		   "-  alert 70 (protocol_version)\n"
		   "-  TLS handshake begins (1.2 alone)\n"
		   "-  TLS 1.2 is up",
	.reference = "RFC 8996 section 4 and section 5",
	.match = match_versions,
};

const struct cause cause_tls_version_refused = {
	.id = "tls-version-refused",
	.first = AUDIENCE_ADMIN,
	.title = "The server refuses a required TLS version",
	.explanation = "The settings, or the options of this run, require a "
		       "TLS version that the server does not accept.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"If your mail program is old, update it. "
				"Otherwise there is nothing to change.",
			[AUDIENCE_HELPDESK] =
				"Find out which TLS version the caller's "
				"program supports at most.",
			[AUDIENCE_ADMIN] =
				"If the version is TLS 1.2 or 1.3, turn it on. "
				"If it is older, update the settings.",
		},
	.confirm =
		"Another program that offers only this version is refused too.",
	.example = "-  TLS handshake begins (1.3 alone)\n"
		   "-  alert 70 (protocol_version)",
	.reference = "RFC 9325 section 3.1.1",
	.match = match_versions,
};

const struct cause cause_tls_version_accepted = {
	.id = "tls-version-accepted",
	.first = AUDIENCE_ADMIN,
	.title = "The server accepts a TLS version that it should refuse",
	.explanation =
		"The settings rule this version out, but the server still "
		"accepts it. Mail works, but a program that is tricked into "
		"using this version is not secure.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"You do not need to change any settings; mail "
				"works. Keep your mail program up to date.",
			[AUDIENCE_HELPDESK] =
				"Inform the server's administrator. Callers "
				"are not affected.",
			[AUDIENCE_ADMIN] =
				"Turn the version off, once you have made sure "
				"that no program in use needs it.",
		},
	.confirm = "A program that offers only this version can connect.",
	.example = "-  TLS handshake begins (1.0 alone)\n"
		   "-  TLS 1.0 is up",
	.reference = "RFC 8996",
	.match = match_versions,
};

#define MODERN (TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3))

/* Not all versions were offered (--tls), and the server takes none of those.
 */
static bool completed_with(const struct probe_facts *probe, const void *version)
{
	return probe->tls.completed &&
	       probe->tls.version == *(const enum tls_version *)version;
}

static void suppose_limited(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_tls_version_refused,
			CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);

	theory_tell(theory,
		arena_printf(work->arena,
			"The server at {places} refuses %s, and no other "
			"version was offered in this run.",
			handshake_versions(work, probe->tls_offered)),
		"{Server} refuses the kind of encryption that was tried; other "
		"kinds were left out of this check.");
	handshake_add_evidence(work, theory, view, probe);
	theory_add_evidence(work, theory, "offered: %s",
		handshake_versions(work, probe->tls_offered));
	for (enum tls_version v = 0; v < TLS_VERSION_COUNT; v++)
		if (!(probe->tls_offered & TLS_BIT(v)) &&
			pick_first(view->facts, PICK_ALL, completed_with, &v))
			theory_add_evidence(work, theory, "%s is accepted",
				say_tls(work->arena, v));
}

static const char *list_open(
	struct work *work, const struct view *view, bool accepted)
{
	unsigned open = open_failures(view);
	const char *list = NULL;

	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if ((open & OF_VERSION(v)) &&
			(view_demand(view, (enum tls_version)v) ==
				DEMAND_FORBIDDEN) == accepted)
			list = say_list(work->arena, list,
				say_tls(work->arena, (enum tls_version)v));
	return list;
}

static void suppose_accepted(
	struct work *work, const struct view *view, const char *list)
{
	unsigned explains = 0;
	struct theory *theory;
	bool old = !(open_failures(view) &
		     (OF_VERSION(TLS_1_2) | OF_VERSION(TLS_1_3)));

	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (view_demand(view, (enum tls_version)v) == DEMAND_FORBIDDEN)
			explains |= OF_VERSION(v);
	theory = theory_suppose(work, view, &cause_tls_version_accepted,
		CONFIDENCE_CERTAIN, explains, view->endpoint->host);
	theory_tell(theory,
		arena_printf(work->arena,
			"The server at {places} still accepts %s, which the "
			"settings forbid.",
			list),
		"{Server} still allows a kind of encryption that it should "
		"not. Mail works; the server's administrator should turn it "
		"off.");
	if (old)
		remedy_advise(work, theory, view, REMEDY_VERSIONS);
	theory_add_evidence(
		work, theory, "%s: accepted: %s", view_place(work, view), list);
}

static void suppose_settings_old(
	struct work *work, const struct view *view, unsigned explains)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_tls_old_required, CONFIDENCE_CERTAIN, explains, "");

	theory_tell(theory,
		"The settings are outdated: they require TLS versions that "
		"{hosts} rightly refuses.",
		"The server is correct here: the instructions that you "
		"followed are outdated. An up-to-date mail program works.");
	for (int v = TLS_1_0; v <= TLS_1_1; v++)
		if (explains & OF_VERSION(v))
			theory_add_evidence(work, theory,
				"%s refuses %s, which the settings require",
				view_place(work, view),
				say_tls(work->arena, (enum tls_version)v));
	theory_add_evidence(work, theory, "TLS 1.2 or newer is accepted");
}

static void suppose_refused(struct work *work, const struct view *view,
	unsigned explains, const char *list)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_tls_version_refused,
			CONFIDENCE_LIKELY, explains, view->endpoint->host);

	theory_tell(theory,
		arena_printf(work->arena,
			"The server at {places} does not accept %s, which the "
			"settings require.",
			list),
		"{Server} does not support the kind of encryption that the "
		"settings require.");
	theory_add_evidence(
		work, theory, "%s: refused: %s", view_place(work, view), list);
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (version_accepted(view->facts) & TLS_BIT(v))
			theory_add_evidence(work, theory, "%s: accepted: %s",
				view_place(work, view),
				say_tls(work->arena, (enum tls_version)v));
}

static void match_versions(struct work *work, const struct view *view)
{
	unsigned refused = 0, old = 0;
	struct handshake handshake = handshake_of(view);
	const char *list;

	if (handshake.kind == HANDSHAKE_LIMITED)
		suppose_limited(work, view, handshake.probe);
	list = list_open(work, view, true);
	if (list)
		suppose_accepted(work, view, list);
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (open_failures(view) & OF_VERSION(v))
			refused |= OF_VERSION(v);
	if (version_accepted(view->facts) & MODERN)
		old = refused & (OF_VERSION(TLS_1_0) | OF_VERSION(TLS_1_1));
	if (old)
		suppose_settings_old(work, view, old);
	list = list_open(work, view, false);
	if (refused & ~old)
		suppose_refused(work, view, refused & ~old, list);
}
