/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* TLS versions that are accepted or refused against what the settings say. */

#include "checks/diagnosis.h"

#define MODERN (TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3))

static const char *list_open(
	struct work *work, const struct view *view, bool accepted)
{
	unsigned open = open_failures(view);
	const char *list = NULL;

	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if ((open & OF_VERSION(v)) &&
			(demand_of(view, (enum tls_version)v) ==
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
			octets_have(words, "4.7.66|not supported|"
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
		if (demand_of(view, (enum tls_version)v) != DEMAND_FORBIDDEN)
			continue;
		explains |= OF_VERSION(v);
		if (!words.length && (open_failures(view) & OF_VERSION(v)))
			words = late_refusal(view, (enum tls_version)v);
	}
	theory = suppose(work, view, "tls-version-accepted",
		words.length ? CONFIDENCE_POSSIBLE : CONFIDENCE_CERTAIN,
		explains, view->endpoint->host);
	tell(theory,
		arena_printf(work->arena,
			words.length
				? "{places} completes the handshake in %s, "
				  "which the settings forbid, and only then "
				  "turns the program away."
				: "{places} still accepts %s, which the "
				  "settings forbid.",
			list),
		"{Server} still allows an old kind of encryption. Mail works; "
		"its owner should switch that off.");
	add_evidence(work, theory, "%s: accepted: %s", place(work, view), list);
	if (words.length)
		add_evidence(work, theory, "inside it the server says %s",
			say_quote(work->arena, words));
}

static void suppose_settings_old(
	struct work *work, const struct view *view, unsigned explains)
{
	struct theory *theory = suppose(work, view, "tls-old-required",
		CONFIDENCE_CERTAIN, explains, "");

	tell(theory,
		"The settings that were checked are out of date: they call for "
		"TLS versions that {hosts} rightly refuses by now.",
		"The server is in order. The instructions that were followed "
		"are out of date; a program that is up to date works.");
	for (int v = TLS_1_0; v <= TLS_1_1; v++)
		if (explains & OF_VERSION(v))
			add_evidence(work, theory,
				"%s refuses %s, which the settings call for",
				place(work, view),
				say_tls(work->arena, (enum tls_version)v));
	add_evidence(work, theory, "TLS 1.2 or newer is accepted");
}

static void suppose_refused(struct work *work, const struct view *view,
	unsigned explains, const char *list)
{
	struct theory *theory = suppose(work, view, "tls-version-refused",
		CONFIDENCE_LIKELY, explains, view->endpoint->host);

	tell(theory,
		arena_printf(work->arena,
			"{places} does not accept %s, which the settings call "
			"for.",
			list),
		"{Server} does not offer the kind of encryption that the "
		"settings ask for.");
	add_evidence(work, theory, "%s: refused: %s", place(work, view), list);
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (versions_accepted(view->facts) & TLS_BIT(v))
			add_evidence(work, theory, "%s: accepted: %s",
				place(work, view),
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
	if (versions_accepted(view->facts) & MODERN)
		old = refused & (OF_VERSION(TLS_1_0) | OF_VERSION(TLS_1_1));
	if (old)
		suppose_settings_old(work, view, old);
	list = list_open(work, view, false);
	if (refused & ~old)
		suppose_refused(work, view, refused & ~old, list);
}
