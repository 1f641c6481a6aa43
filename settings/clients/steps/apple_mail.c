/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/client.h"
#include "settings/clients/steps/steps.h"

static void write_apple_mail(FILE *stream, const struct setup *setup)
{
	static const struct steps_dialog dialog = {
		.program = "Apple Mail (macOS)",
		.way = "Mail > Settings > Accounts > + > Other Mail Account; "
		       "then Server Settings, with\n    \"Automatically manage "
		       "connection settings\" off.",
		.server = "Host Name",
		.port = "Port",
		.security = "Use TLS/SSL",
		.words = {[MODE_IMPLICIT] = "on",
			[MODE_EXPLICIT] = "on (the port makes it STARTTLS)",
			[MODE_CLEARTEXT] = "off"},
		.user = "User Name",
		.authentication = "Authentication",
		.incoming = "Incoming Mail Server",
		.outgoing = "Outgoing Mail Server",
		.last = "Save.",
		.last_ntlm = "Save.",
		.last_open = "Save.",
		.oauth = "choose the provider in the list of accounts; it "
			 "opens its own sign-in page.",
	};

	steps_write(stream, setup, &dialog);
}

const struct client client_apple_mail_steps = {
	.name = "apple-mail",
	.title = "Apple Mail on a Mac: step by step",
	.file = "apple-mail.txt",
	.needs_incoming = true,
	.needs_outgoing = true,
	.can_say = setup_switch_can_say,
	.write = write_apple_mail,
};
