/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* msmtp's configuration: defaults, and accounts that build upon others. TLS is
 * off unless it is turned on, and then STARTTLS unless that is turned off. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"
#include "settings/text/keywords.h"
#include "settings/text/lines.h"

#include <string.h>

#define ACCOUNTS 10000

struct account_rows {
	const char *name; /* NULL: the defaults */
	const char *host;
	const char *port;
	bool tls;
	bool starttls;
	unsigned tls_line;
	bool trust_anybody;
	unsigned trust_line;
	const char *auth;
	const char *user;
	const char *from;
	unsigned line;
	bool alias; /* "account default : name" */
};

struct reading {
	struct arena *arena;
	const char *place;
	struct problem *ret_problem;
	struct account_rows defaults;
	struct account_rows *accounts;
	size_t count;
	struct account_rows *now;
};

static enum likeness likeness(struct octets text)
{
	size_t own = likeness_lines_with(text, "tls_starttls") +
		     likeness_lines_with(text, "tls_trust_file") +
		     likeness_lines_with(text, "tls_certcheck") +
		     likeness_lines_with(text, "passwordeval") +
		     likeness_lines_with(text, "account default");

	if (!likeness_lines_with(text, "host"))
		return LIKE_NOT;
	if (own && likeness_lines_with(text, "account") +
			   likeness_lines_with(text, "defaults"))
		return LIKE_SURELY;
	return likeness_lines_with(text, "account") &&
			       (likeness_lines_with(text, "tls") ||
				       likeness_lines_with(text, "from"))
		       ? LIKE_MUCH
		       : LIKE_NOT;
}

static struct account_rows *find_account(struct reading *r, const char *name)
{
	for (size_t i = r->count; i > 0; i--)
		if (strcmp(r->accounts[i - 1].name, name) == 0)
			return &r->accounts[i - 1];
	return NULL;
}

static bool refuse(
	struct reading *r, unsigned line, const char *what, const char *value)
{
	return refuse_at(r->arena, r->place, line, r->ret_problem, "%s: %s",
		refuse_quote(r->arena, value), what);
}

/* account NAME [ ":" NAME *( "," NAME ) ] */
static bool begin_account(
	struct reading *r, const struct keywords *words, unsigned line)
{
	struct account_rows account = r->defaults;
	const char *parent = NULL;

	for (size_t i = 2; i < words->count; i++)
		if (strcmp(words->words[i], ":") != 0)
			parent = words->words[i];
	if (words->count < 2)
		return refuse(r, line, "the name of an account was expected",
			keywords_at(words, 0));
	if (r->count == ACCOUNTS)
		return refuse(r, line, "there are too many accounts",
			keywords_at(words, 1));
	if (parent) {
		struct account_rows *from = find_account(r, parent);

		if (!from)
			return refuse(r, line,
				"there is no account of this name before",
				parent);
		account = *from;
		account.alias = true;
	}
	account.name = words->words[1];
	account.line = line;
	r->accounts = arena_grow(
		r->arena, r->accounts, r->count, sizeof(*r->accounts));
	r->accounts[r->count] = account;
	r->now = &r->accounts[r->count++];
	return true;
}

static bool read_switch(
	struct reading *r, const char *value, unsigned line, bool *ret_on)
{
	if (!*value || ascii_compare(value, "on") == 0)
		*ret_on = true;
	else if (ascii_compare(value, "off") == 0)
		*ret_on = false;
	else
		return refuse(r, line, "on or off was expected here", value);
	return true;
}

static bool read_option(
	struct reading *r, const struct keywords *words, unsigned line)
{
	struct account_rows *now = r->now;
	const char *name = keywords_at(words, 0),
		   *value = keywords_at(words, 1);
	bool on = true;

	if (strcmp(name, "host") == 0) {
		now->host = value;
		now->line = line;
		now->alias = false;
	} else if (strcmp(name, "port") == 0) {
		now->port = value;
	} else if (strcmp(name, "tls") == 0) {
		now->tls_line = line;
		return read_switch(r, value, line, &now->tls);
	} else if (strcmp(name, "tls_starttls") == 0) {
		now->tls_line = line;
		return read_switch(r, value, line, &now->starttls);
	} else if (strcmp(name, "tls_certcheck") == 0) {
		now->trust_line = line;
		if (!read_switch(r, value, line, &on))
			return false;
		now->trust_anybody = !on;
	} else if (strcmp(name, "auth") == 0) {
		now->auth = value;
	} else if (strcmp(name, "user") == 0) {
		now->user = value;
	} else if (strcmp(name, "from") == 0) {
		now->from = value;
	}
	return true;
}

/* option = name 1*blank ( value / DQUOTE value DQUOTE )
 *
 * The value is all of the rest, with neither comments nor backslashes of a
 * meaning of their own in it: "user DOMAIN\name". */
static const char *value_of(
	struct arena *arena, const char *line, size_t length)
{
	size_t at = 0;

	while (at < length && strchr(" \t", line[at]))
		at++;
	while (at < length && !strchr(" \t", line[at]))
		at++;
	while (at < length && strchr(" \t", line[at]))
		at++;
	while (length > at && strchr(" \t", line[length - 1]))
		length--;
	if (length - at >= 2 && line[at] == '"' && line[length - 1] == '"') {
		at++;
		length--;
	}
	return arena_printf(arena, "%.*s", (int)(length - at), line + at);
}

/* The octets of a password are not even looked at. */
static bool is_secret(const char *line, size_t length)
{
	size_t blanks = 0;

	while (blanks < length && strchr(" \t", line[blanks]))
		blanks++;
	return length - blanks >= 8 &&
	       strncmp(line + blanks, "password", 8) == 0;
}

static bool read_line(
	struct reading *r, const char *line, size_t length, unsigned number)
{
	struct keywords words;

	if (is_secret(line, length))
		return true;
	keywords_read(r->arena, line, length, &words);
	if (!words.count)
		return true;
	if (strcmp(words.words[0], "account") == 0)
		return begin_account(r, &words, number);
	if (strcmp(words.words[0], "defaults") == 0) {
		r->now = &r->defaults;
		return true;
	}
	words.words[1] = value_of(r->arena, line, length);
	words.count = 2;
	return read_option(r, &words, number);
}

static void read_auth(
	struct arena *arena, const char *auth, struct record *record)
{
	static const struct {
		const char *auth;
		const char *means;
	} words[] = {
		{"off", "none"},
		{"xoauth2", "OAuth2"},
		{"cram-md5", "password-encrypted"},
		{"ntlm", "NTLM"},
		{"gssapi", "GSSAPI"},
		{"external", "TLS-client-cert"},
		{"plain", "password-cleartext"},
		{"login", "password-cleartext"},
	};

	for (size_t i = 0; auth && i < sizeof(words) / sizeof(*words); i++)
		if (ascii_compare(auth, words[i].auth) == 0)
			record_set_authentication(
				arena, record, words[i].means);
}

static bool add_account(struct reading *r, struct records *records,
	const struct account_rows *account)
{
	bool implicit = account->tls && !account->starttls;
	struct record record = {
		.service = SERVICE_SMTP,
		.host = account->host,
		.line = account->line,
		.said_line = account->tls_line,
		.word = implicit       ? WORD_IMPLICIT
			: account->tls ? WORD_EXPLICIT
				       : WORD_CLEARTEXT,
		.said = implicit       ? "tls on, tls_starttls off"
			: account->tls ? "tls on"
				       : "tls off",
		.account.label = account->name,
		.account.user_name = account->user,
		.account.address = account->from,
	};

	record_set_port(&record, account->port);
	if (!record.port && !record.port_text)
		record.port = implicit ? 465 : 25;
	read_auth(r->arena, account->auth, &record);
	if (!records_add(records, &record, r->ret_problem))
		return false;
	if (account->trust_anybody)
		records_remark(records, REMARK_VERIFY_OFF, account->trust_line,
			"tls_certcheck off", NULL);
	return true;
}

static bool read_msmtp(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {
		.arena = arena,
		.place = place,
		.ret_problem = ret_problem,
		.defaults.starttls = true,
	};
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;

	/* Without any "account", all is one. */
	r.now = &r.defaults;
	while (lines_next(&lines, &line, &length))
		if (!read_line(&r, line, length, lines.number))
			return false;
	for (size_t i = 0; i < r.count; i++)
		if (!r.accounts[i].alias && r.accounts[i].host &&
			!add_account(&r, records, &r.accounts[i]))
			return false;
	return r.count || !r.defaults.host ||
	       add_account(&r, records, &r.defaults);
}

const struct form form_msmtp = {
	.name = "msmtp",
	.title = "msmtp's configuration",
	.likeness = likeness,
	.read = read_msmtp,
};
