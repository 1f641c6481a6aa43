/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/compare_parts.h"

#include "checks/say.h"
#include "model/text/ascii.h"
#include "model/text/escape.h"
#include "model/text/sorted.h"

#define NAME_COLUMNS 120

void comparer_add(struct comparer *c, struct change change)
{
	struct comparison *all = c->comparison;

	change.endpoint = c->endpoint;
	all->changes = arena_grow(
		c->arena, all->changes, all->change_count, sizeof(change));
	all->changes[all->change_count++] = change;
	all->counts[change.kind]++;
}

static int by_word(const void *left, const void *right)
{
	const char *const *a = left, *const *b = right;

	return ascii_compare(*a, *b);
}

static struct sorted sort_words(
	struct arena *arena, const struct comparer_words *words)
{
	return sorted_of(arena, words->words, words->count,
		sizeof(*words->words), by_word);
}

void comparer_words_vanished(struct comparer *c, enum change_subject subject,
	const struct comparer_words *before, const struct comparer_words *after)
{
	struct sorted new = sort_words(c->arena, after);

	for (size_t i = 0; i < before->count; i++)
		if (!sorted_find(&new, &before->words[i]))
			comparer_add(c, (struct change){.kind = CHANGE_VANISHED,
						.subject = subject,
						.name = before->words[i],
						.before = before->words[i]});
}

void comparer_words_appeared(struct comparer *c, enum change_subject subject,
	const struct comparer_words *before, const struct comparer_words *after)
{
	struct sorted old = sort_words(c->arena, before);

	for (size_t i = 0; i < after->count; i++)
		if (!sorted_find(&old, &after->words[i]))
			comparer_add(c, (struct change){.kind = CHANGE_APPEARED,
						.subject = subject,
						.name = after->words[i],
						.after = after->words[i]});
}

void comparer_words(struct comparer *c, enum change_subject subject,
	const struct comparer_words *before, const struct comparer_words *after)
{
	comparer_words_vanished(c, subject, before, after);
	comparer_words_appeared(c, subject, before, after);
}

const char *comparer_certificate(
	struct arena *arena, const struct certificate *leaf)
{
	return arena_printf(arena, "%s, issued by %s, until %s, SHA-256 %s",
		escape_name(arena, leaf->subject, NAME_COLUMNS),
		escape_name(arena, leaf->issuer, NAME_COLUMNS),
		say_date(arena, leaf->not_after), leaf->sha256);
}
