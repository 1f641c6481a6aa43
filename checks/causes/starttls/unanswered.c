/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/starttls/stop.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"

static cause_match match_unanswered;

const struct cause cause_starttls_unanswered = {
	.id = "starttls-unanswered",
	.first = AUDIENCE_ADMIN,
	.title = "The server does not answer when it is asked to start "
		 "encryption",
	.summary = "The server at {places} offers encryption and does not "
		   "answer when it is asked to start it.",
	.user_summary = "{Server} offers encryption but does not start it. "
			"Its administrator has to fix that.",
	.explanation =
		"The server lists the command that starts encryption, and "
		"sends no reply to it. Either the process behind it hangs or "
		"dies at that moment, as without a usable certificate, or a "
		"device in between swallows the command.",
	.remedies =
		{
			[AUDIENCE_USER] = "Do not turn off encryption; try "
					  "another network. {encrypted}",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it is the "
				"same there, tell the provider that STARTTLS "
				"gets no answer.",
			[AUDIENCE_ADMIN] =
				"Look in the service's log at the time of the "
				"command: does it arrive, and does the process "
				"that should answer hang or end?",
			[AUDIENCE_NETWORK] =
				"If this happens in this network only, find "
				"the device that swallows the command.",
		},
	.confirm = "From another network, the command gets no answer either.",
	.example = "C: a2 STARTTLS\n"
		   "-  no answer in 10 seconds",
	.reference = "RFC 2595 section 4; RFC 3207 section 4; RFC 9051 section "
		     "6.2.1",
	.match = match_unanswered,
};

static void match_unanswered(struct work *work, const struct view *view)
{
	struct stop stop = stop_of(view);
	struct theory *theory;

	if (stop.kind != STOP_UNANSWERED)
		return;
	theory = theory_suppose(work, view, &cause_starttls_unanswered,
		CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));
	theory_add_evidence(work, theory, "%s was sent %s, and then: %s",
		view_place(work, view), say_starttls(view->endpoint->service),
		status_words(stop.probe->status));
	remedy_advise(work, theory, view, REMEDY_TLS);
	stop_advise_implicit(work, theory, view);
}
