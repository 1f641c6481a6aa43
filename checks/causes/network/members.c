/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/network/standing.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"

static cause_match match_members;

const struct cause cause_members_differ = {
	.id = "members-differ",
	.first = AUDIENCE_ADMIN,
	.title = "The servers behind this name behave differently",
	.summary = "Several servers share the name {hosts}, and they behave "
		   "differently: some work and some do not.",
	.user_summary =
		"One of the computers behind {server} is faulty. Whether mail "
		"works depends on which one your mail program reaches.",
	.explanation = "Several servers share this name but are not configured "
		       "alike. What works with one fails with another, so the "
		       "fault comes and goes.",
	.remedies =
		{
			[AUDIENCE_USER] = "Try again; the next attempt may "
					  "reach a working server. If it keeps "
					  "happening, tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider how each address behaves.",
			[AUDIENCE_ADMIN] =
				"Configure the server at the address shown "
				"here like the others, or remove it from DNS.",
		},
	.confirm = "The same address fails every time, and the others work.",
	.example = "-  192.0.2.25: handshake_failure\n"
		   "-  192.0.2.26: TLS is up",
	.match = match_members,
};

static void match_members(struct work *work, const struct view *view)
{
	struct standings standings = standing_list(view);
	struct theory *theory;

	if (!standing_differs(&standings))
		return;
	theory = theory_suppose(work, view, &cause_members_differ,
		CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);
	standing_add_evidence(work, theory, view, &standings);
}
