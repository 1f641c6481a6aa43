/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/csv/table.h"

#include "model/text/ascii.h"
#include "settings/lexicon.h"
#include "settings/text/lines.h"
#include "settings/tongues.h"

#include <string.h>

#define FIELD_OCTETS 1024

static const struct {
	const char *word;
	enum csv_column column;
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

static bool names_host(const char *text)
{
	return ascii_find(text, "server") || ascii_find(text, "host");
}

struct csv_heading csv_heading_of(const char *text)
{
	struct csv_heading heading = {
		COLUMN_NONE, service_of_heading(text), text};

	/* "Server name", "hostname", "IMAP server" */
	if (!ascii_find(text, "pass") && !ascii_find(text, "pwd") &&
		names_host(text) && !ascii_find(text, "port") &&
		!ascii_find(text, "user") && !ascii_find(text, "type")) {
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
static const char *take_field(struct csv_table *t, bool keep)
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

static bool keeps(const struct csv_table *t, size_t column)
{
	return column >= t->heading_count ||
	       t->headings[column].column != COLUMN_SECRET;
}

bool csv_take_row(struct csv_table *t)
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

char csv_find_separator(struct octets text)
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

/* "Puerto", "Puerto IMAP" */
static bool names_port(struct arena *arena, const char *folded)
{
	char *rest = arena_strdup(arena, folded), *word;

	while ((word = strsep(&rest, " _")))
		if (tongues_is(TONGUE_PORT, word))
			return true;
	return tongues_is(TONGUE_PORT, folded);
}

/* Headings in other languages: "Puerto", "Szyfrowanie", "Хост" */
static enum csv_column column_of_tongue(struct arena *arena, const char *folded)
{
	if (tongues_find(TONGUE_SECRET, folded))
		return COLUMN_SECRET;
	if (names_port(arena, folded))
		return COLUMN_PORT;
	if (tongues_find(TONGUE_SERVER, folded))
		return COLUMN_HOST;
	if (tongues_find(TONGUE_ENCRYPTION, folded))
		return COLUMN_MODE;
	return tongues_find(TONGUE_USER, folded) ? COLUMN_USER : COLUMN_NONE;
}

/* "Server", and nothing else */
static bool is_plain_host(const struct csv_heading *heading)
{
	return heading->column == COLUMN_HOST &&
	       (ascii_compare(heading->text, "host") == 0 ||
		       ascii_compare(heading->text, "hostname") == 0 ||
		       ascii_compare(heading->text, "server") == 0);
}

/* Beside "Server", a "Server location" is about something else of it. */
static void forget_beside_host(struct csv_table *t)
{
	bool plain = false;

	for (size_t i = 0; i < t->field_count; i++)
		plain = plain || is_plain_host(&t->headings[i]);
	for (size_t i = 0; plain && i < t->field_count; i++)
		if (t->headings[i].column == COLUMN_HOST &&
			t->headings[i].service == ANY_SERVICE &&
			!is_plain_host(&t->headings[i]))
			t->headings[i].column = COLUMN_NONE;
}

static void read_headings(struct csv_table *t)
{
	t->heading_count = 0;
	if (!csv_take_row(t))
		return;
	for (size_t i = 0; i < t->field_count; i++) {
		enum csv_column column = column_of_tongue(
			t->arena, tongues_fold(t->arena, t->fields[i]));

		t->headings[i] = csv_heading_of(t->fields[i]);
		/* "Serverkennwort": nothing of that is read. */
		if (t->headings[i].column == COLUMN_NONE ||
			column == COLUMN_SECRET)
			t->headings[i].column = column;
		/* "Puerto IMAP" */
		if (column != COLUMN_NONE && !names_host(t->fields[i]) &&
			t->headings[i].column == COLUMN_HOST)
			t->headings[i].column = column;
	}
	forget_beside_host(t);
	t->heading_count = t->field_count;
}

size_t csv_count_columns(
	const struct csv_table *t, enum csv_column column, int service)
{
	size_t count = 0;

	for (size_t i = 0; i < t->heading_count; i++)
		count += t->headings[i].column == column &&
			 (service < 0 || t->headings[i].service == service);
	return count;
}

struct csv_table csv_begin(struct arena *arena, struct octets text)
{
	struct lines lines = lines_begin(text);
	struct csv_table t = {
		.arena = arena,
		.at = lines.at,
		.end = lines.end,
		.next_line = 1,
		.separator = csv_find_separator(text),
	};

	if (t.separator)
		read_headings(&t);
	return t;
}

struct csv_heading csv_heading_of_value(const char *text)
{
	struct csv_heading heading = {COLUMN_NONE, ANY_SERVICE, text};
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

const char *csv_value_of(
	const struct csv_table *t, enum csv_column column, int service)
{
	const char *common = NULL;

	for (size_t i = 0; i < t->heading_count && i < t->field_count; i++) {
		const struct csv_heading *heading = &t->headings[i];

		if (heading->column != column || !t->fields[i][0])
			continue;
		if (heading->service == service)
			return t->fields[i];
		if (heading->service == ANY_SERVICE && !common)
			common = t->fields[i];
	}
	return common;
}
