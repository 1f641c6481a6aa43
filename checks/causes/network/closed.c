/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/advice.h"
#include "checks/causes/network/attempts.h"
#include "checks/causes/network/survey.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/product.h"
#include "model/service.h"

static cause_match match_port_closed;

const struct cause cause_port_closed = {
	.id = "port-closed",
	.first = AUDIENCE_USER,
	.title = "No mail service is running on this port",
	.summary =
		"The server is reachable, but rejects connections to {places}: "
		"nothing listens there.",
	.user_summary = "{Server} is there, but offers no mail service where "
			"your mail program looks for it.",
	.explanation = "The server answered immediately that nothing listens "
		       "there. Either the settings name a wrong port, or the "
		       "mail service is not running.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in your "
				"mail program and compare the port number with "
				"the one that your provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare host and port with the provider's "
				"instructions. If they are correct, tell the "
				"server's administrator that the service is "
				"not running.",
			[AUDIENCE_ADMIN] =
				"Start the service and make sure that it "
				"listens on this port, and on the external "
				"address and not just on localhost.",
		},
	.confirm = "The provider publishes a different port, or the same port "
		   "is closed from another network too.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  connection refused",
	.reference = "RFC 9293 section 3.5.2",
	.match = match_port_closed,
};

static bool is_exchange(const struct view *view)
{
	for (size_t i = 0; i < view->peer_count; i++)
		if (product_is_exchange(product_of(view->peers[i]->facts)))
			return true;
	return false;
}

static void match_port_closed(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = attempts_failed(view);
	struct survey survey;
	struct theory *theory;

	if (!probe || probe->status != ST_CONN_REFUSED)
		return;
	survey = survey_make(work, view);
	theory = theory_suppose(work, view, &cause_port_closed,
		CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);
	attempts_add_evidence(work, theory, view, probe);
	survey_add_evidence(work, theory, view, &survey);
	advice_instead(work, theory, view);
	if (is_exchange(view) && service_is_incoming(view->endpoint->service))
		theory_advise(theory, AUDIENCE_ADMIN,
			"This is an Exchange Server, on which POP3 and IMAP4 "
			"are stopped by default. Start the services "
			"\"Microsoft Exchange POP3\" or \"Microsoft Exchange "
			"IMAP4\" and their back-end services, and set their "
			"startup type to Automatic.");
}
