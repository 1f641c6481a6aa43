/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/steps/steps.h"

#include "model/table.h"

#include <string.h>

static void put_field(FILE *stream, const char *name, const char *value)
{
	fprintf(stream, "       %-26s %s\n", name, value);
}

/* How to sign in, as the dialogs have it */
static const char *authentication_words(const struct matrix_entry *entry)
{
	static const struct {
		const char *authentication;
		const char *words;
	} words[] = {
		{"none", "none"},
		{"client-IP-address", "none"},
		{"password-encrypted", "encrypted password (CRAM-MD5)"},
		{"OAuth2", "OAuth 2.0"},
		{"GSSAPI", "Kerberos (GSSAPI)"},
		{"NTLM", "NTLM"},
		{"TLS-client-cert", "TLS certificate"},
	};
	const char *first = entry->account.authentication_count
				    ? entry->account.authentications[0]
				    : "";

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcmp(words[i].authentication, first) == 0)
			return words[i].words;
	return "password";
}

/* Where nobody's name is known, a person reads what stands for it. */
static const char *user_words(
	const struct setup *setup, const struct matrix_entry *entry)
{
	const char *user = setup_user_name(setup, entry);

	if (user && strcmp(user, "%EMAILADDRESS%") == 0)
		return "the full mail address";
	if (user && strcmp(user, "%EMAILLOCALPART%") == 0)
		return "the part of the mail address before the @";
	return user && strchr(user, ' ') ? setup_quote(setup, user) : user;
}

static void put_server(FILE *stream, const struct setup *setup,
	const struct steps_dialog *dialog, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	const char *user = user_words(setup, entry);

	put_field(stream, dialog->server, endpoint->host);
	put_field(stream, dialog->port,
		arena_printf(setup->arena, "%u", endpoint->port));
	put_field(stream, dialog->security, dialog->words[endpoint->mode]);
	if (user)
		put_field(stream, dialog->user, user);
	put_field(stream,
		dialog->authentication ? dialog->authentication
				       : "Authentication",
		authentication_words(entry));
}

static void put_oauth(FILE *stream, const struct steps_dialog *dialog,
	const struct matrix_entry *entry)
{
	if (!setup_wants_oauth(entry))
		return;
	if (dialog->oauth)
		fprintf(stream, "    Signing in: %s\n", dialog->oauth);
	else
		fputs("    Signing in: the provider requires OAuth 2.0, which "
		      "this dialog does not offer;\n    use an app password if "
		      "the provider offers one.\n",
			stream);
}

/* What the outgoing server needs beside its fields */
static void put_outgoing_login(FILE *stream, const struct setup *setup,
	const struct steps_dialog *dialog, const struct matrix_entry *in,
	const struct matrix_entry *out)
{
	const char *user = setup_user_name(setup, out);
	const char *other = setup_user_name(setup, in);

	if (!user)
		fputs("    This server does not require signing in.\n", stream);
	else if (setup_wants_oauth(out))
		put_oauth(stream, dialog, out);
	else if (!setup_wants_oauth(in) && other && strcmp(user, other) == 0)
		fputs("    The same name and password as for incoming mail.\n",
			stream);
	else
		fputs("    The password of this name.\n", stream);
}

/* Two options that an Exchange mailbox has for POP and IMAP. */
static void put_exchange(FILE *stream, unsigned step)
{
	fprintf(stream,
		"\n %u. Two mailbox settings affect programs that use POP or "
		"IMAP; change them on the web\n    or ask the administrator:\n "
		"     - meeting invitations as iCalendar files, for programs "
		"with a calendar\n      - no read receipts for messages that "
		"were only downloaded\n",
		step);
}

static const char *last_step(
	const struct steps_dialog *dialog, const struct matrix_entry *out)
{
	if (setup_needs_no_login(out))
		return dialog->last_open;
	if (setup_wants_oauth(out))
		return NULL;
	return strcmp(authentication_words(out), "NTLM") == 0
		       ? dialog->last_ntlm
		       : dialog->last;
}

void steps_write(FILE *stream, const struct setup *setup,
	const struct steps_dialog *dialog)
{
	const struct matrix_entry *in = setup->incoming[0];
	const struct matrix_entry *out = setup->outgoing[0];
	const char *last = last_step(dialog, out);
	unsigned step = 1;

	fprintf(stream, "%s: settings for %s\n(%s)\n\n", dialog->program,
		setup->title, setup->checked);
	fprintf(stream, " %u. %s\n", step++, dialog->way);
	fprintf(stream, "\n %u. %s: %s\n", step++, dialog->incoming,
		service_label(in->endpoint.service));
	put_server(stream, setup, dialog, in);
	put_oauth(stream, dialog, in);
	fprintf(stream, "\n %u. %s: SMTP\n", step++, dialog->outgoing);
	put_server(stream, setup, dialog, out);
	put_outgoing_login(stream, setup, dialog, in, out);
	if (last)
		fprintf(stream, "\n %u. %s\n", step++, last);
	if (setup->exchange)
		put_exchange(stream, step);
}
