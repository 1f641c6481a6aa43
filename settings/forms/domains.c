/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A list of mail domains or addresses, one in each line or with commas between
 * them, whose providers are built in. */

#include "model/table.h"
#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/host.h"
#include "settings/library/profile.h"
#include "settings/library/provider.h"
#include "settings/text/lines.h"

#include <assert.h>
#include <string.h>

#define BREAKS " \t\r,;"
#define WORD_OCTETS 320

/* A provider's settings, read once however many domains it has. */
struct provided {
	const char *name;
	struct matrix matrix; /* without entries where it cannot be read */
	struct provided *next;
};

struct reading {
	struct records *records;
	struct arena *arena;
	struct problem *ret_problem;
	struct provided *provided;
};

static bool add_entry(struct reading *r, const struct matrix_entry *entry,
	const char *word, unsigned line)
{
	static const enum mode_word words[] = {
		[MODE_IMPLICIT] = WORD_IMPLICIT,
		[MODE_EXPLICIT] = WORD_EXPLICIT,
		[MODE_CLEARTEXT] = WORD_CLEARTEXT,
	};
	static_assert(COUNT_OF(words) == MODE_COUNT, "a word for each mode");
	struct record record = {
		.service = entry->endpoint.service,
		.host = entry->endpoint.host,
		.port = entry->endpoint.port,
		.word = words[entry->endpoint.mode],
		.meaning = "what is built in of the provider",
		.line = line,
		.account = entry->account,
	};

	if (strchr(word, '@'))
		record.account.address = word;
	return !record.host || records_add(r->records, &record, r->ret_problem);
}

static const struct matrix *find_matrix(struct reading *r, const char *name)
{
	struct problem problem = {0};
	struct provided *one = r->provided;

	while (one && strcmp(one->name, name) != 0)
		one = one->next;
	if (one)
		return &one->matrix;
	one = arena_alloc(r->arena, sizeof(*one));
	*one = (struct provided){.name = name, .next = r->provided};
	if (!profile_find(r->arena, name, NULL, &one->matrix, &problem))
		one->matrix = (struct matrix){0};
	r->provided = one;
	return &one->matrix;
}

static bool add_word(struct reading *r, const char *word, unsigned line)
{
	const char *domain = strchr(word, '@') ? strrchr(word, '@') + 1 : word;
	const char *host, *reason, *name;
	const struct matrix *matrix;

	if (!host_read(r->arena, domain, &host, &reason))
		host = domain; /* which no provider's is */
	name = provider_of_domain(host);
	matrix = name ? find_matrix(r, name) : NULL;
	if (!matrix || !matrix->entry_count) {
		records_skip(r->records, line, domain,
			"no provider of this domain is built in; mailsonde "
			"discover looks for its settings");
		return true;
	}
	records_domain(r->records, domain);
	for (size_t i = 0; i < matrix->entry_count; i++)
		if (!add_entry(r, &matrix->entries[i], word, line))
			return false;
	return true;
}

/* Calls for each word outside of comments; answers false once a call does. */
static bool each_word(struct arena *arena, struct octets text,
	bool (*visit)(struct reading *r, const char *word, unsigned line),
	struct reading *r)
{
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;

	while (lines_next(&lines, &line, &length)) {
		char *rest = arena_printf(arena, "%.*s", (int)length, line);
		char *word;

		rest[strcspn(rest, "#")] = '\0';
		while ((word = strsep(&rest, BREAKS)))
			if (*word && !visit(r, word, lines.number))
				return false;
	}
	return true;
}

/* A mail domain or an address, and no server's name */
static bool is_domain(struct reading *r, const char *word, unsigned line)
{
	const char *at = strrchr(word, '@'), *domain = at ? at + 1 : word;
	const char *host, *reason, *last = strrchr(domain, '.');
	enum service service;

	(void)line;
	return strlen(word) <= WORD_OCTETS && last &&
	       ascii_is_letter((unsigned char)last[1]) &&
	       !strpbrk(domain, ":/_=()[]{}<>\"'") &&
	       host_read(r->arena, domain, &host, &reason) &&
	       (at || !lexicon_service_of_host(domain, &service));
}

static bool count_word(struct reading *r, const char *word, unsigned line)
{
	(void)word;
	(void)line;
	(void)r;
	return false;
}

static enum likeness likeness(struct octets text)
{
	struct arena *arena;
	struct reading r = {0};
	enum likeness like = LIKE_NOT;

	if (memchr(text.data, '\0', text.length) || text.length > 1 << 20)
		return LIKE_NOT;
	arena = arena_new();
	r.arena = arena;
	if (!each_word(arena, text, count_word, &r) &&
		each_word(arena, text, is_domain, &r))
		like = LIKE_MUCH;
	arena_free(arena);
	return like;
}

static bool read_domains(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {records, arena, ret_problem, NULL};

	(void)place;
	return each_word(arena, text, add_word, &r);
}

const struct form form_domains = {
	.name = "domains",
	.title = "list of mail domains",
	.likeness = likeness,
	.read = read_domains,
};
