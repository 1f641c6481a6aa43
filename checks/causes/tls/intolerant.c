/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"

static cause_match match_intolerant;

const struct cause cause_tls_intolerant = {
	.id = "tls-intolerant",
	.first = AUDIENCE_ADMIN,
	.title = "The server fails at the offer of a modern program",
	.summary = "{places} fails when a program offers all TLS versions at "
		   "once, as programs of today do, though single ones work.",
	.user_summary = "{Server} cannot deal with the greeting of a modern "
			"mail program.",
	.explanation = "A program offers all the versions of TLS that it "
		       "knows, and the server picks one. This one breaks off "
		       "instead of picking, though it takes single versions. "
		       "Its software, or a device before it, is out of date.",
	.remedies =
		{
			[AUDIENCE_USER] = "There is nothing to set. "
					  "Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider. An older version "
				"of TLS as the highest one, where the "
				"program can be set so, helps until "
				"then.",
			[AUDIENCE_ADMIN] = "Update the TLS software of "
					   "the server, or of the load "
					   "balancer before it.",
		},
	.confirm = "Another program of today fails in the same way, "
		   "and an older one works.",
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
	theory_add_evidence(work, theory, "offered alone, works: %s",
		handshake_versions(work, accepted));
}

static void match_intolerant(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_INTOLERANT)
		suppose_intolerant(
			work, view, handshake.probe, handshake.accepted);
}
