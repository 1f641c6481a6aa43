/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"

static cause_match match_intolerant;

const struct cause cause_tls_intolerant = {
	.id = "tls-intolerant",
	.first = AUDIENCE_ADMIN,
	.title = "The server fails when a modern program offers encryption",
	.summary = "The server at {places} fails when a program offers several "
		   "TLS versions at once, as current programs do, but accepts "
		   "a single version.",
	.user_summary = "{Server} cannot handle the way current mail programs "
			"start encryption.",
	.explanation =
		"A mail program offers all the TLS versions that it supports, "
		"and the server picks one. This server breaks off instead, "
		"although it accepts single versions. Its software, or that of "
		"a device in front of it, is outdated.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] = "Inform the provider.",
			[AUDIENCE_ADMIN] =
				"Update the TLS software of the server, or of "
				"the load balancer in front of it.",
		},
	.confirm = "Another current program fails in the same way, and an "
		   "older one works.",
	.example = "-  TLS handshake begins (1.0 to 1.3)\n"
		   "-  alert 40 (handshake_failure)\n"
		   "-  TLS 1.2 alone: TLS is up",
	.reference = "RFC 8446 section 4.1.2 and appendix D",
	.match = match_intolerant,
};

static void suppose_intolerant(struct work *work, const struct view *view,
	const struct probe_facts *probe, unsigned accepted)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_tls_intolerant,
			CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);

	handshake_add_evidence(work, theory, view, probe);
	theory_add_evidence(work, theory, "offered alone, these work: %s",
		handshake_versions(work, accepted));
	if (accepted & TLS_BIT(TLS_1_2))
		theory_advise(theory, AUDIENCE_HELPDESK,
			"Inform the provider. Until the server is fixed, a "
			"program that can be limited to TLS 1.2 may work.");
}

static void match_intolerant(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_INTOLERANT)
		suppose_intolerant(
			work, view, handshake.probe, handshake.accepted);
}
