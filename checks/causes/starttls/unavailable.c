/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/starttls/stop.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"

static cause_match match_unavailable;

const struct cause cause_starttls_unavailable = {
	.id = "starttls-unavailable",
	.first = AUDIENCE_ADMIN,
	.title = "The server offers encryption, and then cannot",
	.summary =
		"{places} offers to encrypt the connection, and then cannot: "
		"its certificate or its set-up is missing or broken.",
	.user_summary = "{Server} cannot encrypt the connection at the moment. "
			"Whoever runs it has to repair that.",
	.explanation = "The server lists STARTTLS but refuses when it "
		       "is asked for. Its certificate or key is "
		       "missing, unreadable or does not fit; only its "
		       "administrator can put that right.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"There is nothing to set. Do not turn "
				"the encryption off; wait until the "
				"provider has repaired the server, or "
				"use the port for SSL/TLS if there is "
				"one.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider, with the server's "
				"own words from below.",
			[AUDIENCE_ADMIN] =
				"See the log of the service at the "
				"moment of this reply: certificate and "
				"key must exist, fit together and be "
				"readable by the service. In Exchange, "
				"see that a certificate is assigned to "
				"the service.",
		},
	.confirm = "The log of the server names the reason.",
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

	theory_add_evidence(work, theory, "asked to encrypt, %s says %s",
		view_place(work, view), say_quote(work->arena, probe->reply));
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
