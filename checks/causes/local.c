/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/witness.h"

static cause_match match_local;

const struct cause cause_local_fault = {
	.id = "local-fault",
	.first = AUDIENCE_HELPDESK,
	.title = "The check stopped for a reason on this computer",
	.summary = "The check of {places} stopped for a reason on this "
		   "computer, not at the server.",
	.user_summary = "The check of {server} could not be finished on this "
			"computer.",
	.explanation =
		"This computer gave up a connection: its computation took "
		"longer than the time limit, or something that it needs was "
		"missing here. What was not tested says nothing about the "
		"server.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"You do not need to change any settings. Run "
				"the check again later.",
			[AUDIENCE_HELPDESK] =
				"Run the check again, with a longer timeout "
				"and when this computer has less to do. If it "
				"happens with this server alone, send the "
				"report to the server's administrator: very "
				"large keys take long to process.",
		},
	.confirm = "On another computer, the same check ends in time.",
	.example = "-  TLS handshake begins\n"
		   "-  the time is up, and this computer is still busy",
	.match = match_local,
};

static bool failed_here(const struct probe_facts *probe)
{
	return probe->status == ST_LOCAL;
}

static void match_local(struct work *work, const struct view *view)
{
	const struct probe_facts *probe =
		witness_first(view->facts, failed_here);
	struct theory *theory;

	if (!probe || open_failures(view) || !(open_checks(view) & OF_ALL))
		return;
	theory = theory_suppose(work, view, &cause_local_fault,
		CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);
	theory_add_evidence(work, theory, "%s, at the stage \"%s\": %s",
		view_place(work, view), stage_name(probe->stage),
		say_stop(work->arena, probe));
}
