/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mbsync of isync */

#include "settings/clients/client.h"
#include "settings/clients/rc.h"

#include <assert.h>

static void write_mbsync(FILE *stream, const struct setup *setup)
{
	const struct matrix_entry *in = setup->incoming[0];
	static const char *const types[] = {
		[MODE_IMPLICIT] = "IMAPS",
		[MODE_EXPLICIT] = "STARTTLS",
		[MODE_CLEARTEXT] = "None",
	};
	static_assert(sizeof(types) / sizeof(*types) == MODE_COUNT,
		"a word for each mode");

	rc_put_head(stream, setup);
	rc_put_oauth(stream, in,
		"\"AuthMechs XOAUTH2\" needs a SASL plug-in for it.");
	fprintf(stream, "IMAPAccount mail\nHost %s\nPort %u\nUser %s\n",
		in->endpoint.host, in->endpoint.port,
		setup_quote(setup, setup_user_name(setup, in)));
	fprintf(stream, "# isync 1.5 and later call it TLSType.\nSSLType %s\n",
		types[in->endpoint.mode]);
	if (in->endpoint.mode != MODE_CLEARTEXT && setup_forbids_old_tls(in))
		fputs("SSLVersions TLSv1.2 TLSv1.3\n", stream);
	fputs("# A command that prints the password, instead of "
	      "asking for it:\n"
	      "# PassCmd \"pass show mail\"\n"
	      "\n"
	      "IMAPStore mail-remote\n"
	      "Account mail\n"
	      "\n"
	      "MaildirStore mail-local\n"
	      "Path ~/Mail/\n"
	      "Inbox ~/Mail/Inbox\n"
	      "SubFolders Verbatim\n"
	      "\n"
	      "Channel mail\n"
	      "Far :mail-remote:\n"
	      "Near :mail-local:\n"
	      "Patterns *\n"
	      "Create Near\n"
	      "SyncState *\n",
		stream);
}

const struct client client_mbsync = {
	.name = "mbsync",
	.title = "mbsync of isync (~/.mbsyncrc)",
	.file = "mbsyncrc",
	.needs_user = true,
	.needs_incoming = true,
	.imap_only = true,
	.write = write_mbsync,
};
