/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Outlook's .prf files: a section for each account, with the servers of its
 * services side by side. Ports and flags that are missing have Outlook's
 * defaults. */

#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/text/ini.h"

#include <string.h>
#include <strings.h>

struct reading {
	struct records *records;
	struct arena *arena;
	const struct ini *ini;
	struct problem *ret_problem;
};

static enum likeness likeness(struct octets text)
{
	size_t servers = likeness_lines_with(text, "POP3Server") +
			 likeness_lines_with(text, "IMAPServer") +
			 likeness_lines_with(text, "SMTPServer");

	if (servers && likeness_lines_with(text, "["))
		return LIKE_SURELY;
	return likeness_lines_with(text, "[Internet Account List]") ? LIKE_MUCH
								    : LIKE_NOT;
}

static const struct ini_entry *entry_of(struct reading *r, const char *section,
	const char *prefix, const char *name)
{
	return ini_find(
		r->ini, section, arena_printf(r->arena, "%s%s", prefix, name));
}

static const char *value_of(struct reading *r, const char *section,
	const char *prefix, const char *name)
{
	const struct ini_entry *entry = entry_of(r, section, prefix, name);

	return entry && *entry->value ? entry->value : NULL;
}

/* SMTPSecureConnection: 0 none, 1 SSL, 2 TLS (STARTTLS), 3 auto. */
static void read_secure_connection(const char *secure, struct record *record)
{
	static const enum mode_word words[] = {WORD_CLEARTEXT, WORD_IMPLICIT,
		WORD_EXPLICIT, WORD_OPPORTUNISTIC};

	if (strlen(secure) == 1 && *secure >= '0' && *secure <= '3')
		record->word = words[*secure - '0'];
}

static void read_mode(struct reading *r, const char *section,
	const char *prefix, struct record *record)
{
	const char *use = value_of(r, section, prefix, "UseSSL");
	const char *secure = value_of(r, section, prefix, "SecureConnection");

	record->word = lexicon_is_yes(use) ? WORD_SSL : WORD_CLEARTEXT;
	if (use) {
		record->said =
			arena_printf(r->arena, "%sUseSSL=%s", prefix, use);
		record->said_line =
			entry_of(r, section, prefix, "UseSSL")->line;
	}
	if (!secure)
		return;
	record->said_line =
		entry_of(r, section, prefix, "SecureConnection")->line;
	record->said =
		arena_printf(r->arena, "%sSecureConnection=%s", prefix, secure);
	read_secure_connection(secure, record);
}

static bool add_server(struct reading *r, const char *section,
	const char *prefix, enum service service)
{
	const struct ini_entry *server = ini_find(
		r->ini, section, arena_printf(r->arena, "%sServer", prefix));
	struct record record = {.service = service};

	if (!server || !*server->value)
		return true;
	record.host = server->value;
	record.line = server->line;
	record.account.label = value_of(r, section, "", "AccountName");
	record.account.address = value_of(r, section, "", "EmailAddress");
	record.account.user_name = value_of(r, section, prefix, "UserName");
	record_set_port(&record, value_of(r, section, prefix, "Port"));
	read_mode(r, section, prefix, &record);
	/* Outlook's own default, whatever is recommended today. */
	if (!record.port && !record.port_text && service == SERVICE_SMTP)
		record.port = record.word == WORD_IMPLICIT   ? 465
			      : record.word == WORD_EXPLICIT ? 587
							     : 25;
	if (lexicon_is_yes(value_of(r, section, prefix, "UseSPA")))
		record_set_authentication(r->arena, &record, "NTLM");
	return records_add(r->records, &record, r->ret_problem);
}

static bool add_account(void *context, const char *section, unsigned line)
{
	struct reading *r = context;

	(void)line;
	return add_server(r, section, "POP3", SERVICE_POP3) &&
	       add_server(r, section, "IMAP", SERVICE_IMAP) &&
	       add_server(r, section, "SMTP", SERVICE_SMTP);
}

static bool read_prf(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct ini ini = ini_read(arena, text);
	struct reading r = {records, arena, &ini, ret_problem};

	(void)place;
	return ini_each(&ini, add_account, &r);
}

const struct form form_prf = {
	.name = "prf",
	.title = "Outlook profile (.prf)",
	.likeness = likeness,
	.read = read_prf,
};
