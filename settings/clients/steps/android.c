/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/client.h"
#include "settings/clients/steps/steps.h"

static void write_android(FILE *stream, const struct setup *setup)
{
	static const struct steps_dialog dialog = {
		.program = "Android (Gmail app)",
		.way = "Gmail > Settings > Add account > Other; enter the "
		       "address, \"Manual setup\", then\n    Personal (IMAP) "
		       "or Personal (POP3).",
		.server = "Server",
		.port = "Port",
		.security = "Security type",
		.words = {[MODE_IMPLICIT] = "SSL/TLS",
			[MODE_EXPLICIT] = "STARTTLS",
			[MODE_CLEARTEXT] = "None"},
		.user = "Username",
		.incoming = "Incoming server settings",
		.outgoing = "Outgoing server settings",
		.last = "Keep \"Require sign-in\" on. Next.",
		.last_ntlm = "Keep \"Require sign-in\" on. Next.",
		.last_open = "Turn \"Require sign-in\" off. Next.",
		.oauth = "choose the provider in the list; it opens its own "
			 "sign-in page.",
	};

	steps_write(stream, setup, &dialog);
}

const struct client client_android_steps = {
	.name = "android",
	.title = "Android: step by step",
	.file = "android.txt",
	.needs_incoming = true,
	.needs_outgoing = true,
	.write = write_android,
};
