/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/network/standing.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"

static cause_match match_members;

const struct cause cause_members_differ = {
	.id = "members-differ",
	.first = AUDIENCE_ADMIN,
	.title = "The computers behind the name do not behave alike",
	.summary = "{hosts} stands for several computers, and they do not "
		   "behave alike: some work and some do not.",
	.user_summary = "{Server} consists of several computers, and one of "
			"them is faulty. It works or not depending on which "
			"one your program happens to take.",
	.explanation = "The name stands for several computers that "
		       "share the work, and they are not set up alike: "
		       "what works with one fails with another, so "
		       "that the fault comes and goes.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try again; the next attempt may reach "
				"a computer that works. If it keeps "
				"happening, tell your provider.",
			[AUDIENCE_HELPDESK] = "Tell the provider which address "
					      "behaves in which way.",
			[AUDIENCE_ADMIN] =
				"Bring the set-up of the computer "
				"named here into line with the others, "
				"or take it out of the DNS.",
		},
	.confirm = "The same address fails and the others work, each "
		   "time.",
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
