/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What programs of the command line read. The password is asked of a command
 * that the user names: there is a place for it, and nothing in it. */

#include "settings/clients/clients.h"

#include <string.h>

static void put_head(FILE *stream, const struct setup *setup)
{
	fprintf(stream, "# %s: %s\n", setup->title, setup->checked);
}

static void put_oauth(
	FILE *stream, const struct matrix_entry *entry, const char *how)
{
	if (setup_wants_oauth(entry))
		fprintf(stream,
			"# The provider wants OAuth 2.0 here, or else an app "
			"password. %s\n",
			how);
}

/* user "@" host for a URL, with what has a meaning there as %XX (RFC 3986) */
static const char *url_user(const struct setup *setup, const char *user)
{
	char *text = arena_alloc(setup->arena, 3 * strlen(user) + 1);
	char *to = text;

	for (; *user; user++) {
		if (strchr("%@:/?#[]\"'\\$` ;", *user))
			to += snprintf(to, 4, "%%%02X", (unsigned char)*user);
		else
			*to++ = *user;
	}
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

	put_head(stream, setup);
	put_oauth(stream, in,
		"See imap_oauth_refresh_command and smtp_oauth_refresh_command "
		"in the manual.");
	fprintf(stream, "set from = %s\n", setup_quote(setup, setup->user));
	fprintf(stream, "set %s = \"%s%s://%s@%s:%u/\"\n",
		imap ? "folder" : "pop_host", imap ? "imap" : "pop",
		tls ? "s" : "", url_user(setup, setup_user_name(setup, in)),
		host_text(setup, &in->endpoint), in->endpoint.port);
	if (imap)
		fputs("set spoolfile = \"+INBOX\"\n", stream);
	fprintf(stream, "set smtp_url = \"smtp%s://%s@%s:%u/\"\n",
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
		"# A command that prints the password, in place of being "
		"asked:\n"
		"# set %s_pass = \"`pass show mail`\"\n"
		"# set smtp_pass = \"`pass show mail`\"\n",
		imap ? "imap" : "pop");
}

const struct client client_neomutt = {
	.name = "neomutt",
	.title = "mutt and neomutt (~/.config/neomutt/neomuttrc)",
	.needs_user = true,
	.needs_incoming = true,
	.needs_outgoing = true,
	.write = write_neomutt,
};

static void write_msmtp(FILE *stream, const struct setup *setup)
{
	const struct matrix_entry *out = setup->outgoing[0];
	enum tls_mode mode = out->endpoint.mode;

	put_head(stream, setup);
	put_oauth(stream, out,
		"With \"auth xoauth2\", passwordeval must print a token.");
	fprintf(stream, "account default\nhost %s\nport %u\n",
		out->endpoint.host, out->endpoint.port);
	fprintf(stream, "tls %s\n", mode == MODE_CLEARTEXT ? "off" : "on");
	if (mode != MODE_CLEARTEXT)
		fprintf(stream, "tls_starttls %s\n",
			mode == MODE_EXPLICIT ? "on" : "off");
	/* Within quotes, msmtp takes everything as it stands, backslashes and
	 * quotes too. */
	fprintf(stream, "auth on\nuser \"%s\"\nfrom \"%s\"\n",
		setup_user_name(setup, out), setup->user);
	fputs("# A command that prints the password, in place of being "
	      "asked:\n"
	      "# passwordeval \"pass show mail\"\n",
		stream);
}

const struct client client_msmtp = {
	.name = "msmtp",
	.title = "msmtp (~/.msmtprc)",
	.needs_user = true,
	.needs_outgoing = true,
	.write = write_msmtp,
};

static void write_mbsync(FILE *stream, const struct setup *setup)
{
	const struct matrix_entry *in = setup->incoming[0];
	static const char *const types[] = {
		[MODE_IMPLICIT] = "IMAPS",
		[MODE_EXPLICIT] = "STARTTLS",
		[MODE_CLEARTEXT] = "None",
	};

	put_head(stream, setup);
	put_oauth(stream, in,
		"\"AuthMechs XOAUTH2\" needs a SASL plug-in for it.");
	fprintf(stream, "IMAPAccount mail\nHost %s\nPort %u\nUser %s\n",
		in->endpoint.host, in->endpoint.port,
		setup_quote(setup, setup_user_name(setup, in)));
	fprintf(stream, "# isync 1.5 and later call it TLSType.\nSSLType %s\n",
		types[in->endpoint.mode]);
	if (in->endpoint.mode != MODE_CLEARTEXT && setup_forbids_old_tls(in))
		fputs("SSLVersions TLSv1.2 TLSv1.3\n", stream);
	fputs("# A command that prints the password, in place of being "
	      "asked:\n"
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
	.needs_user = true,
	.needs_incoming = true,
	.imap_only = true,
	.write = write_mbsync,
};

static void write_fetchmail(FILE *stream, const struct setup *setup)
{
	const struct matrix_entry *in = setup->incoming[0];
	const char *mode = in->endpoint.mode == MODE_IMPLICIT
				   ? "ssl sslproto 'TLS1.2+' sslcertck"
			   : in->endpoint.mode == MODE_EXPLICIT
				   ? "sslproto 'TLS1.2+' sslcertck"
				   : "sslproto ''";

	put_head(stream, setup);
	put_oauth(stream, in, "fetchmail of Debian 12 knows no OAuth 2.0.");
	fprintf(stream, "poll %s proto %s port %u\n", in->endpoint.host,
		in->endpoint.service == SERVICE_POP3 ? "POP3" : "IMAP",
		in->endpoint.port);
	fprintf(stream, "    user %s %s\n",
		setup_quote(setup, setup_user_name(setup, in)), mode);
	fputs("    # the password is asked for, or comes from ~/.netrc\n"
	      "    keep\n",
		stream);
}

const struct client client_fetchmail = {
	.name = "fetchmail",
	.title = "fetchmail (~/.fetchmailrc)",
	.needs_user = true,
	.needs_incoming = true,
	.write = write_fetchmail,
};

/* SRV records (RFC 2782) with the labels of RFC 6186 and RFC 8314 */

static const struct {
	const char *label;
	enum service service;
	enum tls_mode mode;
} labels[] = {
	{"_imaps", SERVICE_IMAP, MODE_IMPLICIT},
	{"_imap", SERVICE_IMAP, MODE_EXPLICIT},
	{"_pop3s", SERVICE_POP3, MODE_IMPLICIT},
	{"_pop3", SERVICE_POP3, MODE_EXPLICIT},
	{"_submissions", SERVICE_SMTP, MODE_IMPLICIT},
	{"_submission", SERVICE_SMTP, MODE_EXPLICIT},
};

static const struct matrix_entry *find_entry(
	const struct setup *setup, enum service service, enum tls_mode mode)
{
	const struct matrix_entry *const *list =
		service == SERVICE_SMTP ? setup->outgoing : setup->incoming;
	size_t count = service == SERVICE_SMTP ? setup->outgoing_count
					       : setup->incoming_count;

	for (size_t i = 0; i < count; i++)
		if (list[i]->endpoint.service == service &&
			list[i]->endpoint.mode == mode)
			return list[i];
	return NULL;
}

/* IMAP before POP3, and implicit before explicit, by their priority, which
 * clients compare across the labels (RFC 6186 section 3.4). */
static void write_srv(FILE *stream, const struct setup *setup)
{
	fprintf(stream, "; %s: %s\n$ORIGIN %s.\n", setup->title, setup->checked,
		setup->domain);
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		const struct matrix_entry *entry =
			find_entry(setup, labels[i].service, labels[i].mode);
		unsigned priority = labels[i].service == SERVICE_POP3 ? 20 : 0;

		if (labels[i].mode == MODE_EXPLICIT)
			priority += 10;
		if (entry)
			fprintf(stream, "%s._tcp\t3600\tIN\tSRV\t%u 1 %u %s.\n",
				labels[i].label, priority, entry->endpoint.port,
				entry->endpoint.host);
		else
			fprintf(stream, "%s._tcp\t3600\tIN\tSRV\t0 0 0 .\n",
				labels[i].label);
	}
}

const struct client client_srv = {
	.name = "srv",
	.title = "for the administrator: SRV records for the zone",
	.needs_domain = true,
	.needs_incoming = true,
	.write = write_srv,
};
