/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/client.h"
#include "settings/clients/steps/steps.h"

static void write_outlook(FILE *stream, const struct setup *setup)
{
	static const struct steps_dialog dialog = {
		.program = "Outlook for Windows (classic)",
		.way = "File > Add Account; enter the address, open Advanced "
		       "options, choose \"Let me set\n    up my account "
		       "manually\", then IMAP or POP.",
		.server = "Server",
		.port = "Port",
		.security = "Encryption method",
		.words = {[MODE_IMPLICIT] = "SSL/TLS",
			[MODE_EXPLICIT] = "STARTTLS",
			[MODE_CLEARTEXT] = "None"},
		.user = "User name",
		.incoming = "Incoming mail",
		.outgoing = "Outgoing mail",
		.last = "Leave \"Require logon using Secure Password "
			"Authentication (SPA)\" off. Next.",
		.last_ntlm = "Turn \"Require logon using Secure Password "
			     "Authentication (SPA)\" on. Next.",
		.last_open = "Turn \"My outgoing server (SMTP) requires "
			     "authentication\" off. Next.",
		.oauth = "choose automatic setup for the provider instead of "
			 "manual setup: classic\n    Outlook supports OAuth "
			 "2.0 only there.",
	};

	steps_write(stream, setup, &dialog);
}

const struct client client_outlook_steps = {
	.name = "outlook",
	.title = "Outlook for Windows: step by step",
	.file = "outlook.txt",
	.needs_incoming = true,
	.needs_outgoing = true,
	.write = write_outlook,
};
