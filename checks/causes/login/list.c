/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"

#include <string.h>

static cause_match match_differing_list;

const struct cause cause_capability_differs = {
	.id = "capability-differs",
	.first = AUDIENCE_ADMIN,
	.title = "The server offers different capabilities than the settings "
		 "expect",
	.summary = "The server at {places} does not offer exactly what the "
		   "settings expect. The server was changed, or the settings "
		   "are outdated.",
	.user_summary =
		"{Server} does not offer everything that the settings rely on.",
	.explanation = "Servers list what they support, and mail programs rely "
		       "on it. The list differs from the one in the settings: "
		       "the server was changed, or is not the intended one.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Compare the server name in your mail program "
				"with the one that your provider publishes.",
			[AUDIENCE_HELPDESK] = "Compare host and port with the "
					      "provider's instructions.",
			[AUDIENCE_ADMIN] = "Correct the server's list, or "
					   "update the settings.",
		},
	.confirm = "The administrator confirms what should be offered.",
	.example = "C: a1 CAPABILITY\n"
		   "S: * CAPABILITY IMAP4rev1 IDLE",
	.match = match_differing_list,
};

static void suppose_differing_list(struct work *work, const struct view *view)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_capability_differs,
			CONFIDENCE_LIKELY, OF_LIST, view->endpoint->host);

	for (size_t i = 0; i < view->report->finding_count; i++) {
		const struct finding *finding = &view->report->findings[i];

		if (strcmp(finding->check, "capability-list") == 0)
			theory_add_evidence(work, theory, "%s: %s",
				view_place(work, view), finding->observed);
	}
}

static void match_differing_list(struct work *work, const struct view *view)
{
	if (open_failures(view) & OF_LIST)
		suppose_differing_list(work, view);
}
