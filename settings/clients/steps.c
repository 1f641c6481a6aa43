/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Step by step, for people: each field of a program's dialog with what to
 * enter, in the words of that dialog. */

#include "settings/clients/clients.h"

#include <string.h>

/* How a program's dialog calls things. */
struct dialog {
	const char *program;
	const char *way;    /* to the dialog */
	const char *server; /* the field's name */
	const char *port;
	const char *security; /* NULL: there is a switch */
	const char *words[MODE_COUNT];
	const char *user;
	const char *incoming; /* heading */
	const char *outgoing;
	const char *last;  /* NULL, or a last step */
	const char *oauth; /* how it signs in by OAuth 2.0; NULL: not */
};

static void put_field(FILE *stream, const char *name, const char *value)
{
	fprintf(stream, "       %-26s %s\n", name, value);
}

static void put_server(FILE *stream, const struct setup *setup,
	const struct dialog *dialog, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;

	put_field(stream, dialog->server, endpoint->host);
	put_field(stream, dialog->port,
		arena_printf(setup->arena, "%u", endpoint->port));
	put_field(stream, dialog->security, dialog->words[endpoint->mode]);
	put_field(stream, dialog->user, setup_user_name(setup, entry));
}

static void put_oauth(FILE *stream, const struct dialog *dialog,
	const struct matrix_entry *entry)
{
	if (!setup_wants_oauth(entry))
		return;
	if (dialog->oauth)
		fprintf(stream, "    Signing in: %s\n", dialog->oauth);
	else
		fputs("    Signing in: the provider wants OAuth 2.0, which "
		      "this dialog does not offer; use\n    an app password "
		      "where the provider gives one.\n",
			stream);
}

/* Two options that an Exchange mailbox has for POP and IMAP. */
static void put_exchange(FILE *stream, unsigned step)
{
	fprintf(stream,
		"\n %u. Two settings of the mailbox itself, on the web or by "
		"the administrator, concern\n    programs that use POP or "
		"IMAP:\n"
		"      - invitations to meetings as iCalendar files, for "
		"programs that know a calendar\n"
		"      - no read receipts for messages that were only "
		"downloaded\n",
		step);
}

static void write_steps(
	FILE *stream, const struct setup *setup, const struct dialog *dialog)
{
	const struct matrix_entry *in = setup->incoming[0];
	const struct matrix_entry *out = setup->outgoing[0];
	unsigned step = 1;

	fprintf(stream, "%s: settings for %s\n(%s)\n\n", dialog->program,
		setup->title, setup->checked);
	fprintf(stream, " %u. %s\n", step++, dialog->way);
	fprintf(stream, "\n %u. %s: %s\n", step++, dialog->incoming,
		in->endpoint.service == SERVICE_POP3 ? "POP3" : "IMAP");
	put_server(stream, setup, dialog, in);
	put_oauth(stream, dialog, in);
	fprintf(stream, "\n %u. %s: SMTP\n", step++, dialog->outgoing);
	put_server(stream, setup, dialog, out);
	fputs("    The same name and password as for incoming mail.\n", stream);
	if (dialog->last)
		fprintf(stream, "\n %u. %s\n", step++, dialog->last);
	if (setup->exchange)
		put_exchange(stream, step);
}

static void write_outlook(FILE *stream, const struct setup *setup)
{
	static const struct dialog dialog = {
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
		.oauth = "choose the automatic way for the provider in place "
			 "of the manual one: classic\n    Outlook signs in by "
			 "OAuth 2.0 only there.",
	};

	write_steps(stream, setup, &dialog);
}

static void write_thunderbird_steps(FILE *stream, const struct setup *setup)
{
	static const struct dialog dialog = {
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
		.incoming = "Incoming server",
		.outgoing = "Outgoing server",
		.last = "\"Re-test\", then \"Done\".",
		.oauth = "Authentication method: OAuth2",
	};

	write_steps(stream, setup, &dialog);
}

static void write_apple_mail(FILE *stream, const struct setup *setup)
{
	static const struct dialog dialog = {
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
		.incoming = "Incoming Mail Server",
		.outgoing = "Outgoing Mail Server",
		.last = "Save.",
		.oauth = "choose the provider itself in the list of accounts; "
			 "it opens its own page.",
	};

	write_steps(stream, setup, &dialog);
}

static void write_ios(FILE *stream, const struct setup *setup)
{
	static const struct dialog dialog = {
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
		.oauth = "choose the provider itself in the list of accounts; "
			 "it opens its own page.",
	};

	write_steps(stream, setup, &dialog);
}

static void write_android(FILE *stream, const struct setup *setup)
{
	static const struct dialog dialog = {
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
		.last = "\"Require sign-in\" stays on. Next.",
		.oauth = "choose the provider itself in the list; it opens its "
			 "own page.",
	};

	write_steps(stream, setup, &dialog);
}

const struct client client_outlook_steps = {
	.name = "outlook",
	.title = "Outlook for Windows: step by step",
	.needs_incoming = true,
	.needs_outgoing = true,
	.write = write_outlook,
};
const struct client client_thunderbird_steps = {
	.name = "thunderbird-steps",
	.title = "Thunderbird: step by step",
	.needs_incoming = true,
	.needs_outgoing = true,
	.write = write_thunderbird_steps,
};
const struct client client_apple_mail_steps = {
	.name = "apple-mail",
	.title = "Apple Mail on a Mac: step by step",
	.needs_incoming = true,
	.needs_outgoing = true,
	.write = write_apple_mail,
};
const struct client client_ios_steps = {
	.name = "ios",
	.title = "iPhone and iPad: step by step",
	.needs_incoming = true,
	.needs_outgoing = true,
	.write = write_ios,
};
const struct client client_android_steps = {
	.name = "android",
	.title = "Android: step by step",
	.needs_incoming = true,
	.needs_outgoing = true,
	.write = write_android,
};
