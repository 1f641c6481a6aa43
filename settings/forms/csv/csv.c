/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Lists of many accounts with a line of column names: commas, semicolons or
 * tabs, quoted as in RFC 4180. A line holds one server (service, host, port,
 * mode), or those of several services side by side ("imap server", "imap
 * port", "smtp server" ...). Columns of passwords are skipped. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"
#include "settings/text/lines.h"
#include "settings/tongues.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS 64
#define FIELD_OCTETS 1024

enum column {
	COLUMN_NONE,
	COLUMN_SERVICE,
	COLUMN_HOST,
	COLUMN_PORT,
	COLUMN_MODE,
	COLUMN_USER,
	COLUMN_ADDRESS,
	COLUMN_ACCOUNT,
	COLUMN_AUTH,
	COLUMN_VERSIONS,
	COLUMN_SECRET,
};

/* Which service a column is about; those of none serve the line as a whole. */
#define ANY_SERVICE SERVICE_COUNT

struct heading {
	enum column column;
	int service; /* enum service, or ANY_SERVICE */
	const char *text;
};

struct table {
	struct arena *arena;
	struct records *records;
	const char *place;
	struct problem *ret_problem;
	const char *at;
	const char *end;
	unsigned line; /* of the row that was read last */
	unsigned next_line;
	char separator;
	struct heading headings[COLUMNS];
	size_t heading_count;
	const char *fields[COLUMNS];
	size_t field_count;
};

static const struct {
	const char *word;
	enum column column;
} column_words[] = {
	/* Before the others, so that nothing of them is read. */
	{"password", COLUMN_SECRET},
	{"passwort", COLUMN_SECRET},
	{"passwd", COLUMN_SECRET},
	{"kennwort", COLUMN_SECRET},
	{"mot de passe", COLUMN_SECRET},
	{"contrase", COLUMN_SECRET},
	{"wachtwoord", COLUMN_SECRET},
	{"pwd", COLUMN_SECRET},
	{"pass", COLUMN_SECRET},
	{"token", COLUMN_SECRET},
	{"secret", COLUMN_SECRET},
	{"port", COLUMN_PORT},
	{"tls version", COLUMN_VERSIONS},
	{"tls_version", COLUMN_VERSIONS},
	{"tlsversion", COLUMN_VERSIONS},
	{"ssl", COLUMN_MODE},
	{"tls", COLUMN_MODE},
	{"mode", COLUMN_MODE},
	{"secur", COLUMN_MODE},
	{"encrypt", COLUMN_MODE},
	{"verschl", COLUMN_MODE},
	{"auth", COLUMN_AUTH},
	{"user", COLUMN_USER},
	{"login", COLUMN_USER},
	{"benutzer", COLUMN_USER},
	{"e-mail", COLUMN_ADDRESS},
	{"email", COLUMN_ADDRESS},
	{"address", COLUMN_ADDRESS},
	{"account", COLUMN_ACCOUNT},
	{"name", COLUMN_ACCOUNT},
	{"konto", COLUMN_ACCOUNT},
	{"service", COLUMN_SERVICE},
	{"protocol", COLUMN_SERVICE},
	{"protokoll", COLUMN_SERVICE},
	{"type", COLUMN_SERVICE},
	{"host", COLUMN_HOST},
	{"server", COLUMN_HOST},
	{"hostname", COLUMN_HOST},
};

static int service_of_heading(const char *text)
{
	for (int i = 0; i < SERVICE_COUNT; i++) {
		const char *word = service_row((enum service)i)->host_word;

		if (service_is_for_mail((enum service)i) && word &&
			ascii_find(text, word))
			return i;
	}
	return ascii_find(text, "outgoing") ? SERVICE_SMTP : ANY_SERVICE;
}

static struct heading heading_of(const char *text)
{
	struct heading heading = {COLUMN_NONE, service_of_heading(text), text};

	/* "Server name", "hostname", "IMAP server" */
	if (!ascii_find(text, "pass") && !ascii_find(text, "pwd") &&
		(ascii_find(text, "server") || ascii_find(text, "host")) &&
		!ascii_find(text, "port") && !ascii_find(text, "user") &&
		!ascii_find(text, "type")) {
		heading.column = COLUMN_HOST;
		return heading;
	}
	for (size_t i = 0; i < sizeof(column_words) / sizeof(*column_words);
		i++)
		if (ascii_find(text, column_words[i].word)) {
			heading.column = column_words[i].column;
			return heading;
		}
	/* A column that is called "imap" holds the server. */
	if (heading.service != ANY_SERVICE && !ascii_find(text, "lib"))
		heading.column = COLUMN_HOST;
	return heading;
}

/* field = quoted / *( any octet but separator and end of line )
 * quoted = DQUOTE *( any octet but DQUOTE / 2DQUOTE ) DQUOTE (RFC 4180) */
static const char *take_field(struct table *t, bool keep)
{
	char field[FIELD_OCTETS + 1];
	bool quoted = t->at < t->end && *t->at == '"';
	size_t length = 0;

	t->at += quoted;
	while (t->at < t->end) {
		char octet = *t->at;

		if (quoted && octet == '"') {
			if (t->at + 1 >= t->end || t->at[1] != '"') {
				quoted = false;
				t->at++;
				continue;
			}
			t->at++;
		} else if (!quoted && (octet == t->separator || octet == '\n' ||
					      octet == '\r')) {
			break;
		}
		t->next_line += octet == '\n';
		if (keep && length < FIELD_OCTETS)
			field[length++] = octet;
		t->at++;
	}
	while (length && strchr(" \t\r\n", field[length - 1]))
		length--;
	field[length] = '\0';
	return arena_strdup(t->arena, field + strspn(field, " \t"));
}

static bool keeps(const struct table *t, size_t column)
{
	return column >= t->heading_count ||
	       t->headings[column].column != COLUMN_SECRET;
}

static bool take_row(struct table *t)
{
	while (t->at < t->end && (*t->at == '\n' || *t->at == '\r'))
		t->next_line += *t->at++ == '\n';
	if (t->at >= t->end)
		return false;
	t->line = t->next_line;
	t->field_count = 0;
	for (;;) {
		const char *field = take_field(t, keeps(t, t->field_count));

		if (t->field_count < COLUMNS)
			t->fields[t->field_count++] = field;
		if (t->at >= t->end || *t->at != t->separator)
			break;
		t->at++;
	}
	return true;
}

static char find_separator(struct octets text)
{
	struct lines lines = lines_begin(text);
	const char separators[] = "\t;,";
	const char *line;
	size_t length;
	char found = ',';
	size_t most = 0;

	if (!lines_next(&lines, &line, &length))
		return found;
	for (const char *s = separators; *s; s++) {
		size_t count = 0;

		for (size_t i = 0; i < length; i++)
			count += line[i] == *s;
		if (count > most) {
			most = count;
			found = *s;
		}
	}
	return most ? found : '\0';
}

static void read_headings(struct table *t)
{
	t->heading_count = 0;
	if (!take_row(t))
		return;
	for (size_t i = 0; i < t->field_count; i++)
		t->headings[i] = heading_of(t->fields[i]);
	t->heading_count = t->field_count;
}

static size_t count_columns(
	const struct table *t, enum column column, int service)
{
	size_t count = 0;

	for (size_t i = 0; i < t->heading_count; i++)
		count += t->headings[i].column == column &&
			 (service < 0 || t->headings[i].service == service);
	return count;
}

static struct table begin(struct arena *arena, struct octets text)
{
	struct lines lines = lines_begin(text);
	struct table t = {
		.arena = arena,
		.at = lines.at,
		.end = lines.end,
		.next_line = 1,
		.separator = find_separator(text),
	};

	if (t.separator)
		read_headings(&t);
	return t;
}

static bool has_digit(const char *text)
{
	return text[strcspn(text, "0123456789")] &&
	       !ascii_find(text, "imap4") && !ascii_find(text, "pop3");
}

/* What a value tells of its column, where no heading does. */
static struct heading heading_of_value(const char *text)
{
	struct heading heading = {COLUMN_NONE, ANY_SERVICE, text};
	size_t length = strlen(text);
	enum service service;

	if (strchr(text, '@'))
		heading.column = COLUMN_USER;
	else if (lexicon_service(text, length, &service, NULL))
		heading.column = COLUMN_SERVICE;
	else if (lexicon_mode(text, length) != WORD_NONE)
		heading.column = COLUMN_MODE;
	else if (length && strspn(text, "0123456789") == length)
		heading.column = COLUMN_PORT;
	else if (strchr(text, '.'))
		heading.column = COLUMN_HOST;
	return heading;
}

/* Whether the first line has values already: a number, a server with a dot. */
static bool has_no_headings(const struct table *t)
{
	bool host = false, port = false;

	for (size_t i = 0; i < t->field_count; i++) {
		enum column column = heading_of_value(t->fields[i]).column;

		host = host || column == COLUMN_HOST;
		port = port || column == COLUMN_PORT;
	}
	return host && (port || t->field_count == 1);
}

/* Whether the cell is a label, and no value */
static bool is_label(const char *cell)
{
	enum service service;

	return heading_of(cell).column != COLUMN_NONE && !strchr(cell, '.') &&
	       !lexicon_service(cell, strlen(cell), &service, NULL);
}

/* Labels below each other, with their values beside them: no list. */
static bool is_turned(struct table *t)
{
	bool corner = t->heading_count &&
		      (!t->fields[0][0] || is_label(t->fields[0]));

	return corner && take_row(t) && t->field_count &&
	       is_label(t->fields[0]);
}

/* A first line of names: a server's column and no values. */
static enum likeness likeness(struct octets text)
{
	struct arena *arena;
	struct table t;
	enum likeness like = LIKE_NOT;
	size_t hosts;

	if (memchr(text.data, '\0', text.length) || !find_separator(text))
		return LIKE_NOT;
	arena = arena_new();
	t = begin(arena, text);
	hosts = count_columns(&t, COLUMN_HOST, -1);
	if (hosts && hosts + count_columns(&t, COLUMN_PORT, -1) +
				     count_columns(&t, COLUMN_SERVICE, -1) >=
			     2)
		like = LIKE_SURELY;
	for (size_t i = 0; i < t.heading_count; i++)
		if (has_digit(t.fields[i]) || strpbrk(t.fields[i], ":@") ||
			(strchr(t.fields[i], '.') && !strchr(t.fields[i], ' ')))
			like = LIKE_NOT;
	if (like != LIKE_NOT && is_turned(&t))
		like = LIKE_NOT;
	arena_free(arena);
	return like;
}

/* The value of the service's own column, or of the line's; NULL if empty. */
static const char *value_of(
	const struct table *t, enum column column, int service)
{
	const char *common = NULL;

	for (size_t i = 0; i < t->heading_count && i < t->field_count; i++) {
		const struct heading *heading = &t->headings[i];

		if (heading->column != column || !t->fields[i][0])
			continue;
		if (heading->service == service)
			return t->fields[i];
		if (heading->service == ANY_SERVICE && !common)
			common = t->fields[i];
	}
	return common;
}

static void read_authentication(
	struct table *t, const char *said, struct account *account)
{
	static const struct {
		const char *part;
		const char *means;
	} words[] = {
		{"oauth", "OAuth2"},
		{"cram", "password-encrypted"},
		{"encrypted", "password-encrypted"},
		{"ntlm", "NTLM"},
		{"gssapi", "GSSAPI"},
		{"kerberos", "GSSAPI"},
		{"none", "none"},
	};
	const char **list = arena_alloc(t->arena, sizeof(*list));

	*list = "password-cleartext";
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (ascii_find(said, words[i].part)) {
			*list = words[i].means;
			break;
		}
	account->authentications = list;
	account->authentication_count = 1;
}

static bool refuse_row(struct table *t, const char *what, const char *value)
{
	return refuse_at(t->arena, t->place, t->line, t->ret_problem, "%s: %s",
		refuse_quote(t->arena, value), what);
}

/* host [ ":" port ] */
static void split_host(struct table *t, struct record *record)
{
	const char *colon = strrchr(record->host, ':');

	if (!colon || strchr(record->host, ':') != colon)
		return;
	if (!record->port && !record->port_text)
		record_set_port(record, colon + 1);
	record->host = arena_printf(
		t->arena, "%.*s", (int)(colon - record->host), record->host);
}

/* What a yes in the column means. */
static enum mode_word word_of_heading(const char *text)
{
	if (ascii_find(text, "starttls"))
		return WORD_EXPLICIT;
	if (ascii_find(text, "ssl"))
		return WORD_SSL;
	return WORD_TLS;
}

/* A word for the mode, or the answer to what the heading asks. */
static enum mode_word word_of_cell(
	struct table *t, const struct heading *heading, const char *cell)
{
	enum mode_word word = lexicon_mode(cell, strlen(cell));
	const char *folded = tongues_fold(t->arena, cell);

	if (word != WORD_NONE)
		return word;
	if (tongues_is(TONGUE_YES, folded))
		return word_of_heading(heading->text);
	return tongues_is_cleartext(folded) ? WORD_CLEARTEXT : WORD_NONE;
}

/* Of several columns ("SSL", "STARTTLS"), a yes says more than a no. Answers
 * false for a cell that says nothing, with an error. */
static bool read_mode(struct table *t, int service, struct record *record)
{
	bool own = false;

	for (size_t i = 0; i < t->heading_count && i < t->field_count; i++)
		own = own || (t->headings[i].column == COLUMN_MODE &&
				     t->headings[i].service == service &&
				     t->fields[i][0]);
	for (size_t i = 0; i < t->heading_count && i < t->field_count; i++) {
		const struct heading *heading = &t->headings[i];
		enum mode_word word;

		if (heading->column != COLUMN_MODE || !t->fields[i][0] ||
			heading->service != (own ? service : ANY_SERVICE))
			continue;
		word = word_of_cell(t, heading, t->fields[i]);
		if (word == WORD_NONE)
			return refuse_row(t,
				"SSL/TLS, STARTTLS, implicit, explicit or none "
				"was expected here",
				t->fields[i]);
		if (record->said && word == WORD_CLEARTEXT)
			continue;
		record->word = word;
		record->said = t->fields[i];
	}
	return true;
}

static bool add_server(
	struct table *t, enum service service, int columns, enum mode_word word)
{
	const char *authentication = value_of(t, COLUMN_AUTH, columns);
	const char *versions = value_of(t, COLUMN_VERSIONS, columns);
	struct record record = {
		.service = service,
		.host = value_of(t, COLUMN_HOST, columns),
		.word = word,
		.line = t->line,
		.account.label = value_of(t, COLUMN_ACCOUNT, columns),
		.account.user_name = value_of(t, COLUMN_USER, columns),
		.account.address = value_of(t, COLUMN_ADDRESS, columns),
	};

	if (!record.host)
		return refuse_row(t,
			"a server's name was expected in this line",
			service_label(service));
	record_set_port(&record, value_of(t, COLUMN_PORT, columns));
	split_host(t, &record);
	if (!read_mode(t, columns, &record))
		return false;
	if (authentication)
		read_authentication(t, authentication, &record.account);
	if (versions) {
		record.tls_required =
			lexicon_tls_versions(versions, strlen(versions));
		if (!record.tls_required)
			return refuse_row(t,
				"TLS versions were expected here, as in "
				"1.2-1.3",
				versions);
	}
	return records_add(t->records, &record, t->ret_problem);
}

/* A line of one server, whose service stands in its own column, or is told by
 * the port. */
static bool add_line(struct table *t)
{
	const char *said = value_of(t, COLUMN_SERVICE, ANY_SERVICE);
	const char *host = value_of(t, COLUMN_HOST, ANY_SERVICE);
	const char *port = value_of(t, COLUMN_PORT, ANY_SERVICE);
	enum mode_word word = WORD_NONE;
	enum service service;

	if (!said && port &&
		lexicon_service_of_port(
			(unsigned)strtoul(port, NULL, 10), &service))
		return add_server(t, service, ANY_SERVICE, word);
	if (!said && host && lexicon_service_of_host(host, &service))
		return add_server(t, service, ANY_SERVICE, word);
	if (!said)
		return refuse_row(t,
			"which service is this? a column \"service\" with "
			"pop3, imap or smtp was expected",
			host ? host : "");
	if (!lexicon_service(said, strlen(said), &service, &word))
		return refuse_row(
			t, "pop3, imap or smtp was expected here", said);
	return add_server(t, service, ANY_SERVICE, word);
}

/* Servers of several services side by side; a cell may be empty. */
static bool add_services(struct table *t, bool *ret_any)
{
	*ret_any = false;
	for (int service = 0; service < SERVICE_COUNT; service++) {
		bool here = false;

		for (size_t i = 0; i < t->heading_count && i < t->field_count;
			i++)
			here = here ||
			       (t->headings[i].column == COLUMN_HOST &&
				       t->headings[i].service == service &&
				       t->fields[i][0]);
		if (!here)
			continue;
		*ret_any = true;
		if (!add_server(t, (enum service)service, service, WORD_NONE))
			return false;
	}
	return true;
}

static bool is_blank_row(const struct table *t)
{
	for (size_t i = 0; i < t->field_count; i++)
		if (t->fields[i][0])
			return false;
	return true;
}

/* Where cells are missing or too many, a password may stand in any column, so
 * that nothing of the line may be read or shown. */
static bool check_row(struct table *t)
{
	if (t->field_count == t->heading_count ||
		!count_columns(t, COLUMN_SECRET, -1))
		return true;
	return refuse_at(t->arena, t->place, t->line, t->ret_problem,
		"%zu columns were expected here, as in the first line, and "
		"there are %zu",
		t->heading_count, t->field_count);
}

static bool read_csv(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct table t = begin(arena, text);

	t.records = records;
	t.place = place;
	t.ret_problem = ret_problem;
	if (t.heading_count && has_no_headings(&t)) {
		for (size_t i = 0; i < t.heading_count; i++)
			t.headings[i] = heading_of_value(t.fields[i]);
		t.at = lines_begin(text).at;
		t.next_line = 1;
	}
	if (!t.heading_count || !count_columns(&t, COLUMN_HOST, -1))
		return refuse_at(arena, place, 1, ret_problem,
			"names of columns were expected in the first line, as "
			"in \"service,host,port,mode\"");
	while (take_row(&t)) {
		bool any;

		if (is_blank_row(&t) || t.fields[0][0] == '#')
			continue;
		if (!check_row(&t) || !add_services(&t, &any))
			return false;
		/* "Incoming server" beside "SMTP server" */
		if ((!any || value_of(&t, COLUMN_HOST, ANY_SERVICE)) &&
			!add_line(&t))
			return false;
	}
	return true;
}

const struct form form_csv = {
	.name = "csv",
	.title = "list of accounts (CSV or TSV)",
	.likeness = likeness,
	.read = read_csv,
};
