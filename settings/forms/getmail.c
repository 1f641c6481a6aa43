/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* getmail's rc files: the retriever's type says service and mode, and one
 * without SSL in its name is cleartext (getmail knows no STARTTLS). */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"
#include "settings/text/ini.h"

#include <string.h>

static enum likeness likeness(struct octets text)
{
	return likeness_lines_with(text, "[retriever]") ? LIKE_SURELY
							: LIKE_NOT;
}

static const char *value_of(const struct ini *ini, const char *name)
{
	const struct ini_entry *entry = ini_find(ini, "retriever", name);

	return entry && *entry->value ? entry->value : NULL;
}

static bool read_type(const char *type, struct record *record)
{
	if (ascii_find(type, "IMAP"))
		record->service = SERVICE_IMAP;
	else if (ascii_find(type, "POP3"))
		record->service = SERVICE_POP3;
	else
		return false;
	record->said = type;
	record->word = ascii_find(type, "SSL") ? WORD_IMPLICIT : WORD_CLEARTEXT;
	if (record->word == WORD_CLEARTEXT)
		record->meaning = "a retriever without SSL in its name does "
				  "not encrypt";
	return true;
}

static bool read_getmail(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct ini ini = ini_read(arena, text);
	const struct ini_entry *type = ini_find(&ini, "retriever", "type");
	struct record record = {.line = type ? type->line : 1};

	if (!type || !read_type(type->value, &record))
		return refuse_at(arena, place, record.line, ret_problem,
			"a type of retriever was expected here, as in \"type = "
			"SimpleIMAPSSLRetriever\"");
	record.host = value_of(&ini, "server");
	record_set_port(&record, value_of(&ini, "port"));
	record.account.user_name = value_of(&ini, "username");
	if (lexicon_is_yes(value_of(&ini, "use_xoauth2")))
		record_set_authentication(arena, &record, "OAuth2");
	if (lexicon_is_yes(value_of(&ini, "use_cram_md5")))
		record_set_authentication(arena, &record, "password-encrypted");
	return records_add(records, &record, ret_problem);
}

const struct form form_getmail = {
	.name = "getmail",
	.title = "getmail's configuration",
	.likeness = likeness,
	.read = read_getmail,
};
