/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* accountrc of Claws Mail and Sylpheed: a section for each account. Both keep
 * ports that are not in use; "set_smtpport" says which are. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/text/ini.h"

#include <string.h>

struct reading {
	struct records *records;
	struct arena *arena;
	const struct ini *ini;
	const char *section;
	struct problem *ret_problem;
};

static enum likeness likeness(struct octets text)
{
	return likeness_lines_with(text, "[Account:") &&
			       likeness_has(text, "receive_server")
		       ? LIKE_SURELY
		       : LIKE_NOT;
}

static const char *value_of(struct reading *r, const char *name)
{
	const struct ini_entry *entry = ini_find(r->ini, r->section, name);

	return entry && *entry->value ? entry->value : NULL;
}

static bool is_on(struct reading *r, const char *name)
{
	return lexicon_is_yes(value_of(r, name));
}

/* ssl_imap = "0" / "1" / "2": nothing, a tunnel, STARTTLS */
static void read_mode(struct reading *r, const char *name, enum service service,
	struct record *record)
{
	const struct ini_entry *entry = ini_find(r->ini, r->section, name);
	const struct service_way *way;
	enum tls_mode mode = MODE_CLEARTEXT;

	record->word = WORD_CLEARTEXT;
	if (entry && strcmp(entry->value, "1") == 0) {
		record->word = WORD_IMPLICIT;
		mode = MODE_IMPLICIT;
	} else if (entry && strcmp(entry->value, "2") == 0) {
		record->word = WORD_EXPLICIT;
		mode = MODE_EXPLICIT;
	}
	record->said = arena_printf(
		r->arena, "%s=%s", name, entry ? entry->value : "0");
	record->said_line = entry ? entry->line : 0;
	way = service_way_of_mode(service, mode);
	/* Without a port of its own, mail is sent by 25. */
	if (!record->port && !record->port_text)
		record->port =
			service_is_outgoing(service) && mode != MODE_IMPLICIT
				? 25
			: way ? way->port
			      : 0;
}

static void read_port(struct reading *r, const char *set, const char *name,
	struct record *record)
{
	if (is_on(r, set))
		record_set_port(record, value_of(r, name));
}

static bool add_incoming(struct reading *r, unsigned line)
{
	const char *protocol = value_of(r, "protocol");
	const struct ini_entry *host =
		ini_find(r->ini, r->section, "receive_server");
	struct record record = {.line = host ? host->line : line};
	bool imap = protocol && strcmp(protocol, "3") == 0;

	/* 0 to 2 are POP3 and its ways to sign in; the others fetch no mail. */
	if (protocol && !imap && !strchr("012", *protocol)) {
		records_skip(r->records, line, r->section,
			"it fetches no mail by POP3 or IMAP");
		return true;
	}
	if (!host || !*host->value) {
		records_skip(r->records, line, r->section,
			"it names no receive_server");
		return true;
	}
	record.service = imap ? SERVICE_IMAP : SERVICE_POP3;
	record.host = host->value;
	record.account.label = value_of(r, "account_name");
	record.account.address = value_of(r, "address");
	record.account.user_name = value_of(r, "user_id");
	read_port(r, imap ? "set_imapport" : "set_popport",
		imap ? "imap_port" : "pop_port", &record);
	read_mode(r, imap ? "ssl_imap" : "ssl_pop", record.service, &record);
	return records_add(r->records, &record, r->ret_problem);
}

static bool add_outgoing(struct reading *r)
{
	const struct ini_entry *host =
		ini_find(r->ini, r->section, "smtp_server");
	struct record record = {.service = SERVICE_SMTP};
	const char *user = value_of(r, "smtp_user_id");

	if (!host || !*host->value)
		return true;
	record.line = host->line;
	record.host = host->value;
	record.account.label = value_of(r, "account_name");
	record.account.address = value_of(r, "address");
	record.account.user_name = user ? user : value_of(r, "user_id");
	if (value_of(r, "use_smtp_auth") && !is_on(r, "use_smtp_auth")) {
		record_set_authentication(r->arena, &record, "none");
		record.account.user_name = NULL;
	}
	read_port(r, "set_smtpport", "smtp_port", &record);
	read_mode(r, "ssl_smtp", SERVICE_SMTP, &record);
	return records_add(r->records, &record, r->ret_problem);
}

static bool add_account(void *context, const char *section, unsigned line)
{
	struct reading *r = context;

	if (ascii_compare_n(section, "Account", 7) != 0)
		return true;
	r->section = section;
	return add_incoming(r, line) && add_outgoing(r);
}

static bool read_claws(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct ini ini = ini_read(arena, text);
	struct reading r = {records, arena, &ini, NULL, ret_problem};

	(void)place;
	return ini_each(&ini, add_account, &r);
}

const struct form form_claws = {
	.name = "claws",
	.title = "accounts of Claws Mail or Sylpheed",
	.likeness = likeness,
	.read = read_claws,
};
