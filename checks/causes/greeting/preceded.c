/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/greeting/heard.h"
#include "checks/causes/greeting/origin.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/say.h"

static cause_match match_preceded;

const struct cause cause_greeting_preceded = {
	.id = "greeting-preceded",
	.first = AUDIENCE_ADMIN,
	.title = "Something else is sent before the greeting",
	.summary = "The server at {places} sends something else before its "
		   "greeting, which mail programs do not accept.",
	.user_summary = "{Server} is configured wrongly: mail programs cannot "
			"understand its first words.",
	.explanation =
		"A mail server's greeting must be the first thing that it "
		"sends. Here other text or octets precede it, such as an error "
		"message of the script or program that starts the service, or "
		"a byte order mark in its configuration. Mail programs take "
		"them for the greeting and hang up.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Send the server's first words below to the "
				"provider.",
			[AUDIENCE_ADMIN] =
				"Find what writes these words: the program "
				"that starts the service, a plug-in, or the "
				"file with the greeting. Errors belong in the "
				"log.",
		},
	.confirm = "From the server itself, the same words come first.",
	.example = "S: bash: warning: setlocale: cannot change locale\n"
		   "S: * OK IMAP4rev1 ready",
	.reference = "RFC 1939 section 4; RFC 9051 section 7.1; RFC 5321 "
		     "section 3.1",
	.match = match_preceded,
};

static void match_preceded(struct work *work, const struct view *view)
{
	struct heard heard = heard_open(view);
	const char *origin;
	struct theory *theory;

	if (heard.kind != HEARD_PRECEDED)
		return;
	theory = theory_suppose(work, view, &cause_greeting_preceded,
		CONFIDENCE_CERTAIN, OF_ALL, view_place(work, view));
	origin = origin_of(heard.text);
	theory_add_evidence(work, theory, "%s first sends %s",
		view_place(work, view), say_quote(work->arena, heard.text));
	if (origin)
		theory_add_evidence(work, theory, "that looks like %s", origin);
	theory_add_evidence(
		work, theory, "the greeting of the service follows");
}
