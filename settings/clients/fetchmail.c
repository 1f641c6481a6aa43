/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* fetchmail */

#include "settings/clients/client.h"
#include "settings/clients/rc.h"

static void write_fetchmail(FILE *stream, const struct setup *setup)
{
	const struct matrix_entry *in = setup->incoming[0];
	const char *mode = in->endpoint.mode == MODE_IMPLICIT
				   ? "ssl sslproto 'TLS1.2+' sslcertck"
			   : in->endpoint.mode == MODE_EXPLICIT
				   ? "sslproto 'TLS1.2+' sslcertck"
				   : "sslproto ''";

	rc_put_head(stream, setup);
	rc_put_oauth(stream, in,
		"fetchmail in Debian 12 does not support OAuth 2.0.");
	fprintf(stream, "poll %s proto %s port %u\n", in->endpoint.host,
		service_label(in->endpoint.service), in->endpoint.port);
	fprintf(stream, "    user %s %s\n",
		setup_quote(setup, setup_user_name(setup, in)), mode);
	fputs("    # the password is asked for, or comes from ~/.netrc\n"
	      "    keep\n",
		stream);
}

const struct client client_fetchmail = {
	.name = "fetchmail",
	.title = "fetchmail (~/.fetchmailrc)",
	.file = "fetchmailrc",
	.needs_user = true,
	.needs_incoming = true,
	.write = write_fetchmail,
};
