/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/steps.h"

static void put_field(FILE *stream, const char *name, const char *value)
{
	fprintf(stream, "       %-26s %s\n", name, value);
}

static void put_server(FILE *stream, const struct setup *setup,
	const struct steps_dialog *dialog, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;

	put_field(stream, dialog->server, endpoint->host);
	put_field(stream, dialog->port,
		arena_printf(setup->arena, "%u", endpoint->port));
	put_field(stream, dialog->security, dialog->words[endpoint->mode]);
	put_field(stream, dialog->user, setup_user_name(setup, entry));
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

void steps_write(FILE *stream, const struct setup *setup,
	const struct steps_dialog *dialog)
{
	const struct matrix_entry *in = setup->incoming[0];
	const struct matrix_entry *out = setup->outgoing[0];
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
	fputs("    The same name and password as for incoming mail.\n", stream);
	if (dialog->last)
		fprintf(stream, "\n %u. %s\n", step++, dialog->last);
	if (setup->exchange)
		put_exchange(stream, step);
}
