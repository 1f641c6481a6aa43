/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Thunderbird's prefs.js: lines of user_pref("name", value); that accounts,
 * servers and identities are put together from. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/text/lines.h"
#include "settings/text/utf16.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 4096
#define LISTED 10000 /* accounts or servers */

struct pref {
	const char *name;
	const char *value; /* of a string, without its quotes and escapes */
	unsigned line;
	struct pref *next;
};

struct reading {
	struct records *records;
	struct arena *arena;
	struct problem *ret_problem;
	struct pref *buckets[BUCKETS];
	unsigned max_line; /* of security.tls.version.max, if it is too low */
	const char *max;
};

static enum likeness likeness(struct octets text)
{
	if (!likeness_lines_with(text, "user_pref(") &&
		!likeness_lines_with(text, "pref(") &&
		!likeness_lines_with(text, "lockPref("))
		return LIKE_NOT;
	return likeness_has(text, "mail.server.") ||
			       likeness_has(text, "mail.smtp")
		       ? LIKE_SURELY
		       : LIKE_MUCH;
}

static size_t hash(const char *text)
{
	size_t sum = 5381;

	for (; *text; text++)
		sum = sum * 33 + (unsigned char)*text;
	return sum % BUCKETS;
}

static const struct pref *find(struct reading *r, const char *name)
{
	const struct pref *pref = r->buckets[hash(name)];

	while (pref && strcmp(pref->name, name) != 0)
		pref = pref->next;
	return pref;
}

/* What holds for all of the group counts where the key has nothing. */
static const struct pref *find_in(
	struct reading *r, const char *group, const char *key, const char *name)
{
	const struct pref *pref = find(
		r, arena_printf(r->arena, "mail.%s.%s.%s", group, key, name));

	return pref ? pref
		    : find(r, arena_printf(r->arena, "mail.%s.default.%s",
				      group, name));
}

static const char *value_in(
	struct reading *r, const char *group, const char *key, const char *name)
{
	const struct pref *pref = find_in(r, group, key, name);

	return pref && *pref->value ? pref->value : NULL;
}

/* "\x" 2HEX and "\u" 4HEX, of which two may make up one character. `*at` is
 * behind the letter; 0 if it is neither. */
static unsigned take_unit(const char **at, const char *end, char letter)
{
	size_t count = letter == 'x' ? 2 : letter == 'u' ? 4 : 0;
	char digits[5] = {0};

	if (!count || (size_t)(end - *at) < count)
		return 0;
	memcpy(digits, *at, count);
	if (strspn(digits, "0123456789abcdefABCDEF") != count)
		return 0;
	*at += count;
	return (unsigned)strtoul(digits, NULL, 16);
}

static unsigned take_character(const char **at, const char *end, char letter)
{
	unsigned unit = take_unit(at, end, letter), character;
	const char *next = *at;

	if (end - next < 6 || next[0] != '\\' || next[1] != 'u')
		return unit;
	next += 2;
	character = utf16_pair(unit, take_unit(&next, end, 'u'));
	if (!character)
		return unit;
	*at = next;
	return character;
}

/* string = DQUOTE *( octet / "\" octet / "\x" 2HEX / "\u" 4HEX ) DQUOTE, or
 * the same in single quotes. `*at` is behind the quote, and moves behind the
 * closing one. */
static const char *take_string(
	struct arena *arena, const char **at, const char *end, char quote)
{
	char *text = arena_alloc(arena, (size_t)(end - *at) + 1), *to = text;

	while (*at < end && **at != quote) {
		char octet = *(*at)++;
		unsigned character = 0;

		if (octet == '\\' && *at < end) {
			octet = *(*at)++;
			character = take_character(at, end, octet);
			if (octet == 'n')
				octet = '\n';
		}
		if (character)
			to = utf16_put(to, character);
		else
			*to++ = octet;
	}
	*to = '\0';
	if (*at < end)
		++*at;
	return text;
}

static bool is_secret(const char *name)
{
	return ascii_find(name, "password") || ascii_find(name, "token");
}

/* Behind the word and the bracket; NULL if the line begins otherwise. */
static const char *skip_head(const char *line, size_t length)
{
	static const char *const heads[] = {
		"user_pref(", "pref(", "lockPref(", "defaultPref("};
	const char *at = line, *end = line + length;

	while (at < end && strchr(" \t", *at))
		at++;
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		size_t head = strlen(heads[i]);

		if ((size_t)(end - at) > head &&
			strncmp(at, heads[i], head) == 0)
			return at + head;
	}
	return NULL;
}

/* ( "user_pref(" / "lockPref(" ... ) name "," value ")" ";" */
static void take_line(
	struct reading *r, const char *line, size_t length, unsigned number)
{
	const char *at = skip_head(line, length), *end = line + length;
	struct pref *pref;

	if (!at)
		return;
	while (at < end && *at == ' ')
		at++;
	if (at >= end || (*at != '"' && *at != '\''))
		return;
	at++;
	pref = arena_alloc(r->arena, sizeof(*pref));
	pref->name = take_string(r->arena, &at, end, at[-1]);
	pref->line = number;
	while (at < end && strchr(" ,\t", *at))
		at++;
	if (strncmp(pref->name, "mail.", 5) != 0 &&
		strncmp(pref->name, "security.tls.", 13) != 0)
		return;
	if (at >= end || is_secret(pref->name))
		return;
	if (*at == '"' || *at == '\'') {
		at++;
		pref->value = take_string(r->arena, &at, end, at[-1]);
	} else {
		pref->value = arena_printf(
			r->arena, "%.*s", (int)strcspn(at, "); \r\n"), at);
	}
	pref->next = r->buckets[hash(pref->name)];
	r->buckets[hash(pref->name)] = pref;
}

/* 0 plain, 1 STARTTLS if it works out (gone since), 2 STARTTLS, 3 SSL/TLS */
static void read_socket(const struct pref *pref, struct record *record,
	struct arena *arena, const char *name)
{
	static const enum mode_word words[] = {WORD_CLEARTEXT,
		WORD_OPPORTUNISTIC, WORD_EXPLICIT, WORD_IMPLICIT};

	/* The program's own default. */
	record->word = WORD_CLEARTEXT;
	if (!pref) {
		record->meaning = arena_printf(arena,
			"without %s, Thunderbird does not encrypt", name);
		return;
	}
	record->said = arena_printf(arena, "%s %s", name, pref->value);
	record->said_line = pref->line;
	if (strlen(pref->value) == 1 && *pref->value >= '0' &&
		*pref->value <= '3')
		record->word = words[*pref->value - '0'];
}

static void read_method(
	struct reading *r, const char *method, struct record *record)
{
	static const char *const words[] = {[1] = "none",
		[3] = "password-cleartext",
		[4] = "password-encrypted",
		[5] = "GSSAPI",
		[6] = "NTLM",
		[7] = "TLS-client-cert",
		[8] = "password-encrypted",
		[10] = "OAuth2"};
	unsigned long number = method ? strtoul(method, NULL, 10) : 3;

	if (number < sizeof(words) / sizeof(*words) && words[number])
		record_set_authentication(r->arena, record, words[number]);
}

/* 0 and -1 stand for the usual one. */
static void read_port(const char *port, struct record *record)
{
	if (port && strcmp(port, "0") != 0 && strcmp(port, "-1") != 0)
		record_set_port(record, port);
}

static void remark_limit(struct reading *r)
{
	if (r->max)
		records_remark(r->records, REMARK_TLS_LIMITED, r->max_line,
			r->max, NULL);
}

static bool add_incoming(
	struct reading *r, const char *key, const char *address)
{
	const struct pref *host = find_in(r, "server", key, "hostname");
	const char *type = value_in(r, "server", key, "type");
	const char *user = value_in(r, "server", key, "realuserName");
	struct record record = {0};

	if (!host || !*host->value)
		host = find_in(r, "server", key, "realhostname");
	if (!type || !host ||
		!lexicon_service(type, strlen(type), &record.service, NULL) ||
		record.service == SERVICE_SMTP)
		return true;
	record.host = host->value;
	record.line = host->line;
	record.account.label = value_in(r, "server", key, "name");
	record.account.address = address;
	record.account.user_name =
		user ? user : value_in(r, "server", key, "userName");
	read_port(value_in(r, "server", key, "port"), &record);
	read_socket(find_in(r, "server", key, "socketType"), &record, r->arena,
		"socketType");
	read_method(r, value_in(r, "server", key, "authMethod"), &record);
	if (!records_add(r->records, &record, r->ret_problem))
		return false;
	remark_limit(r);
	return true;
}

static bool add_outgoing(struct reading *r, const char *key)
{
	const struct pref *host = find_in(r, "smtpserver", key, "hostname");
	struct record record = {.service = SERVICE_SMTP};

	if (!host || !*host->value)
		return true;
	record.host = host->value;
	record.line = host->line;
	record.account.label = value_in(r, "smtpserver", key, "description");
	record.account.user_name = value_in(r, "smtpserver", key, "username");
	read_port(value_in(r, "smtpserver", key, "port"), &record);
	read_socket(find_in(r, "smtpserver", key, "try_ssl"), &record, r->arena,
		"try_ssl");
	/* Thunderbird's own default, without TLS and with STARTTLS */
	if (!record.port && !record.port_text && record.word == WORD_CLEARTEXT)
		record.port = service_port(SERVICE_SMTP, MODE_EXPLICIT);
	read_method(r, value_in(r, "smtpserver", key, "authMethod"), &record);
	if (!records_add(r->records, &record, r->ret_problem))
		return false;
	remark_limit(r);
	return true;
}

/* What a list names, one after the other. */
static bool each(struct reading *r, const char *list,
	bool (*visit)(struct reading *r, const char *key))
{
	char *rest = arena_strdup(r->arena, list);

	/* Nobody has more; what is crafted must come to an end. */
	for (size_t i = 0; rest && i < LISTED; i++) {
		char *key = strsep(&rest, ",");

		while (*key == ' ')
			key++;
		key[strcspn(key, " ")] = '\0';
		if (*key && !visit(r, key))
			return false;
	}
	return true;
}

static bool visit_account(struct reading *r, const char *account)
{
	const char *server = value_in(r, "account", account, "server");
	const char *identity = value_in(r, "account", account, "identities");
	const char *address = NULL;

	if (identity) {
		identity = arena_printf(r->arena, "%.*s",
			(int)strcspn(identity, ", "), identity);
		address = value_in(r, "identity", identity, "useremail");
	}
	return !server || add_incoming(r, server, address);
}

/* Where no account is left that names them (a part of the file). */
static bool add_all(struct reading *r, const char *group,
	bool (*visit)(struct reading *r, const char *key))
{
	for (unsigned i = 1; i <= 200; i++) {
		const char *key = arena_printf(r->arena, "%s%u",
			strcmp(group, "server") == 0 ? "server" : "smtp", i);

		if (find_in(r, group, key, "hostname") && !visit(r, key))
			return false;
	}
	return true;
}

static bool visit_server(struct reading *r, const char *key)
{
	return add_incoming(r, key, NULL);
}

/* 1 is TLS 1.0, 4 is TLS 1.3 */
static void find_limit(struct reading *r)
{
	const struct pref *max = find(r, "security.tls.version.max");

	if (!max || !max->value || strtoul(max->value, NULL, 10) >= 3)
		return;
	r->max_line = max->line;
	r->max = arena_printf(
		r->arena, "security.tls.version.max %s", max->value);
}

static bool read_prefs(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading *r = arena_alloc(arena, sizeof(*r));
	struct lines lines = lines_begin(text);
	const struct pref *accounts, *outgoing;
	const char *line;
	size_t length;

	(void)place;
	*r = (struct reading){
		.records = records, .arena = arena, .ret_problem = ret_problem};
	while (lines_next(&lines, &line, &length))
		take_line(r, line, length, lines.number);
	find_limit(r);
	accounts = find(r, "mail.accountmanager.accounts");
	outgoing = find(r, "mail.smtpservers");
	return (accounts ? each(r, accounts->value, visit_account)
			 : add_all(r, "server", visit_server)) &&
	       (outgoing ? each(r, outgoing->value, add_outgoing)
			 : add_all(r, "smtpserver", add_outgoing));
}

const struct form form_prefs = {
	.name = "prefs",
	.title = "Thunderbird's prefs.js",
	.likeness = likeness,
	.read = read_prefs,
};
