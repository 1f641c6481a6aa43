/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/advice.h"
#include "checks/causes/login/ways.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"

static cause_match match_encryption;

const struct cause cause_encryption_required = {
	.id = "encryption-required",
	.first = AUDIENCE_USER,
	.title = "The server takes passwords over encrypted "
		 "connections only",
	.summary = "{places} takes passwords only over an encrypted "
		   "connection, and the settings say to use none.",
	.user_summary =
		"{Server} wants the connection to be encrypted before it takes "
		"a password, and the program is set not to do so.",
	.explanation = "The settings ask for a connection without "
		       "encryption, and the server does not accept a "
		       "password there. That is how it should be.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program choose STARTTLS "
				"for this port, or SSL/TLS with its "
				"own port (993 for IMAP, 995 for POP3, "
				"465 for sending).",
			[AUDIENCE_HELPDESK] =
				"Have the caller turn encryption on.",
		},
	.confirm = "With encryption turned on the server offers a way "
		   "to log in.",
	.example = "S: * CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED",
	.reference = "RFC 9051 section 6.2.3; RFC 8314 section 4.1",
	.match = match_encryption,
};

static void match_encryption(struct work *work, const struct view *view)
{
	struct ways ways = ways_of(work, view);
	struct theory *theory;

	if (ways.kind != WAYS_ENCRYPTED)
		return;
	theory = theory_suppose(work, view, &cause_encryption_required,
		ways.list->starttls ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
		OF_AUTH, view->endpoint->host);
	ways_add_evidence(work, theory, view, &ways);
	advice_settings(
		work, theory, view, NULL, view->endpoint->port, MODE_EXPLICIT);
}
