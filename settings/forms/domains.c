/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A list of mail domains or addresses, one in each line or with commas between
 * them, whose providers are built in. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/host.h"
#include "settings/library/profile.h"
#include "settings/library/provider.h"
#include "settings/text/words.h"

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
	struct record record = {
		.service = entry->endpoint.service,
		.host = entry->endpoint.host,
		.port = entry->endpoint.port,
		.word = lexicon_word_of_mode(entry->endpoint.mode),
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

static bool add_word(void *context, const char *word, unsigned line)
{
	struct reading *r = context;
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

/* A mail domain or an address, and no server's name or URL */
static bool is_domain(void *context, const char *word, unsigned line)
{
	struct reading *r = context;
	const char *at = strrchr(word, '@'), *domain = at ? at + 1 : word;
	const char *host, *reason, *last = strrchr(domain, '.');
	enum service service;

	(void)line;
	return strlen(word) <= WORD_OCTETS && last &&
	       ascii_is_letter((unsigned char)last[1]) &&
	       !strpbrk(domain, ":/_=()[]{}<>\"'") && !strstr(word, "://") &&
	       host_read(r->arena, domain, &host, &reason) &&
	       (at || !lexicon_service_of_host(domain, &service));
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
	if (words_are_there(arena, text, BREAKS) &&
		words_each(arena, text, BREAKS, is_domain, &r))
		like = LIKE_MUCH;
	arena_free(arena);
	return like;
}

static bool read_domains(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {records, arena, ret_problem, NULL};

	(void)place;
	return words_each(arena, text, BREAKS, add_word, &r);
}

const struct form form_domains = {
	.name = "domains",
	.title = "list of mail domains",
	.likeness = likeness,
	.read = read_domains,
};
