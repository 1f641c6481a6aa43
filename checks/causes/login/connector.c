/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Entrances of Exchange Server that are for servers among themselves. */

#include "checks/causes/advice.h"
#include "checks/causes/greeting/heard.h"
#include "checks/causes/greeting/mode.h"
#include "checks/causes/login/ways.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"

static cause_match match_connector;

const struct cause cause_wrong_connector = {
	.id = "wrong-connector",
	.first = AUDIENCE_USER,
	.title = "The settings use an Exchange connector that is not for mail "
		 "programs",
	.summary = "{places} is an Exchange connector for other servers: it "
		   "offers no way to log in.",
	.user_summary = "Your mail program uses a port of {server} that is not "
			"intended for it.",
	.explanation = "Exchange Server has several connectors for mail. Those "
		       "on port 25 and, by default, on port 465 are for "
		       "servers; mail programs use port 587 with STARTTLS.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Compare the port and the connection security "
				"of the outgoing mail server with those that "
				"your provider publishes, and turn on "
				"authentication.",
			[AUDIENCE_HELPDESK] =
				"Compare port and connection security with the "
				"provider's instructions, and have the caller "
				"turn on authentication.",
			[AUDIENCE_ADMIN] =
				"Make sure that port 587 leads to the receive "
				"connector \"Client Frontend\", and that "
				"nothing redirects it to the one on port 25.",
		},
	.confirm = "On the port for mail programs, the server offers a way to "
		   "log in.",
	.example = "C: EHLO [127.0.0.1]\n"
		   "S: 250-mail.example.com\n"
		   "S: 250-X-ANONYMOUSTLS\n"
		   "S: 250 XRDST",
	.reference = "RFC 6409 section 3.1",
	.match = match_connector,
};

/* On Exchange Server, 465 is for the servers among themselves. */
static void suppose_connector(
	struct work *work, const struct view *view, struct octets greeting)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_wrong_connector,
			CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));

	theory_tell(theory,
		"{places} is an Exchange connector that is not intended for "
		"mail programs.",
		"Your mail program uses a port of {server} that is not "
		"intended for it.");
	theory_add_evidence(work, theory, "instead of TLS, this arrived: %s",
		say_quote(work->arena, greeting));
	advice_settings(work, theory, view, NULL,
		service_port(SERVICE_SMTP, MODE_EXPLICIT), MODE_EXPLICIT);
	mode_suppose_beside(work, view, theory);
}

static void match_entrance(struct work *work, const struct view *view)
{
	struct ways ways = ways_of(work, view);
	struct theory *theory;

	if (ways.kind != WAYS_SERVERS)
		return;
	theory = theory_suppose(work, view, &cause_wrong_connector,
		CONFIDENCE_LIKELY, OF_AUTH, view_place(work, view));
	ways_add_evidence(work, theory, view, &ways);
	advice_settings(work, theory, view, NULL,
		service_port(SERVICE_SMTP, MODE_EXPLICIT), MODE_EXPLICIT);
}

static void match_connector(struct work *work, const struct view *view)
{
	struct heard heard = heard_open(view);

	if (heard.kind == HEARD_CONNECTOR)
		suppose_connector(work, view, heard.text);
	else
		match_entrance(work, view);
}
