/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"

static cause_match match_unknown;

const struct cause cause_unknown = {
	.id = "unknown",
	.first = AUDIENCE_HELPDESK,
	.title = "The cause is not known",
	.explanation = "What was seen does not match any cause that mailsonde "
		       "knows. The evidence is shown as it is, so that someone "
		       "who knows the server can interpret it.",
	.remedies =
		{
			[AUDIENCE_USER] = "Give this report to your helpdesk "
					  "or your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network and another "
				"computer. Send the report, with the "
				"transcript of the check, to the server's "
				"administrator.",
			[AUDIENCE_ADMIN] = "Look in the server's log at the "
					   "time of this report.",
		},
	.confirm =
		"The server's log at the time of this report gives the reason.",
	.example = "-  whatever came",
	.match_rest = match_unknown,
};

/* Says so where nothing fits. What was only not tested needs no confession if
 * something else about the endpoint was explained. */
static void match_unknown(struct work *work, const struct view *view)
{
	struct theory *theory;
	size_t explained = 0;

	for (size_t i = 0; i < view->report->finding_count; i++)
		explained += view->report->findings[i].diagnosis != NULL;
	if (!open_failures(view) && (explained || !view->facts->probe_count))
		return;
	theory = theory_suppose(work, view, &cause_unknown, CONFIDENCE_POSSIBLE,
		0, view_place(work, view));
	theory_tell(theory,
		"The cause of the problem with {places} is not known. The "
		"evidence shows what was seen.",
		"Something is wrong with {server}, and this program cannot "
		"tell what. Ask your helpdesk or your provider.");
	for (size_t i = 0; i < view->report->finding_count; i++) {
		const struct finding *finding = &view->report->findings[i];

		if (!finding->diagnosis &&
			(finding->status == VERDICT_FAIL ||
				finding->status == VERDICT_NOT_TESTED) &&
			!finding->cause)
			theory_add_evidence(work, theory, "%s: %s",
				finding->check,
				finding->observed ? finding->observed
						  : "not seen");
	}
	theory_suppose(work, view, &cause_unknown, CONFIDENCE_POSSIBLE, OF_ALL,
		view_place(work, view));
}
