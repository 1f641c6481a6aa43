/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"

static cause_match match_interrupted;

const struct cause cause_interrupted = {
	.id = "interrupted",
	.first = AUDIENCE_HELPDESK,
	.title = "The check was interrupted",
	.explanation = "The check ended before it was complete: it was "
		       "stopped, or its time limit ran out. What was not "
		       "tested says nothing about the server.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Run the check again and let it finish.",
			[AUDIENCE_HELPDESK] =
				"Run the check again and let it finish.",
		},
	.confirm = "A complete run confirms this.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  interrupted",
	.match = match_interrupted,
};

static void match_interrupted(struct work *work, const struct view *view)
{
	struct theory *theory;

	if (!view->facts->interrupted || open_failures(view))
		return;
	theory = theory_suppose(
		work, view, &cause_interrupted, CONFIDENCE_CERTAIN, OF_ALL, "");
	theory_tell(theory,
		"The check was interrupted before all questions to {places} "
		"had been asked.",
		"The check stopped before it had finished with {server}.");
	theory_add_evidence(
		work, theory, "%s: interrupted", view_place(work, view));
}
