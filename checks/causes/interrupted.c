/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"

static cause_match match_interrupted;

const struct cause cause_interrupted = {
	.id = "interrupted",
	.first = AUDIENCE_HELPDESK,
	.title = "The run was broken off",
	.explanation = "The check ended before all questions were asked, by a "
		       "key, a signal or its time limit. What was not asked "
		       "says nothing about the server.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Run the check again and wait until it "
				"ends by itself.",
			[AUDIENCE_HELPDESK] = "Run the check again and "
					      "let it end by itself.",
		},
	.confirm = "A run that ends by itself.",
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
		"The run was broken off before {places} had been looked at to "
		"the end.",
		"The check was stopped before it was finished, so nothing is "
		"known of {server} yet.");
	theory_add_evidence(
		work, theory, "%s: interrupted", view_place(work, view));
}
