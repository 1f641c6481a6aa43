/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/starttls/stop.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"

static cause_match match_preauth;

const struct cause cause_preauth = {
	.id = "preauth",
	.first = AUDIENCE_ADMIN,
	.title = "The server treats the connection as already logged in",
	.summary =
		"The server at {places} greets as if the client were already "
		"logged in (PREAUTH), so encryption cannot be started.",
	.user_summary = "{Server} behaves in a way that prevents encryption. "
			"Do not send your password there.",
	.explanation = "After this greeting (PREAUTH), encryption can no "
		       "longer be started. Servers greet like that only in "
		       "special setups; an attacker in between could use it to "
		       "keep a connection unencrypted.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Do not send your password there. {encrypted}",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. {encrypted}",
			[AUDIENCE_ADMIN] = "Do not greet with PREAUTH on a "
					   "port that is open to everyone.",
			[AUDIENCE_NETWORK] =
				"If this happens in this network only, find "
				"out what answers instead of the server.",
		},
	.example = "S: * PREAUTH IMAP4rev1 ready",
	.reference = "RFC 9051 section 7.1.4",
	.match = match_preauth,
};

static void suppose_preauth(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_preauth,
		CONFIDENCE_CERTAIN, OF_ALL, view_place(work, view));

	theory_add_evidence(work, theory, "%s greets with %s",
		view_place(work, view),
		say_quote(work->arena, probe->greeting.text));
}

static void match_preauth(struct work *work, const struct view *view)
{
	struct stop stop = stop_of(view);

	if (stop.kind == STOP_PREAUTH)
		suppose_preauth(work, view, stop.probe);
}
