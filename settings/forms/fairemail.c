/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The settings that FairEmail exports, as JSON: an account fetches, and its
 * identities send. */

#include "model/table.h"
#include "model/text/json.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"

#include <string.h>

struct reading {
	struct records *records;
	struct arena *arena;
	struct octets text;
	const char *label;
	struct problem *ret_problem;
};

static enum likeness likeness(struct octets text)
{
	size_t blanks = 0;

	while (blanks < text.length && strchr(" \t\r\n", text.data[blanks]))
		blanks++;
	if (blanks == text.length || text.data[blanks] != '{')
		return LIKE_NOT;
	return likeness_has(text, "\"accounts\"") &&
			       likeness_has(text, "\"auth_type\"") &&
			       (likeness_has(text, "\"encryption\"") ||
				       likeness_has(text, "\"identities\""))
		       ? LIKE_MUCH
		       : LIKE_NOT;
}

static unsigned line_of(const struct reading *r, struct octets value)
{
	unsigned line = 1;

	for (const unsigned char *at = r->text.data; at < value.data; at++)
		line += *at == '\n';
	return line;
}

static const char *string_of(
	struct reading *r, struct octets object, const char *name)
{
	struct octets value;

	return json_find(object, name, &value) ? json_string(r->arena, value)
					       : NULL;
}

static bool number_of(struct octets object, const char *name, int64_t *ret)
{
	struct octets value;

	return json_find(object, name, &value) &&
	       json_kind_of(value) == JSON_NUMBER &&
	       json_read_integer(value, ret);
}

static bool is_true(struct octets object, const char *name)
{
	struct octets value;

	return json_find(object, name, &value) &&
	       json_kind_of(value) == JSON_TRUE;
}

/* Before there were numbers for it, "starttls" was true or false. */
static void read_encryption(
	struct reading *r, struct octets server, struct record *record)
{
	static const struct {
		enum mode_word word;
		const char *meaning;
	} numbers[] = {
		{WORD_IMPLICIT, "SSL/TLS"},
		{WORD_EXPLICIT, "STARTTLS"},
		{WORD_CLEARTEXT, "no encryption"},
	};
	struct octets value;
	int64_t number;

	if (json_find(server, "encryption", &value)) {
		record->said = arena_printf(r->arena, "encryption: %.*s",
			(int)value.length, (const char *)value.data);
		record->said_line = line_of(r, value);
		if (json_kind_of(value) != JSON_NUMBER ||
			!json_read_integer(value, &number) || number < 0 ||
			number >= (int64_t)COUNT_OF(numbers))
			return;
		record->word = numbers[number].word;
		record->meaning = numbers[number].meaning;
	} else if (json_find(server, "starttls", &value)) {
		bool starttls = json_kind_of(value) == JSON_TRUE;

		record->said = starttls ? "starttls: true" : "starttls: false";
		record->said_line = line_of(r, value);
		record->word = starttls ? WORD_EXPLICIT : WORD_IMPLICIT;
	}
}

static void read_authentication(
	struct reading *r, struct octets server, struct record *record)
{
	int64_t way;

	if (!number_of(server, "auth_type", &way))
		return;
	if (way == 1)
		record_set_authentication(
			r->arena, record, "password-cleartext");
	else if (way == 2 || way == 3)
		record_set_authentication(r->arena, record, "OAuth2");
}

static bool add_server(
	struct reading *r, struct octets server, struct record *record)
{
	struct octets host;
	int64_t port;

	record->line = line_of(r, server);
	if (!json_find(server, "host", &host)) {
		records_skip(r->records, record->line,
			record->service == SERVICE_SMTP ? "an identity"
							: "an account",
			"there is no host");
		return true;
	}
	record->line = line_of(r, host);
	record->host = json_string(r->arena, host);
	if (number_of(server, "port", &port)) {
		if (port > 0 && port <= 65535)
			record->port = (unsigned)port;
		else
			record->port_text =
				arena_printf(r->arena, "%lld", (long long)port);
	}
	read_encryption(r, server, record);
	record->account.label = r->label;
	record->account.user_name = string_of(r, server, "user");
	read_authentication(r, server, record);
	if (!records_add(r->records, record, r->ret_problem))
		return false;
	if (record->said && record->word == WORD_NONE)
		records_remark(r->records, REMARK_WORD_UNKNOWN,
			record->said_line, record->said, NULL);
	return true;
}

static bool add_account(struct reading *r, struct octets account)
{
	struct record record = {.service = SERVICE_IMAP};
	struct octets identities, identity;
	int64_t protocol = 0;

	r->label = string_of(r, account, "name");
	if ((number_of(account, "protocol", &protocol) && protocol == 1) ||
		is_true(account, "pop"))
		record.service = SERVICE_POP3;
	if (!add_server(r, account, &record))
		return false;
	if (!json_find(account, "identities", &identities))
		return true;
	while (json_next(&identities, &identity)) {
		record = (struct record){
			.service = SERVICE_SMTP,
			.account.address = string_of(r, identity, "email"),
		};
		if (!add_server(r, identity, &record))
			return false;
	}
	return true;
}

static bool read_fairemail(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {records, arena, text, NULL, ret_problem};
	struct octets root, accounts, account;

	if (!json_read(text, &root) || !json_find(root, "accounts", &accounts))
		return refuse_at(arena, place, 1, ret_problem,
			"the accounts that FairEmail exports as JSON were "
			"expected here");
	while (json_next(&accounts, &account))
		if (!add_account(&r, account))
			return false;
	return true;
}

const struct form form_fairemail = {
	.name = "fairemail",
	.title = "settings of FairEmail",
	.likeness = likeness,
	.read = read_fairemail,
};
