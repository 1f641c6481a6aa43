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
	.title = "The server accepts passwords over encrypted connections only",
	.summary = "The server at {places} accepts passwords only over an "
		   "encrypted connection, but the settings say to use none.",
	.user_summary =
		"{Server} requires an encrypted connection before it accepts a "
		"password, but your mail program is set not to encrypt.",
	.explanation = "The settings ask for an unencrypted connection, and "
		       "the server accepts no password on it. The server is "
		       "right: a password must not be sent unencrypted.",
	.remedies =
		{
			[AUDIENCE_USER] = "Open the account's server settings "
					  "in your mail program and turn on "
					  "encryption. {encrypted}",
			[AUDIENCE_HELPDESK] = "Have the caller turn on "
					      "encryption. {encrypted}",
		},
	.confirm =
		"With encryption turned on, the server offers a way to log in.",
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
	if (ways.list->starttls)
		advice_settings(work, theory, view, NULL, view->endpoint->port,
			MODE_EXPLICIT);
	else
		advice_instead(work, theory, view);
}
