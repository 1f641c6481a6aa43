/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/starttls/stop.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"

static cause_match match_unavailable;

const struct cause cause_starttls_unavailable = {
	.id = "starttls-unavailable",
	.first = AUDIENCE_ADMIN,
	.title = "The server offers encryption but cannot start it",
	.summary = "The server at {places} offers STARTTLS but refuses it when "
		   "asked. Its certificate or its configuration is probably "
		   "missing or broken.",
	.user_summary = "{Server} cannot encrypt the connection at the moment. "
			"Its administrator has to fix that.",
	.explanation =
		"The server lists STARTTLS but refuses the command. Usually "
		"its certificate or key is missing, unreadable or does not "
		"match; only its administrator can fix that.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Do not turn off encryption; wait until the "
				"provider has fixed the server. {encrypted}",
			[AUDIENCE_HELPDESK] =
				"Inform the provider, and quote the server's "
				"own words.",
			[AUDIENCE_ADMIN] =
				"Look in the service's log at the time of this "
				"reply. Certificate and key must exist, match "
				"each other and be readable by the service.",
		},
	.confirm = "The server's log gives the reason.",
	.example = "C: STARTTLS\n"
		   "S: 454 4.7.0 TLS not available due to local problem",
	.reference = "RFC 3207 section 4",
	.match = match_unavailable,
};

static bool is_unknown_command(const struct probe_facts *probe)
{
	return probe->reply_code >= 500 && probe->reply_code <= 502;
}

static void suppose_unavailable(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	bool plain = probe->reply_code == 454;
	struct theory *theory =
		theory_suppose(work, view, &cause_starttls_unavailable,
			plain ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, OF_ALL,
			view_place(work, view));

	theory_add_evidence(work, theory,
		"asked to start encryption, %s replies %s",
		view_place(work, view), say_quote(work->arena, probe->reply));
	remedy_advise(work, theory, view, REMEDY_TLS);
	stop_advise_implicit(work, theory, view);
	if (is_unknown_command(probe))
		theory_beside(work, view, theory, &cause_starttls_masked,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void match_unavailable(struct work *work, const struct view *view)
{
	struct stop stop = stop_of(view);

	if (stop.kind == STOP_ASKED)
		suppose_unavailable(work, view, stop.probe);
}
