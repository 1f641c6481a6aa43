/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* msmtp's configuration, and that of mpop, its sister for POP3: defaults, and
 * accounts that build upon others. TLS is off unless it is turned on, and then
 * STARTTLS unless that is turned off. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"
#include "settings/text/keywords.h"
#include "settings/text/lines.h"

#include <assert.h>
#include <string.h>

#define ACCOUNTS 10000

enum option {
	OPTION_HOST,
	OPTION_PORT,
	OPTION_AUTH,
	OPTION_USER,
	OPTION_FROM,
	OPTION_TLS,
	OPTION_STARTTLS,
	OPTION_CERTCHECK,
	OPTION_COUNT,
};

static const char *const option_names[] = {
	[OPTION_HOST] = "host",
	[OPTION_PORT] = "port",
	[OPTION_AUTH] = "auth",
	[OPTION_USER] = "user",
	[OPTION_FROM] = "from",
	[OPTION_TLS] = "tls",
	[OPTION_STARTTLS] = "tls_starttls",
	[OPTION_CERTCHECK] = "tls_certcheck",
};
static_assert(sizeof(option_names) / sizeof(*option_names) == OPTION_COUNT,
	"an option's name");

struct value {
	const char *text; /* NULL: not set */
	unsigned line;
};

struct account_rows {
	const char *name; /* NULL: the defaults */
	struct value values[OPTION_COUNT];
	unsigned line;
	bool alias; /* "account default : name", and nothing else */
};

struct reading {
	struct arena *arena;
	const char *place;
	struct problem *ret_problem;
	enum service service;
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
				       likeness_lines_with(text, "from") ||
				       likeness_lines_with(text, "auth") ||
				       likeness_lines_with(text, "user"))
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

/* What the other sets, it sets here. */
static void inherit(
	struct account_rows *account, const struct account_rows *from)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (from->values[i].text)
			account->values[i] = from->values[i];
}

/* NAME *( "," NAME ), with blanks anywhere */
static bool take_parents(struct reading *r, struct account_rows *account,
	char *list, unsigned line)
{
	size_t count = 0;

	while (list) {
		const struct account_rows *from;
		char *name = strsep(&list, ",");

		name += strspn(name, " \t");
		name[strcspn(name, " \t")] = '\0';
		from = find_account(r, name);
		if (!from)
			return refuse(r, line,
				"there is no account of this name before",
				name);
		inherit(account, from);
		count++;
	}
	account->alias = count == 1;
	return true;
}

/* account = "account" NAME [ ":" parents ] */
static bool begin_account(struct reading *r, const char *value, unsigned line)
{
	struct account_rows account = r->defaults;
	char *rest = arena_strdup(r->arena, value);
	char *name = strsep(&rest, ":");

	name[strcspn(name, " \t")] = '\0';
	if (!*name)
		return refuse(r, line, "the name of an account was expected",
			"account");
	if (r->count == ACCOUNTS)
		return refuse(r, line, "there are too many accounts", name);
	if (rest && !take_parents(r, &account, rest, line))
		return false;
	account.name = name;
	account.line = line;
	r->accounts = arena_grow(
		r->arena, r->accounts, r->count, sizeof(*r->accounts));
	r->accounts[r->count] = account;
	r->now = &r->accounts[r->count++];
	return true;
}

/* A switch that stands alone is on. */
static bool read_switch(
	struct reading *r, const char *value, unsigned line, const char **ret)
{
	if (!*value || ascii_compare(value, "on") == 0)
		*ret = "on";
	else if (ascii_compare(value, "off") == 0)
		*ret = "off";
	else
		return refuse(r, line, "on or off was expected here", value);
	return true;
}

static bool read_option(
	struct reading *r, const char *name, const char *value, unsigned line)
{
	for (int i = 0; i < OPTION_COUNT; i++) {
		if (strcmp(option_names[i], name) != 0)
			continue;
		if (i >= OPTION_TLS && !read_switch(r, value, line, &value))
			return false;
		r->now->values[i] = (struct value){value, line};
		r->now->alias = false;
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
	const char *value;

	if (is_secret(line, length))
		return true;
	keywords_read(r->arena, line, length, &words);
	if (!words.count)
		return true;
	value = value_of(r->arena, line, length);
	if (strcmp(words.words[0], "account") == 0)
		return begin_account(r, value, number);
	if (strcmp(words.words[0], "defaults") == 0) {
		r->now = &r->defaults;
		return true;
	}
	return read_option(r, words.words[0], value, number);
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

static bool is_on(const struct account_rows *account, enum option option)
{
	const char *text = account->values[option].text;

	/* TLS is off unless it is turned on; what belongs to it, on. */
	return text ? strcmp(text, "on") == 0 : option != OPTION_TLS;
}

static void read_mode(const struct account_rows *account, struct record *record)
{
	const struct value *tls = &account->values[OPTION_TLS];
	const struct value *starttls = &account->values[OPTION_STARTTLS];

	record->said_line = tls->line;
	if (!is_on(account, OPTION_TLS)) {
		record->word = WORD_CLEARTEXT;
		record->said = tls->text ? "tls off" : NULL;
		record->meaning = tls->text ? NULL
					    : "without \"tls on\", msmtp does "
					      "not encrypt";
	} else if (is_on(account, OPTION_STARTTLS)) {
		record->word = WORD_EXPLICIT;
		record->said =
			starttls->text ? "tls on, tls_starttls on" : "tls on";
		record->meaning = "msmtp uses STARTTLS unless \"tls_starttls "
				  "off\" is set";
	} else {
		record->word = WORD_IMPLICIT;
		record->said = "tls on, tls_starttls off";
	}
	if (starttls->line > tls->line && record->word != WORD_CLEARTEXT)
		record->said_line = starttls->line;
}

static bool add_account(struct reading *r, struct records *records,
	const struct account_rows *account)
{
	const struct value *values = account->values;
	const struct value *host = &values[OPTION_HOST];
	struct record record = {
		.service = r->service,
		.host = host->text,
		/* What is inherited stands elsewhere. */
		.line = host->line > account->line ? host->line : account->line,
		.account.label = account->name,
		.account.user_name = values[OPTION_USER].text,
		.account.address = values[OPTION_FROM].text,
	};

	read_mode(account, &record);
	record_set_port(&record, values[OPTION_PORT].text);
	if (!record.port && !record.port_text)
		record.port = record.word == WORD_IMPLICIT
				      ? service_port(r->service, MODE_IMPLICIT)
			      : r->service == SERVICE_SMTP
				      ? 25 /* its own default */
				      : service_port(r->service, MODE_EXPLICIT);
	read_auth(r->arena, values[OPTION_AUTH].text, &record);
	if (!records_add(records, &record, r->ret_problem))
		return false;
	if (!is_on(account, OPTION_CERTCHECK))
		records_remark(records, REMARK_VERIFY_OFF,
			values[OPTION_CERTCHECK].line, "tls_certcheck off",
			NULL);
	return true;
}

/* An account that names no host, nor inherits one, is nobody's. */
static bool add_accounts(struct reading *r, struct records *records)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct account_rows *account = &r->accounts[i];

		if (account->alias)
			continue;
		if (!account->values[OPTION_HOST].text)
			records_skip(records, account->line, account->name,
				"it names no host");
		else if (!add_account(r, records, account))
			return false;
	}
	/* Without any "account", all is one. */
	return r->count || !r->defaults.values[OPTION_HOST].text ||
	       add_account(r, records, &r->defaults);
}

/* What only mpop is asked: where the mail goes, and which is fetched. */
static bool is_mpop(struct octets text)
{
	static const char *const words[] = {"delivery", "uidls_file", "keep",
		"only_new", "killsize", "skipsize", "received_header", NULL};

	for (const char *const *word = words; *word; word++)
		if (likeness_lines_with(text, *word))
			return true;
	return false;
}

static bool read_msmtp(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {
		.arena = arena,
		.place = place,
		.ret_problem = ret_problem,
		.service = is_mpop(text) ? SERVICE_POP3 : SERVICE_SMTP,
	};
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;

	r.now = &r.defaults;
	while (lines_next(&lines, &line, &length))
		if (!read_line(&r, line, length, lines.number))
			return false;
	return add_accounts(&r, records);
}

const struct form form_msmtp = {
	.name = "msmtp",
	.title = "configuration of msmtp or mpop",
	.likeness = likeness,
	.read = read_msmtp,
};
