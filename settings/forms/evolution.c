/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Evolution's .source files: one for each side of an account, with the server
 * among what it takes to sign in. */

#include "model/table.h"
#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/text/ini.h"

#include <string.h>

static enum likeness likeness(struct octets text)
{
	return likeness_lines_with(text, "[Data Source]") &&
			       likeness_has(text, "BackendName")
		       ? LIKE_SURELY
		       : LIKE_NOT;
}

static const char *value_of(
	const struct ini *ini, const char *section, const char *name)
{
	const struct ini_entry *entry = ini_find(ini, section, name);

	return entry && *entry->value ? entry->value : NULL;
}

/* Method = "none" / "ssl-on-alternate-port" / "starttls-on-standard-port" */
static void read_mode(
	struct arena *arena, const struct ini *ini, struct record *record)
{
	const struct ini_entry *method = ini_find(ini, "Security", "Method");

	if (!method)
		return;
	record->said = arena_printf(arena, "Method=%s", method->value);
	record->said_line = method->line;
	if (ascii_compare_n(method->value, "ssl", 3) == 0)
		record->word = WORD_IMPLICIT;
	else if (ascii_compare_n(method->value, "starttls", 8) == 0)
		record->word = WORD_EXPLICIT;
	else if (ascii_compare(method->value, "none") == 0)
		record->word = WORD_CLEARTEXT;
}

static bool read_evolution(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct ini ini = ini_read(arena, text);
	const struct ini_entry *backend =
		ini_find(&ini, "Mail Account", "BackendName");
	const struct ini_entry *host = ini_find(&ini, "Authentication", "Host");
	struct record record = {.line = host ? host->line : 1};

	if (!backend)
		backend = ini_find(&ini, "Mail Transport", "BackendName");
	/* imapx, pop, smtp; the others have no server for mail. */
	if (!backend ||
		!lexicon_service(backend->value, strcspn(backend->value, "xX"),
			&record.service, NULL)) {
		records_skip(records, backend ? backend->line : 1,
			backend ? backend->value : "the source",
			"it is not a POP3, IMAP or SMTP account");
		return true;
	}
	record.host = host ? host->value : NULL;
	if (!record.host || !*record.host)
		return refuse_at(arena, place, record.line, ret_problem,
			"a server's name was expected here, as Host in the "
			"section Authentication");
	record_set_port(&record, value_of(&ini, "Authentication", "Port"));
	record.account.label = value_of(&ini, "Data Source", "DisplayName");
	record.account.user_name = value_of(&ini, "Authentication", "User");
	if (value_of(&ini, "Authentication", "Method") &&
		ascii_compare(value_of(&ini, "Authentication", "Method"),
			"XOAUTH2") == 0)
		record_set_authentication(arena, &record, "OAuth2");
	read_mode(arena, &ini, &record);
	return records_add(records, &record, ret_problem);
}

const struct form form_evolution = {
	.name = "evolution",
	.title = "an account of Evolution",
	.likeness = likeness,
	.read = read_evolution,
};
