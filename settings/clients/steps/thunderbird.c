/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/client.h"
#include "settings/clients/steps/steps.h"

static void write_thunderbird_steps(FILE *stream, const struct setup *setup)
{
	static const struct steps_dialog dialog = {
		.program = "Thunderbird",
		.way = "Menu > New Account > Email (older: Account Settings > "
		       "Account Actions > Add Mail\n    Account); enter name "
		       "and address, then \"Configure manually\".",
		.server = "Hostname",
		.port = "Port",
		.security = "Connection security",
		.words = {[MODE_IMPLICIT] = "SSL/TLS",
			[MODE_EXPLICIT] = "STARTTLS",
			[MODE_CLEARTEXT] = "None"},
		.user = "Username",
		.authentication = "Authentication method",
		.incoming = "Incoming server",
		.outgoing = "Outgoing server",
		.last = "\"Re-test\", then \"Done\".",
		.last_ntlm = "\"Re-test\", then \"Done\".",
		.last_open = "\"Re-test\", then \"Done\".",
		.oauth = "Authentication method: OAuth2",
	};

	steps_write(stream, setup, &dialog);
}

const struct client client_thunderbird_steps = {
	.name = "thunderbird-steps",
	.title = "Thunderbird: step by step",
	.file = "thunderbird.txt",
	.needs_incoming = true,
	.needs_outgoing = true,
	.write = write_thunderbird_steps,
};
