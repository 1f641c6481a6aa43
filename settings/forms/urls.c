/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A list of servers as URLs, one in each line or with blanks or commas between
 * them: what a monitor is told to look at. */

#include "settings/forms/form.h"
#include "settings/text/words.h"
#include "settings/url.h"

#include <string.h>

#define BREAKS " \t\r,;"

struct reading {
	struct records *records;
	struct arena *arena;
	const char *place;
	struct problem *ret_problem;
};

static bool add_url(void *context, const char *word, unsigned line)
{
	struct reading *r = context;
	struct problem problem = {0};
	struct record record = {.line = line};
	struct matrix matrix;
	const struct endpoint *endpoint;

	if (!url_read_target(r->arena, word, &matrix, &problem))
		/* Its place is the URL, as far as that may be shown. */
		return refuse_at(r->arena, r->place, line, r->ret_problem,
			"%s: %s", problem.place, problem.text);
	endpoint = &matrix.entries[0].endpoint;
	record.service = endpoint->service;
	record.host = endpoint->host;
	record.port = endpoint->port;
	record.word = lexicon_word_of_mode(endpoint->mode);
	record.said = word;
	return records_add(r->records, &record, r->ret_problem);
}

struct look {
	struct arena *arena;
	size_t count;
};

static bool is_url(void *context, const char *word, unsigned line)
{
	struct look *look = context;
	struct problem problem = {0};
	struct matrix matrix;

	(void)line;
	look->count++;
	return strstr(word, "://") &&
	       url_read_target(look->arena, word, &matrix, &problem);
}

/* One alone can be part of anything. */
static enum likeness likeness(struct octets text)
{
	struct look look = {0};
	enum likeness like = LIKE_NOT;

	if (memchr(text.data, '\0', text.length) ||
		!memmem(text.data, text.length, "://", 3))
		return LIKE_NOT;
	look.arena = arena_new();
	if (words_each(look.arena, text, BREAKS, is_url, &look) &&
		look.count > 1)
		like = LIKE_MUCH;
	arena_free(look.arena);
	return like;
}

static bool read_urls(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {records, arena, place, ret_problem};

	return words_each(arena, text, BREAKS, add_url, &r);
}

const struct form form_urls = {
	.name = "urls",
	.title = "list of URLs",
	.likeness = likeness,
	.read = read_urls,
};
