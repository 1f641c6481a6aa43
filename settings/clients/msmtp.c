/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* msmtp */

#include "settings/clients/client.h"
#include "settings/clients/rc.h"

static void write_msmtp(FILE *stream, const struct setup *setup)
{
	const struct matrix_entry *out = setup->outgoing[0];
	const char *user = setup_user_name(setup, out);
	enum tls_mode mode = out->endpoint.mode;

	rc_put_head(stream, setup);
	rc_put_oauth(stream, out,
		"With \"auth xoauth2\", passwordeval must print a token.");
	fprintf(stream, "account default\nhost %s\nport %u\n",
		out->endpoint.host, out->endpoint.port);
	fprintf(stream, "tls %s\n", mode == MODE_CLEARTEXT ? "off" : "on");
	if (mode != MODE_CLEARTEXT)
		fprintf(stream, "tls_starttls %s\n",
			mode == MODE_EXPLICIT ? "on" : "off");
	/* Within quotes, msmtp takes everything as it stands, backslashes and
	 * quotes too. */
	fprintf(stream, "from \"%s\"\n", setup->user);
	if (!user) {
		fputs("auth off\n", stream);
		return;
	}
	fprintf(stream, "auth on\nuser \"%s\"\n", user);
	fputs("# A command that prints the password, instead of "
	      "asking for it:\n"
	      "# passwordeval \"pass show mail\"\n",
		stream);
}

const struct client client_msmtp = {
	.name = "msmtp",
	.title = "msmtp (~/.msmtprc)",
	.file = "msmtprc",
	.needs_user = true,
	.needs_outgoing = true,
	.write = write_msmtp,
};
