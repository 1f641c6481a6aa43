/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* OfflineIMAP's rc file: one section for each repository, and [DEFAULT] for
 * all. Since version 7 "ssl" is on unless it is turned off, and wins; without
 * it STARTTLS is used where the server offers it, unless "starttls" is off. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"
#include "settings/text/ini.h"

#include <string.h>

struct reading {
	struct records *records;
	struct arena *arena;
	const struct ini *ini;
	struct problem *ret_problem;
};

static enum likeness likeness(struct octets text)
{
	if (!likeness_lines_with(text, "[Repository"))
		return LIKE_NOT;
	return likeness_has(text, "remotehost") || likeness_has(text, "type")
		       ? LIKE_SURELY
		       : LIKE_MUCH;
}

static const struct ini_entry *entry_of(
	struct reading *r, const char *section, const char *name)
{
	const struct ini_entry *entry = ini_find(r->ini, section, name);

	return entry ? entry : ini_find(r->ini, "DEFAULT", name);
}

static const char *value_of(
	struct reading *r, const char *section, const char *name)
{
	const struct ini_entry *entry = entry_of(r, section, name);

	return entry && *entry->value ? entry->value : NULL;
}

static const char *said_of(struct arena *arena, const struct ini_entry *entry)
{
	return entry ? arena_printf(arena, "%s = %s", entry->name, entry->value)
		     : NULL;
}

static void read_mode(
	struct reading *r, const char *section, struct record *record)
{
	const struct ini_entry *ssl = entry_of(r, section, "ssl");
	const struct ini_entry *starttls = entry_of(r, section, "starttls");
	const struct ini_entry *decides = ssl;

	if (!ssl || lexicon_is_yes(ssl->value)) {
		record->word = WORD_IMPLICIT;
		if (!ssl)
			record->meaning =
				"without \"ssl = no\", OfflineIMAP uses "
				"SSL/TLS and ignores starttls";
	} else {
		/* Where the server does not offer it, it goes on without. */
		record->word = !starttls || lexicon_is_yes(starttls->value)
				       ? WORD_OPPORTUNISTIC
				       : WORD_CLEARTEXT;
		decides = starttls ? starttls : ssl;
	}
	record->said = said_of(r->arena, decides);
	record->said_line = decides ? decides->line : 0;
}

static void read_authentication(
	struct reading *r, const char *section, struct record *record)
{
	const char *mechanisms = value_of(r, section, "auth_mechanisms");
	const char *word = NULL;

	if (!mechanisms || strchr(mechanisms, ','))
		return;
	if (ascii_compare(mechanisms, "XOAUTH2") == 0)
		word = "OAuth2";
	else if (ascii_compare(mechanisms, "CRAM-MD5") == 0)
		word = "password-encrypted";
	else if (ascii_compare(mechanisms, "GSSAPI") == 0)
		word = "GSSAPI";
	if (word)
		record_set_authentication(r->arena, record, word);
}

static void read_limits(struct reading *r, const char *section)
{
	const struct ini_entry *version = entry_of(r, section, "ssl_version");

	if (version && (ascii_compare(version->value, "tls1") == 0 ||
			       ascii_compare(version->value, "tls1_1") == 0 ||
			       ascii_compare_n(version->value, "ssl", 3) == 0))
		records_remark(r->records, REMARK_TLS_LIMITED, version->line,
			arena_printf(
				r->arena, "ssl_version = %s", version->value),
			NULL);
}

static bool add_repository(void *context, const char *section, unsigned line)
{
	struct reading *r = context;
	struct record record = {.service = SERVICE_IMAP, .line = line};
	const char *type = value_of(r, section, "type");
	const struct ini_entry *host = entry_of(r, section, "remotehost");
	bool gmail = type && ascii_compare(type, "Gmail") == 0;

	if (ascii_compare_n(section, "Repository", 10) != 0 ||
		(type && ascii_compare(type, "IMAP") != 0 && !gmail) ||
		(!type && !host))
		return true;
	if (host)
		record.line = host->line;
	record.host = host ? host->value : gmail ? "imap.gmail.com" : NULL;
	record.account.label = section + 10 + strspn(section + 10, " ");
	record.account.user_name = value_of(r, section, "remoteuser");
	record_set_port(&record, value_of(r, section, "remoteport"));
	read_mode(r, section, &record);
	read_authentication(r, section, &record);
	if (!record.host) {
		records_skip(r->records, line, section,
			entry_of(r, section, "remotehosteval")
				? "a program of the user's finds its server: "
				  "remotehosteval"
				: "it names no remotehost");
		return true;
	}
	if (!records_add(r->records, &record, r->ret_problem))
		return false;
	read_limits(r, section);
	return true;
}

static bool read_offlineimap(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct ini ini = ini_read(arena, text);
	struct reading r = {records, arena, &ini, ret_problem};

	(void)place;
	return ini_each(&ini, add_repository, &r);
}

const struct form form_offlineimap = {
	.name = "offlineimap",
	.title = "OfflineIMAP's configuration",
	.likeness = likeness,
	.read = read_offlineimap,
};
