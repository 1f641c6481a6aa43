/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Outlook's .prf files: a section for each account, with the servers of its
 * services side by side; [Internet Account List] names them. Other sections map
 * the names of settings to properties ("POP3Server=PT_UNICODE,0x0100"). Ports
 * and flags that are missing have Outlook's defaults. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/text/ini.h"

#include <string.h>
#include <strings.h>

#define LIST "Internet Account List"
#define LISTED 256 /* accounts; nobody has more */

struct reading {
	struct records *records;
	struct arena *arena;
	const struct ini *ini;
	struct problem *ret_problem;
	/* What says which sections are accounts */
	const struct ini_entry *listed[LISTED];
	size_t listed_count;
	bool has_list;
};

static enum likeness likeness(struct octets text)
{
	size_t servers = likeness_lines_with(text, "POP3Server") +
			 likeness_lines_with(text, "IMAPServer") +
			 likeness_lines_with(text, "SMTPServer");

	if (servers && (likeness_lines_with(text, "[General") ||
			       likeness_lines_with(text, "[Service") ||
			       likeness_lines_with(text, "[Internet") ||
			       likeness_lines_with(text, "[Account")))
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
		record.port = record.word == WORD_IMPLICIT
				      ? service_port(service, MODE_IMPLICIT)
			      : record.word == WORD_EXPLICIT
				      ? service_port(service, MODE_EXPLICIT)
				      : 25;
	if (lexicon_is_yes(value_of(r, section, prefix, "UseSPA")))
		record_set_authentication(r->arena, &record, "NTLM");
	return records_add(r->records, &record, r->ret_problem);
}

static const char *server_of(struct reading *r, const char *section)
{
	static const char *const names[] = {
		"POP3Server", "IMAPServer", "SMTPServer"};

	for (size_t i = 0; i < 3; i++)
		if (value_of(r, section, "", names[i]))
			return value_of(r, section, "", names[i]);
	return NULL;
}

/* A type of MAPI (PT_LONG) with a tag: what a section maps, not what it
 * sets. */
static bool is_map(const char *value)
{
	return ascii_compare_n(value, "PT_", 3) == 0;
}

/* Account1=I_Mail in the list is the section [Account1], which [I_Mail] maps
 * to properties; some files have the section's name as the value. */
static void find_list(struct reading *r)
{
	const char *server;

	for (size_t i = 0; i < r->ini->count; i++) {
		const struct ini_entry *entry = &r->ini->entries[i];

		if (r->listed_count == LISTED ||
			ascii_compare(entry->section, LIST) != 0)
			continue;
		r->listed[r->listed_count++] = entry;
		server = server_of(r, entry->name);
		if (!server)
			server = server_of(r, entry->value);
		r->has_list = r->has_list || (server && !is_map(server));
	}
}

static bool is_listed(const struct reading *r, const char *section)
{
	for (size_t i = 0; i < r->listed_count; i++)
		if (ascii_compare(r->listed[i]->name, section) == 0 ||
			ascii_compare(r->listed[i]->value, section) == 0)
			return true;
	return false;
}

static bool add_account(void *context, const char *section, unsigned line)
{
	struct reading *r = context;
	const char *server = server_of(r, section);

	if (!server || is_map(server))
		return true;
	if (r->has_list && !is_listed(r, section)) {
		records_skip(r->records, line, server,
			"[" LIST "] does not name its section");
		return true;
	}
	return add_server(r, section, "POP3", SERVICE_POP3) &&
	       add_server(r, section, "IMAP", SERVICE_IMAP) &&
	       add_server(r, section, "SMTP", SERVICE_SMTP);
}

static bool read_prf(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct ini ini = ini_read(arena, text);
	struct reading r = {
		.records = records,
		.arena = arena,
		.ini = &ini,
		.ret_problem = ret_problem,
	};

	(void)place;
	find_list(&r);
	return ini_each(&ini, add_account, &r);
}

const struct form form_prf = {
	.name = "prf",
	.title = "Outlook profile (.prf)",
	.likeness = likeness,
	.read = read_prf,
};
