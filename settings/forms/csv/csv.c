/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Lists of many accounts with a line of column names: commas, semicolons or
 * tabs, quoted as in RFC 4180. A line holds one server (service, host, port,
 * mode), or those of several services side by side ("imap server", "imap
 * port", "smtp server" ...). Columns of passwords are skipped. */

#include "model/text/ascii.h"
#include "settings/forms/csv/table.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"
#include "settings/text/lines.h"
#include "settings/tongues.h"

#include <stdlib.h>
#include <string.h>

static bool has_digit(const char *text)
{
	return text[strcspn(text, "0123456789")] &&
	       !ascii_find(text, "imap4") && !ascii_find(text, "pop3");
}

/* Whether the first line has values already: a number, a server with a dot. */
static bool has_no_headings(const struct csv_table *t)
{
	bool host = false, port = false;

	for (size_t i = 0; i < t->field_count; i++) {
		enum csv_column column =
			csv_heading_of_value(t->fields[i]).column;

		host = host || column == COLUMN_HOST;
		port = port || column == COLUMN_PORT;
	}
	return host && (port || t->field_count == 1);
}

/* Whether the cell is a label, and no value */
static bool is_label(const char *cell)
{
	enum service service;

	return csv_heading_of(cell).column != COLUMN_NONE &&
	       !strchr(cell, '.') &&
	       !lexicon_service(cell, strlen(cell), &service, NULL);
}

/* Labels below each other, with their values beside them: no list. */
static bool is_turned(struct csv_table *t)
{
	/* Below "Site", a list may have one that is called Newport. */
	int rows = 2;

	if (!t->heading_count)
		return false;
	if (!t->fields[0][0] || is_label(t->fields[0]))
		rows = 1;
	else if (csv_heading_of(t->fields[0]).column != COLUMN_NONE)
		return false;
	for (int i = 0; i < rows; i++)
		if (!csv_take_row(t) || !t->field_count ||
			!is_label(t->fields[0]))
			return false;
	return true;
}

/* Whether the row is a remark below a table, or has more than a number in a
 * cell of ports: "465, 587", "Port 993"; "99x" stays a list's error. */
static bool is_for_people(const struct csv_table *t)
{
	if (t->field_count == 1 && t->fields[0][0])
		return true;
	for (size_t i = 0; i < t->field_count && i < t->heading_count; i++)
		if (t->headings[i].column == COLUMN_PORT &&
			strpbrk(t->fields[i], " ,/"))
			return true;
	return false;
}

/* A page's table, as a browser copies it, with what only people understand: a
 * text. Passwords stay in a list, where they have a column. */
static bool is_page(struct csv_table *t)
{
	if (t->separator != '\t' || csv_count_columns(t, COLUMN_SECRET, -1))
		return false;
	if (csv_count_columns(t, COLUMN_PORT, ANY_SERVICE) > 1)
		return true;
	while (csv_take_row(t))
		if (is_for_people(t))
			return true;
	return false;
}

/* A first line of names: a server's column and no values. */
static enum likeness likeness(struct octets text)
{
	struct arena *arena;
	struct csv_table t, again;
	enum likeness like = LIKE_NOT;
	size_t hosts;

	if (memchr(text.data, '\0', text.length) || !csv_find_separator(text))
		return LIKE_NOT;
	arena = arena_new();
	t = csv_begin(arena, text);
	hosts = csv_count_columns(&t, COLUMN_HOST, -1);
	if (hosts &&
		hosts + csv_count_columns(&t, COLUMN_PORT, -1) +
				csv_count_columns(&t, COLUMN_SERVICE, -1) >=
			2)
		like = LIKE_SURELY;
	for (size_t i = 0; i < t.heading_count; i++)
		if (has_digit(t.fields[i]) || strpbrk(t.fields[i], ":@") ||
			(strchr(t.fields[i], '.') && !strchr(t.fields[i], ' ')))
			like = LIKE_NOT;
	again = csv_begin(arena, text);
	if (like != LIKE_NOT && (is_turned(&t) || is_page(&again)))
		like = LIKE_NOT;
	arena_free(arena);
	return like;
}

static void read_authentication(
	struct csv_table *t, const char *said, struct account *account)
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

static bool refuse_row(struct csv_table *t, const char *what, const char *value)
{
	return refuse_at(t->arena, t->place, t->line, t->ret_problem, "%s: %s",
		refuse_quote(t->arena, value), what);
}

/* host [ ":" port ] */
static void split_host(struct csv_table *t, struct record *record)
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
static enum mode_word word_of_cell(struct csv_table *t,
	const struct csv_heading *heading, const char *cell)
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
static bool read_mode(struct csv_table *t, int service, struct record *record)
{
	bool own = false;

	for (size_t i = 0; i < t->heading_count && i < t->field_count; i++)
		own = own || (t->headings[i].column == COLUMN_MODE &&
				     t->headings[i].service == service &&
				     t->fields[i][0]);
	for (size_t i = 0; i < t->heading_count && i < t->field_count; i++) {
		const struct csv_heading *heading = &t->headings[i];
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

/* Below "Anmeldung", "normal password" is a way to sign in, and nobody. */
static const char *user_of(const struct csv_table *t, int columns)
{
	const char *user = csv_value_of(t, COLUMN_USER, columns);

	return user && strchr(user, ' ') &&
			       tongues_find(TONGUE_SECRET,
				       tongues_fold(t->arena, user))
		       ? NULL
		       : user;
}

static bool add_server(struct csv_table *t, enum service service, int columns,
	enum mode_word word)
{
	const char *authentication = csv_value_of(t, COLUMN_AUTH, columns);
	const char *versions = csv_value_of(t, COLUMN_VERSIONS, columns);
	struct record record = {
		.service = service,
		.host = csv_value_of(t, COLUMN_HOST, columns),
		.word = word,
		.line = t->line,
		.account.label = csv_value_of(t, COLUMN_ACCOUNT, columns),
		.account.user_name = user_of(t, columns),
		.account.address = csv_value_of(t, COLUMN_ADDRESS, columns),
	};

	if (!record.host)
		return refuse_row(t,
			"a server's name was expected in this line",
			service_label(service));
	record_set_port(&record, csv_value_of(t, COLUMN_PORT, columns));
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
static bool add_line(struct csv_table *t)
{
	const char *said = csv_value_of(t, COLUMN_SERVICE, ANY_SERVICE);
	const char *host = csv_value_of(t, COLUMN_HOST, ANY_SERVICE);
	const char *port = csv_value_of(t, COLUMN_PORT, ANY_SERVICE);
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
static bool add_services(struct csv_table *t, bool *ret_any)
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

static bool is_blank_row(const struct csv_table *t)
{
	for (size_t i = 0; i < t->field_count; i++)
		if (t->fields[i][0])
			return false;
	return true;
}

/* Where cells are missing or too many, a password may stand in any column, so
 * that nothing of the line may be read or shown. */
static bool check_row(struct csv_table *t)
{
	if (t->field_count == t->heading_count ||
		!csv_count_columns(t, COLUMN_SECRET, -1))
		return true;
	return refuse_at(t->arena, t->place, t->line, t->ret_problem,
		"%zu columns were expected here, as in the first line, and "
		"there are %zu",
		t->heading_count, t->field_count);
}

static bool read_csv(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct csv_table t = csv_begin(arena, text);

	t.records = records;
	t.place = place;
	t.ret_problem = ret_problem;
	if (t.heading_count && has_no_headings(&t)) {
		for (size_t i = 0; i < t.heading_count; i++)
			t.headings[i] = csv_heading_of_value(t.fields[i]);
		t.at = lines_begin(text).at;
		t.next_line = 1;
	}
	if (!t.heading_count || !csv_count_columns(&t, COLUMN_HOST, -1))
		return refuse_at(arena, place, 1, ret_problem,
			"names of columns were expected in the first line, as "
			"in \"service,host,port,mode\"");
	while (csv_take_row(&t)) {
		bool any;

		if (is_blank_row(&t) || t.fields[0][0] == '#')
			continue;
		if (!check_row(&t) || !add_services(&t, &any))
			return false;
		/* "Incoming server" beside "SMTP server" */
		if ((!any || csv_value_of(&t, COLUMN_HOST, ANY_SERVICE)) &&
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
