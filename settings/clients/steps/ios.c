/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/client.h"
#include "settings/clients/steps/steps.h"

static void write_ios(FILE *stream, const struct setup *setup)
{
	static const struct steps_dialog dialog = {
		.program = "iPhone and iPad",
		.way = "Settings > Apps > Mail > Mail Accounts > Add Account > "
		       "Other > Add Mail Account\n    (before iOS 18: Settings "
		       "> Mail > Accounts); ports and SSL stand under the "
		       "account's\n    Advanced, and under SMTP > Primary "
		       "Server.",
		.server = "Host Name",
		.port = "Server Port",
		.security = "Use SSL",
		.words = {[MODE_IMPLICIT] = "on",
			[MODE_EXPLICIT] = "on (the port makes it STARTTLS)",
			[MODE_CLEARTEXT] = "off"},
		.user = "User Name",
		.incoming = "Incoming Mail Server",
		.outgoing = "Outgoing Mail Server",
		.last = "Fill in name and password of the outgoing server, "
			"too, although it says \"Optional\".",
		.last_ntlm = "Fill in name and password of the outgoing "
			     "server, too, although it says \"Optional\".",
		.last_open = "Leave name and password of the outgoing server "
			     "empty.",
		.oauth = "choose the provider in the list of accounts; it "
			 "opens its own sign-in page.",
	};

	steps_write(stream, setup, &dialog);
}

const struct client client_ios_steps = {
	.name = "ios",
	.title = "iPhone and iPad: step by step",
	.file = "ios.txt",
	.needs_incoming = true,
	.needs_outgoing = true,
	.can_say = setup_switch_can_say,
	.write = write_ios,
};
