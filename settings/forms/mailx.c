/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* S-nail, and the mailx of Heirloom before it: "set" with variables. A URL with
 * an S is implicit TLS; STARTTLS is used where a variable asks for it, and
 * otherwise nothing is encrypted. */

#include "model/table.h"
#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/text/keywords.h"
#include "settings/text/lines.h"

#include <string.h>

#define URLS 16

/* What is set for the servers: in an account, or for those outside of any. */
struct values {
	const char *starttls[SERVICE_COUNT]; /* as it was set; NULL: off */
	unsigned starttls_line[SERVICE_COUNT];
	const char *user; /* smtp-auth-user */
	bool no_login;
};

struct place {
	const char *url;
	unsigned line;
	const struct values *values;
};

struct reading {
	struct records *records;
	struct arena *arena;
	struct problem *ret_problem;
	struct place urls[URLS];
	size_t count;
	const char *command; /* that the words are of */
	struct values outside;
	struct values *values; /* that are being set */
};

static enum likeness likeness(struct octets text)
{
	static const char *const words[] = {"set mta=", "v15-compat",
		"smtp-use-starttls", "imap-use-starttls", "pop3-use-starttls",
		"smtp-auth-user", "smtp-auth-password", "set smtp=", " mta=s"};

	if (likeness_is_xml(text) ||
		!(likeness_lines_with(text, "set") +
			likeness_lines_with(text, "account") +
			likeness_lines_with(text, "unset")))
		return LIKE_NOT;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (likeness_has(text, words[i]))
			return LIKE_MUCH;
	return likeness_has(text, "inbox=imap") ||
			       likeness_has(text, "inbox=pop")
		       ? LIKE_MUCH
		       : LIKE_NOT;
}

static void set_starttls(
	struct reading *r, const char *name, unsigned line, bool on)
{
	static const struct {
		const char *name;
		enum service service;
	} switches[] = {
		{"smtp-use-starttls", SERVICE_SMTP},
		{"imap-use-starttls", SERVICE_IMAP},
		{"pop3-use-starttls", SERVICE_POP3},
	};

	for (size_t i = 0; i < COUNT_OF(switches); i++) {
		size_t length = strlen(switches[i].name);
		enum service service = switches[i].service;

		/* "smtp-use-starttls-mail.example.com", for one server */
		if (strncmp(name, switches[i].name, length) != 0 ||
			(name[length] && name[length] != '-'))
			continue;
		r->values->starttls[service] = on ? name : NULL;
		r->values->starttls_line[service] = line;
	}
}

static void add_url(struct reading *r, const char *url, unsigned line)
{
	if (!strstr(url, "://"))
		url = arena_printf(r->arena, "smtp://%s", url);
	if (r->count < URLS)
		r->urls[r->count++] = (struct place){url, line, r->values};
}

/* name [ "=" value ], or "no" name */
static void set(struct reading *r, const char *word, unsigned line, bool on)
{
	size_t length = strcspn(word, "=");
	const char *name = arena_printf(r->arena, "%.*s", (int)length, word);
	const char *value = word[length] ? word + length + 1 : "";

	if (strncmp(name, "no", 2) == 0) {
		set_starttls(r, name + 2, line, false);
		return;
	}
	set_starttls(r, name, line, on);
	if (!on || !*value)
		return;
	if (strcmp(name, "smtp") == 0) {
		add_url(r, value, line);
	} else if (strcmp(name, "mta") == 0 || strcmp(name, "inbox") == 0 ||
		   strcmp(name, "folder") == 0 || strcmp(name, "MAIL") == 0) {
		/* Without a scheme it is a program, or a file. */
		if (strstr(value, "://"))
			add_url(r, value, line);
	} else if (strcmp(name, "smtp-auth-user") == 0 ||
		   strcmp(name, "user") == 0) {
		r->values->user = value;
	} else if (strcmp(name, "smtp-auth") == 0) {
		r->values->no_login = strcmp(value, "none") == 0;
	}
}

/* "account work {" has commands of its own below it, up to "}": what they set
 * is of no other account. */
static void begin_account(struct reading *r)
{
	r->values = arena_alloc(r->arena, sizeof(*r->values));
	*r->values = r->outside;
}

static void read_line(struct reading *r, const struct keywords *words,
	unsigned line, bool goes_on)
{
	const char *last = keywords_at(words, words->count - 1);
	bool on;

	if (!goes_on)
		r->command = keywords_at(words, 0);
	if (strcmp(r->command, "account") == 0 && strcmp(last, "{") == 0)
		begin_account(r);
	else if (strcmp(r->command, "}") == 0)
		r->values = &r->outside;
	on = strcmp(r->command, "set") == 0 || strcmp(r->command, "se") == 0;
	if (!on && strcmp(r->command, "unset") != 0)
		return;
	for (size_t i = goes_on ? 0 : 1; i < words->count; i++)
		set(r, words->words[i], line, on);
}

static void read_mode(const struct values *values, struct record *record)
{
	const char *starttls = values->starttls[record->service];

	if (record->word != WORD_NONE)
		return;
	record->word = starttls ? WORD_EXPLICIT : WORD_CLEARTEXT;
	record->said = starttls;
	if (starttls)
		record->said_line = values->starttls_line[record->service];
	else
		record->meaning = "S-nail uses STARTTLS only where "
				  "\"use-starttls\" is set";
}

static bool add_place(struct reading *r, const struct place *place)
{
	struct record record = {.line = place->line};
	size_t scheme = strcspn(place->url, ":");

	if (!record_set_url(r->arena, &record, place->url))
		return true;
	read_mode(place->values, &record);
	if (!record.port && !record.port_text)
		record.port =
			record.word == WORD_IMPLICIT
				? service_port(record.service, MODE_IMPLICIT)
			: record.service != SERVICE_SMTP
				? service_port(record.service, MODE_EXPLICIT)
			: scheme == strlen("submission") ? 587
							 : 25;
	if (record.service == SERVICE_SMTP && place->values->no_login)
		record_set_authentication(r->arena, &record, "none");
	else if (!record.account.user_name && record.service == SERVICE_SMTP)
		record.account.user_name = place->values->user;
	return records_add(r->records, &record, r->ret_problem);
}

static bool read_mailx(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading *r = arena_alloc(arena, sizeof(*r));
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;
	bool goes_on = false;

	(void)place;
	*r = (struct reading){
		.records = records,
		.arena = arena,
		.ret_problem = ret_problem,
	};
	r->values = &r->outside;
	while (lines_next(&lines, &line, &length)) {
		bool more = length && line[length - 1] == '\\';
		struct keywords words;

		keywords_read(arena, line, length - more, &words);
		read_line(r, &words, lines.number, goes_on);
		goes_on = more;
	}
	for (size_t i = 0; i < r->count; i++)
		if (!add_place(r, &r->urls[i]))
			return false;
	return true;
}

const struct form form_mailx = {
	.name = "mailx",
	.title = "configuration of S-nail or mailx",
	.likeness = likeness,
	.read = read_mailx,
};
