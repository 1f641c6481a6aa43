/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mutt and neomutt */

#include "settings/clients/client.h"
#include "settings/clients/rc.h"

#include <string.h>

/* user "@" for a URL, with what has a meaning there as %XX (RFC 3986) */
static const char *url_user(const struct setup *setup, const char *user)
{
	char *text, *to;

	if (!user)
		return "";
	text = to = arena_alloc(setup->arena, 3 * strlen(user) + 2);

	for (; *user; user++) {
		if (strchr("%@:/?#[]\"'\\$` ;", *user))
			to += snprintf(to, 4, "%%%02X", (unsigned char)*user);
		else
			*to++ = *user;
	}
	*to = '@';
	return text;
}

static const char *host_text(
	const struct setup *setup, const struct endpoint *endpoint)
{
	return strchr(endpoint->host, ':')
		       ? arena_printf(setup->arena, "[%s]", endpoint->host)
		       : endpoint->host;
}

static void put_mutt_mode(FILE *stream, const struct matrix_entry *entry)
{
	if (entry->endpoint.mode == MODE_EXPLICIT)
		fputs("set ssl_starttls = yes\nset ssl_force_tls = yes\n",
			stream);
	if (entry->endpoint.mode == MODE_CLEARTEXT)
		fputs("set ssl_starttls = no\nset ssl_force_tls = no\n",
			stream);
}

static void write_neomutt(FILE *stream, const struct setup *setup)
{
	const struct matrix_entry *in = setup->incoming[0];
	const struct matrix_entry *out = setup->outgoing[0];
	bool imap = in->endpoint.service == SERVICE_IMAP;
	bool tls = in->endpoint.mode == MODE_IMPLICIT;

	rc_put_head(stream, setup);
	rc_put_oauth(stream, in,
		"See imap_oauth_refresh_command and smtp_oauth_refresh_command "
		"in the manual.");
	fprintf(stream, "set from = %s\n", setup_quote(setup, setup->user));
	fprintf(stream, "set %s = \"%s%s://%s%s:%u/\"\n",
		imap ? "folder" : "pop_host", imap ? "imap" : "pop",
		tls ? "s" : "", url_user(setup, setup_user_name(setup, in)),
		host_text(setup, &in->endpoint), in->endpoint.port);
	if (imap)
		fputs("set spoolfile = \"+INBOX\"\n", stream);
	fprintf(stream, "set smtp_url = \"smtp%s://%s%s:%u/\"\n",
		out->endpoint.mode == MODE_IMPLICIT ? "s" : "",
		url_user(setup, setup_user_name(setup, out)),
		host_text(setup, &out->endpoint), out->endpoint.port);
	put_mutt_mode(stream, in);
	if (out->endpoint.mode != in->endpoint.mode)
		put_mutt_mode(stream, out);
	if (setup_forbids_old_tls(in))
		fputs("set ssl_use_tlsv1 = no\nset ssl_use_tlsv1_1 = no\n",
			stream);
	fprintf(stream,
		"# A command that prints the password, instead of "
		"asking for it:\n"
		"# set %s_pass = \"`pass show mail`\"\n"
		"# set smtp_pass = \"`pass show mail`\"\n",
		imap ? "imap" : "pop");
}

/* ssl_starttls and ssl_force_tls are for all servers. */
static bool can_say_both(
	const struct matrix_entry *in, const struct matrix_entry *out)
{
	return (in->endpoint.mode != MODE_CLEARTEXT ||
		       out->endpoint.mode != MODE_EXPLICIT) &&
	       (in->endpoint.mode != MODE_EXPLICIT ||
		       out->endpoint.mode != MODE_CLEARTEXT);
}

const struct client client_neomutt = {
	.name = "neomutt",
	.title = "mutt and neomutt (~/.config/neomutt/neomuttrc)",
	.file = "neomuttrc",
	.needs_user = true,
	.needs_incoming = true,
	.needs_outgoing = true,
	.can_say_both = can_say_both,
	.write = write_neomutt,
};
