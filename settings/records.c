/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/records.h"

#include "model/text/builder.h"
#include "model/text/escape.h"
#include "settings/expect.h"
#include "settings/host.h"
#include "settings/refuse.h"
#include "settings/settle.h"

#include <stdlib.h>
#include <string.h>

#define NAME_OCTETS 320 /* of a user or an address, RFC 3696 errata */

struct row {
	struct record record;
	struct remark *remarks;
	size_t remark_count;
	struct row *next; /* in its bucket */
};

struct records {
	struct arena *arena;
	const char *place;
	const char *title;
	const char **domains;
	size_t domain_count;
	struct row **rows;
	size_t count;
	struct row **buckets; /* by hash: what was there before */
	size_t bucket_count;
	struct remark *early; /* before there is any row */
	size_t early_count;
	struct records_user user;
	const char *note;
	struct skipped *skipped;
	size_t skipped_count;
};

struct records *records_new(struct arena *arena, const char *place)
{
	struct records *records = arena_alloc(arena, sizeof(*records));

	*records = (struct records){.arena = arena, .place = place};
	return records;
}

void records_set_user(struct records *records, const struct records_user *user)
{
	records->user = *user;
}

const struct records_user *records_user(const struct records *records)
{
	return &records->user;
}

void records_note(struct records *records, const char *note)
{
	records->note = records->note ? arena_printf(records->arena, "%s %s",
						records->note, note)
				      : note;
}

void records_title(struct records *records, const char *title)
{
	records->title = title;
}

void records_domain(struct records *records, const char *domain)
{
	const char *found, *reason;

	if (!host_read(records->arena, domain, &found, &reason))
		return;
	records->domains = arena_grow(records->arena, records->domains,
		records->domain_count, sizeof(*records->domains));
	records->domains[records->domain_count++] = found;
}

size_t records_count(const struct records *records)
{
	return records->count;
}

size_t records_skipped(const struct records *records)
{
	return records->skipped_count;
}

/* FNV-1a */
static size_t hash_text(size_t hash, const char *text)
{
	for (; text && *text; text++)
		hash = (hash ^ (unsigned char)*text) * 1099511628211u;
	return hash * 31;
}

static size_t hash_record(const struct record *record)
{
	size_t hash = 14695981039346656037u;

	hash = hash_text(hash, record->host);
	hash = hash_text(hash, record->account.user_name);
	hash = hash_text(hash, record->account.label);
	hash = hash_text(hash, record->account.address);
	return hash + record->port * 4 + record->service;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_record(const struct record *a, const struct record *b)
{
	return a->service == b->service && a->port == b->port &&
	       a->word == b->word && a->tls_required == b->tls_required &&
	       a->tls_forbidden == b->tls_forbidden &&
	       same_text(a->host, b->host) &&
	       same_text(a->account.label, b->account.label) &&
	       same_text(a->account.address, b->account.address) &&
	       same_text(a->account.user_name, b->account.user_name);
}

/* Twice as many buckets, once they are as many as the rows. */
static void grow_buckets(struct records *records)
{
	if (records->count < records->bucket_count)
		return;
	records->bucket_count = 2 * records->bucket_count + 64;
	records->buckets = arena_alloc(records->arena,
		records->bucket_count * sizeof(*records->buckets));
	memset(records->buckets, 0,
		records->bucket_count * sizeof(*records->buckets));
	for (size_t i = 0; i < records->count; i++) {
		struct row *row = records->rows[i];
		size_t at = hash_record(&row->record) % records->bucket_count;

		row->next = records->buckets[at];
		records->buckets[at] = row;
	}
}

/* The place in the bucket where the record stands, or would. */
static struct row **find_row(
	struct records *records, const struct record *record)
{
	struct row **at;

	grow_buckets(records);
	at = &records->buckets[hash_record(record) % records->bucket_count];
	while (*at && !same_record(&(*at)->record, record))
		at = &(*at)->next;
	return at;
}

static bool refuse(struct records *records, unsigned line, const char *what,
	struct problem *ret_problem)
{
	return refuse_at(records->arena, records->place, line ? line : 1,
		ret_problem, "%s", what);
}

/* Before an "@" there may be a password, in what was taken for a host or for a
 * port. */
static const char *shown(struct arena *arena, const char *text)
{
	return strchr(text, '@') ? "the text here (not shown)"
				 : refuse_quote(arena, text);
}

static bool check_record(struct records *records, struct record *record,
	struct problem *ret_problem)
{
	struct arena *arena = records->arena;
	const char *host, *reason;

	if (!record->host || !record->host[0])
		return refuse(records, record->line,
			arena_printf(arena,
				"a server's name was expected for "
				"%s",
				service_label(record->service)),
			ret_problem);
	if (!host_read(arena, record->host, &host, &reason))
		return refuse(records, record->line,
			arena_printf(arena, "%s is not a server name: %s",
				shown(arena, record->host), reason),
			ret_problem);
	if (record->port > 65535 || record->port_text)
		return refuse(records, record->line,
			arena_printf(arena,
				"%s is not a port number; expected 1 to "
				"65535",
				record->port_text
					? shown(arena, record->port_text)
					: arena_printf(
						  arena, "%u", record->port)),
			ret_problem);
	record->host = host;
	return true;
}

static void add_remark(struct records *records, struct remark **remarks,
	size_t *count, const struct remark *remark)
{
	*remarks =
		arena_grow(records->arena, *remarks, *count, sizeof(**remarks));
	(*remarks)[(*count)++] = *remark;
}

/* Whether it is printable UTF-8, and of a length that a name has. */
static bool is_name(struct arena *arena, const char *text)
{
	const struct octets octets = {
		(const unsigned char *)text, strlen(text)};
	size_t backslashes = 0;

	if (!octets.length || octets.length > NAME_OCTETS)
		return false;
	for (const char *at = text; *at; at++)
		backslashes += *at == '\\';
	return text[strspn(text, " ")] && text[octets.length - 1] != ' ' &&
	       strlen(escape_octets(arena, octets)) ==
		       octets.length + backslashes;
}

/* Clears a name that is none; true if there was one. */
static bool clear_bad_name(struct arena *arena, const char **name)
{
	bool bad = *name && **name && !is_name(arena, *name);

	if (bad || (*name && !**name))
		*name = NULL;
	return bad;
}

/* Names that cannot be handed on are left out. Answers with what they were, or
 * NULL. */
static const char *clean_account(struct arena *arena, struct account *account)
{
	bool user = clear_bad_name(arena, &account->user_name);
	bool address = clear_bad_name(arena, &account->address);

	if (account->label)
		account->label = refuse_escape(arena, account->label);
	return user ? "the user's name" : address ? "the address" : NULL;
}

static struct row *add_row(struct records *records, const struct record *record)
{
	struct row *row = arena_alloc(records->arena, sizeof(*row));

	*row = (struct row){
		.record = *record,
		.remarks = records->early,
		.remark_count = records->early_count,
	};
	records->early = NULL;
	records->early_count = 0;
	records->rows = arena_grow(records->arena, records->rows,
		records->count, sizeof(struct row *));
	records->rows[records->count++] = row;
	return row;
}

bool records_add(struct records *records, const struct record *record,
	struct problem *ret_problem)
{
	struct record copy = *record;
	const char *unread;
	struct row **at;

	if (!check_record(records, &copy, ret_problem))
		return false;
	unread = clean_account(records->arena, &copy.account);
	at = find_row(records, &copy);
	if (*at)
		return true;
	*at = add_row(records, &copy);
	if (unread)
		records_remark(records, REMARK_UNREAD, copy.line, unread, NULL);
	return true;
}

void records_remark(struct records *records, enum remark_kind kind,
	unsigned line, const char *said, const char *taken)
{
	struct remark remark = {
		.kind = kind,
		.line = line,
		.said = said ? refuse_escape(records->arena, said) : NULL,
		.taken = taken,
	};
	struct row *row;

	if (!records->count) {
		add_remark(records, &records->early, &records->early_count,
			&remark);
		return;
	}
	row = records->rows[records->count - 1];
	add_remark(records, &row->remarks, &row->remark_count, &remark);
}

void records_skip(struct records *records, unsigned line, const char *what,
	const char *why)
{
	records->skipped = arena_grow(records->arena, records->skipped,
		records->skipped_count, sizeof(*records->skipped));
	records->skipped[records->skipped_count++] = (struct skipped){
		.line = line,
		.what = refuse_escape(records->arena, what),
		.why = why,
	};
}

static void remark_row(struct records *records, struct row *row,
	enum remark_kind kind, const char *taken)
{
	const struct record *record = &row->record;
	bool of_word = kind != REMARK_PORT_MISSING && record->said;
	const struct remark remark = {
		.kind = kind,
		.line = of_word && record->said_line ? record->said_line
						     : record->line,
		.said = of_word ? refuse_escape(records->arena, record->said)
				: NULL,
		.taken = taken,
	};

	add_remark(records, &row->remarks, &row->remark_count, &remark);
}

/* A port that usually speaks otherwise is remarked upon. */
static enum tls_mode settle_row(struct records *records, struct row *row)
{
	struct settled settled = settle_mode(&row->record);

	if (settled.remarked)
		remark_row(
			records, row, settled.remark, mode_name(settled.taken));
	if (row->record.word == WORD_OPPORTUNISTIC)
		remark_row(records, row, REMARK_OPPORTUNISTIC,
			mode_name(settled.mode));
	return settled.mode;
}

static void conclude_row(
	struct records *records, struct row *row, struct matrix_entry *entry)
{
	struct record *record = &row->record;

	*entry = (struct matrix_entry){
		.endpoint.service = record->service,
		.endpoint.host = record->host,
		.origin = {records->place, record->line, record->said,
			record->meaning},
		.account = record->account,
	};
	if (!record->port) {
		record->port = settle_port(record->service, record->word);
		remark_row(records, row, REMARK_PORT_MISSING,
			arena_printf(records->arena, "%u", record->port));
	}
	entry->endpoint.port = record->port;
	entry->endpoint.mode = settle_row(records, row);
	entry->expectation.tls_at_least = TLS_NONE;
	if (entry->endpoint.mode != MODE_CLEARTEXT)
		expect_record(records->arena, record, &entry->expectation);
	entry->remarks = row->remarks;
	entry->remark_count = row->remark_count;
}

/* "Not used: imap.example.com in line 7 (there is no port), ..." */
static const char *note_skipped(const struct records *records)
{
	struct builder list = {.arena = records->arena};

	for (size_t i = 0; i < records->skipped_count; i++)
		builder_item_printf(&list, ", ", "%s in line %u (%s)",
			records->skipped[i].what, records->skipped[i].line,
			records->skipped[i].why);
	return arena_printf(
		records->arena, "Not used: %s.", builder_text(&list));
}

static bool refuse_empty(struct records *records, struct problem *ret_problem)
{
	const struct skipped *first = records->skipped;

	if (first)
		return refuse(records, first->line,
			arena_printf(records->arena, "%s cannot be used: %s",
				first->what, first->why),
			ret_problem);
	return refuse(records, 1,
		"no server was found here; the settings of a POP3, IMAP or "
		"SMTP account were expected, each with a server's name and a "
		"port",
		ret_problem);
}

bool records_conclude(struct records *records, const char *form,
	struct matrix *ret_matrix, struct problem *ret_problem)
{
	struct matrix_entry *entries;

	if (!records->count)
		return refuse_empty(records, ret_problem);
	entries =
		arena_alloc(records->arena, records->count * sizeof(*entries));
	for (size_t i = 0; i < records->count; i++)
		conclude_row(records, records->rows[i], &entries[i]);
	if (records->skipped_count)
		records_note(records, note_skipped(records));
	*ret_matrix = (struct matrix){
		.kind = "file",
		.form = form,
		.name = records->place,
		.title = records->title ? records->title : records->place,
		.note = records->note,
		.domains = records->domains,
		.domain_count = records->domain_count,
		.entries = entries,
		.entry_count = records->count,
		.skipped = records->skipped,
		.skipped_count = records->skipped_count,
	};
	return true;
}
