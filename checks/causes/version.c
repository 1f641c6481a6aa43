/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* TLS versions that are accepted or refused against what the settings say. */

#include "evidence/version.h"
#include "checks/causes/match.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/alert.h"

#define MODERN (TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3))

const char *match_list_versions(struct work *work, unsigned versions)
{
	const char *list = NULL;

	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (versions & TLS_BIT(v))
			list = say_list(work->arena, list,
				say_tls(work->arena, (enum tls_version)v));
	return list ? list : "none";
}

void match_old_server(
	struct work *work, const struct view *view, enum tls_version version)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_tls_too_old_server,
			CONFIDENCE_CERTAIN, OF_TLS, view->endpoint->host);

	theory_tell(theory,
		arena_printf(work->arena,
			"{places} knows no better encryption than %s, which "
			"programs of today refuse.",
			say_tls(work->arena, version)),
		"{Server} is too old for your program: its encryption is no "
		"longer accepted.");
	theory_add_evidence(work, theory,
		"%s: the best that it agrees on is %s", view_place(work, view),
		say_tls(work->arena, version));
}

/* Whether a version was taken that this probe did not offer. */
static bool takes_another(
	const struct view *view, const struct probe_facts *probe)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct tls_facts *tls = &view->facts->probes[i]->tls;

		if (tls->completed &&
			!(probe->tls_offered & TLS_BIT(tls->version)))
			return true;
	}
	return false;
}

/* Not all versions were offered (--tls), and the server takes none of those.
 */
static void suppose_limited(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_tls_version_refused,
			CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);

	theory_tell(theory,
		arena_printf(work->arena,
			"{places} refuses %s, and nothing else was offered to "
			"it in this run.",
			match_list_versions(work, probe->tls_offered)),
		"{Server} refuses the kind of encryption that was tried; other "
		"kinds were left out of this check.");
	match_handshake_end(work, theory, view, probe);
	theory_add_evidence(work, theory, "offered: %s",
		match_list_versions(work, probe->tls_offered));
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct tls_facts *tls = &view->facts->probes[i]->tls;

		if (tls->completed &&
			!(probe->tls_offered & TLS_BIT(tls->version)))
			theory_add_evidence(work, theory, "%s is accepted",
				say_tls(work->arena, tls->version));
	}
}

void match_nothing_common(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	const struct alert *alert = alert_fatal(probe);
	bool version = alert && alert->code == 70;
	bool limited = (probe->tls_offered & TLS_PROBED) != TLS_PROBED;
	struct theory *theory;

	if (limited && (version || !alert || takes_another(view, probe))) {
		suppose_limited(work, view, probe);
		return;
	}
	theory = theory_suppose(work, view, &cause_tls_no_common,
		CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);
	theory_tell(theory,
		"{places} finds no kind of encryption that both sides know: "
		"its ciphers, or its certificate, are set up wrongly or are "
		"out of date.",
		"{Server} and your program find no encryption that both of "
		"them know.");
	match_handshake_end(work, theory, view, probe);
	theory_add_evidence(work, theory, "offered: %s, with all usual ciphers",
		match_list_versions(work, probe->tls_offered));
	theory_beside(work, view, theory, &cause_tls_server_fault,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
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

/* What the server said inside a version that it should refuse. */
static struct octets late_refusal(
	const struct view *view, enum tls_version version)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];
		struct octets words = probe->reply.length
					      ? probe->reply
					      : probe->greeting.text;

		if (probe->tls.completed && probe->tls.version == version &&
			wording_have(words, "4.7.66|not supported|"
					    "popimap_tls|unsupported"))
			return words;
	}
	return (struct octets){0};
}

static void suppose_accepted(
	struct work *work, const struct view *view, const char *list)
{
	unsigned explains = 0;
	struct octets words = {0};
	struct theory *theory;

	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		if (view_demand(view, (enum tls_version)v) != DEMAND_FORBIDDEN)
			continue;
		explains |= OF_VERSION(v);
		if (!words.length && (open_failures(view) & OF_VERSION(v)))
			words = late_refusal(view, (enum tls_version)v);
	}
	theory = theory_suppose(work, view, &cause_tls_version_accepted,
		words.length ? CONFIDENCE_POSSIBLE : CONFIDENCE_CERTAIN,
		explains, view->endpoint->host);
	theory_tell(theory,
		arena_printf(work->arena,
			words.length
				? "{places} completes the handshake in %s, "
				  "which the settings forbid, and only then "
				  "turns the program away."
				: "{places} still accepts %s, which the "
				  "settings forbid.",
			list),
		"{Server} still allows a kind of encryption that it should "
		"not. Mail works; its owner should switch that off.");
	theory_add_evidence(
		work, theory, "%s: accepted: %s", view_place(work, view), list);
	if (words.length)
		theory_add_evidence(work, theory,
			"inside it the server says %s",
			say_quote(work->arena, words));
}

static void suppose_settings_old(
	struct work *work, const struct view *view, unsigned explains)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_tls_old_required, CONFIDENCE_CERTAIN, explains, "");

	theory_tell(theory,
		"The settings that were checked are out of date: they call for "
		"TLS versions that {hosts} rightly refuses by now.",
		"In this the server is in order: the instructions that were "
		"followed are out of date. A program that is up to date "
		"works.");
	for (int v = TLS_1_0; v <= TLS_1_1; v++)
		if (explains & OF_VERSION(v))
			theory_add_evidence(work, theory,
				"%s refuses %s, which the settings call for",
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
			"{places} does not accept %s, which the settings call "
			"for.",
			list),
		"{Server} does not offer the kind of encryption that the "
		"settings ask for.");
	theory_add_evidence(
		work, theory, "%s: refused: %s", view_place(work, view), list);
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (version_accepted(view->facts) & TLS_BIT(v))
			theory_add_evidence(work, theory, "%s: accepted: %s",
				view_place(work, view),
				say_tls(work->arena, (enum tls_version)v));
}

void match_versions(struct work *work, const struct view *view)
{
	unsigned refused = 0, old = 0;
	const char *list = list_open(work, view, true);

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
