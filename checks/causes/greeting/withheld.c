/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "evidence/greeting.h"

static cause_match match_withheld;

const struct cause cause_greeting_withheld = {
	.id = "greeting-withheld",
	.first = AUDIENCE_ADMIN,
	.title = "The server waits for the client to speak first",
	.summary = "The server at {places} greets only after the client has "
		   "sent a command. Mail programs wait for the greeting, so "
		   "both wait for each other.",
	.user_summary = "{Server} and your mail program wait for each other. "
			"The server has to speak first, and does not.",
	.explanation =
		"In every mail protocol the server speaks first. Some proxies "
		"and multiplexers wait for the client's first words to "
		"recognise the protocol, and pass the connection on only "
		"then.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider that the greeting comes "
				"only after a command.",
			[AUDIENCE_ADMIN] =
				"Give mail a port of its own in front of which "
				"no proxy waits for the client, or set the "
				"proxy to pass mail on at once.",
		},
	.confirm = "With a command sent first, the greeting comes every time.",
	.example = "C: x1 NOOP\n"
		   "S: * OK IMAP4rev1 ready",
	.reference = "RFC 1939 section 4; RFC 9051 section 7.1; RFC 5321 "
		     "section 3.1",
	.match = match_withheld,
};

static void match_withheld(struct work *work, const struct view *view)
{
	struct theory *theory;

	if (!greeting_awaits_client(view->facts) ||
		!(open_checks(view) & OF_ALL))
		return;
	theory = theory_suppose(work, view, &cause_greeting_withheld,
		CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));
	theory_add_evidence(work, theory,
		"%s greets after a command, and leaves connections without one "
		"waiting",
		view_place(work, view));
}
