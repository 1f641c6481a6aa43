/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Alpine's .pinerc: mailboxes as {host:port/flags}, and servers to send by
 * without the braces. */

#include "model/table.h"
#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/text/lines.h"

#include <string.h>

struct reading {
	struct records *records;
	struct arena *arena;
	struct problem *ret_problem;
	unsigned line;
};

static enum likeness likeness(struct octets text)
{
	size_t own = likeness_lines_with(text, "inbox-path=") +
		     likeness_lines_with(text, "folder-collections=") +
		     likeness_lines_with(text, "incoming-folders=") +
		     likeness_lines_with(text, "user-domain=") +
		     likeness_lines_with(text, "feature-list=");

	return own && (likeness_has(text, "={") || likeness_has(text, "{") ||
			      likeness_lines_with(text, "smtp-server="))
		       ? LIKE_MUCH
		       : LIKE_NOT;
}

/* What the flags say together: Alpine takes /tls1_2 and the like, and /tryssl,
 * for a connection that begins with TLS. */
struct flags {
	bool implicit;
	bool tls;
	bool none;
	const char *said;
};

static void take_flag(struct flags *flags, const char *flag,
	struct record *record, struct arena *arena)
{
	static const struct {
		const char *flag;
		enum service service;
	} services[] = {
		{"imap", SERVICE_IMAP},
		{"imap2", SERVICE_IMAP},
		{"imap4", SERVICE_IMAP},
		{"imap4rev1", SERVICE_IMAP},
		{"pop3", SERVICE_POP3},
		{"service=imap", SERVICE_IMAP},
		{"service=pop3", SERVICE_POP3},
	};

	for (size_t i = 0; i < COUNT_OF(services); i++)
		if (ascii_compare(flag, services[i].flag) == 0)
			record->service = services[i].service;
	if (ascii_compare_n(flag, "user=", 5) == 0) {
		size_t quote = flag[5] == '"';

		record->account.user_name = arena_printf(arena, "%.*s",
			(int)strcspn(flag + 5 + quote, "\""), flag + 5 + quote);
		return;
	}
	if (ascii_compare(flag, "submit") == 0 && !record->port)
		record->port = 587;
	if (ascii_compare(flag, "ssl") == 0 ||
		ascii_compare(flag, "tryssl") == 0 ||
		(ascii_compare_n(flag, "tls1", 4) == 0))
		flags->implicit = true;
	else if (ascii_compare(flag, "tls") == 0)
		flags->tls = true;
	else if (ascii_compare(flag, "notls") == 0)
		flags->none = true;
	else
		return;
	flags->said = flags->said
			      ? arena_printf(arena, "%s/%s", flags->said, flag)
			      : arena_printf(arena, "/%s", flag);
}

/* host [ ":" port ] *( "/" flag ) */
static bool add_server(struct reading *r, enum service service, char *text)
{
	struct record record = {.service = service, .line = r->line};
	struct flags flags = {0};
	char *host = strsep(&text, "/"), *flag;

	record_set_place(r->arena, &record, host);
	while ((flag = strsep(&text, "/")))
		take_flag(&flags, flag, &record, r->arena);
	record.said = flags.said;
	record.word = flags.implicit ? WORD_IMPLICIT
		      : flags.tls    ? WORD_EXPLICIT
		      : flags.none   ? WORD_CLEARTEXT
				     : WORD_OPPORTUNISTIC;
	if (!flags.said)
		record.meaning = "Alpine uses STARTTLS where the server offers "
				 "it";
	if (!record.port && !record.port_text)
		record.port =
			record.word == WORD_IMPLICIT
				? service_port(record.service, MODE_IMPLICIT)
			: record.service == SERVICE_SMTP
				? 25
				: service_port(record.service, MODE_EXPLICIT);
	if (record.service == SERVICE_SMTP && !record.account.user_name)
		record_set_authentication(r->arena, &record, "none");
	return records_add(r->records, &record, r->ret_problem);
}

/* Whether such a variable names mailboxes; others have braces of their own. */
static bool names_mailboxes(const char *line)
{
	static const char *const words[] = {"-path=", "folder",
		"collections=", "-fcc=", "address-book=", "patterns-"};
	const char *equals = strchr(line, '=');

	for (size_t i = 0; equals && i < COUNT_OF(words); i++) {
		const char *found = ascii_find(line, words[i]);

		if (found && found < equals)
			return true;
	}
	return false;
}

/* Each mailbox in the line; those of a news server are nobody's mail. */
static bool add_mailboxes(struct reading *r, const char *text)
{
	for (const char *at; (at = strchr(text, '{')); text = at) {
		size_t length = strcspn(++at, "}");
		char *copy = arena_printf(r->arena, "%.*s", (int)length, at);

		if (!at[length])
			return true;
		at += length;
		if (!ascii_find(copy, "/nntp") &&
			!ascii_find(copy, "/service=nntp") &&
			!add_server(r, SERVICE_IMAP, copy))
			return false;
	}
	return true;
}

static bool add_senders(struct reading *r, char *text)
{
	char *server;

	while ((server = strsep(&text, ","))) {
		server += strspn(server, " \t\"");
		server[strcspn(server, "\" \t")] = '\0';
		if (*server && !add_server(r, SERVICE_SMTP, server))
			return false;
	}
	return true;
}

static bool read_pine(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {records, arena, ret_problem, 0};
	struct lines lines = lines_begin(text);
	static const char sender[] = "smtp-server=";
	bool mailboxes = false;
	const char *line;
	size_t length;

	(void)place;
	while (lines_next(&lines, &line, &length)) {
		char *copy = arena_printf(arena, "%.*s", (int)length, line);

		r.line = lines.number;
		if (*copy == '#')
			continue;
		/* A line with a blank in front goes on with the one before. */
		if (*copy != ' ' && *copy != '\t')
			mailboxes = names_mailboxes(copy);
		if (ascii_compare_n(copy, sender, strlen(sender)) == 0) {
			if (!add_senders(&r, copy + strlen(sender)))
				return false;
		} else if (mailboxes && !add_mailboxes(&r, copy)) {
			return false;
		}
	}
	return true;
}

const struct form form_pine = {
	.name = "pine",
	.title = "Alpine's .pinerc",
	.likeness = likeness,
	.read = read_pine,
};
