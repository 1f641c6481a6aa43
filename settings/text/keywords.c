/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/text/keywords.h"

#include <string.h>

/* The length of the word that begins here, its quotes and all. */
static size_t word_length(const char *at, size_t length)
{
	size_t i = 0;
	char quote = '\0';

	while (i < length) {
		if (at[i] == '\\' && i + 1 < length)
			i++;
		else if (quote && at[i] == quote)
			quote = '\0';
		else if (!quote && (at[i] == '"' || at[i] == '\''))
			quote = at[i];
		else if (!quote && (at[i] == ' ' || at[i] == '\t'))
			break;
		i++;
	}
	return i;
}

static const char *unquote(struct arena *arena, const char *at, size_t length)
{
	char *word = arena_alloc(arena, length + 1), *to = word;
	char quote = '\0';

	for (size_t i = 0; i < length; i++) {
		if (at[i] == '\\' && i + 1 < length)
			*to++ = at[++i];
		else if (quote && at[i] == quote)
			quote = '\0';
		else if (!quote && (at[i] == '"' || at[i] == '\''))
			quote = at[i];
		else
			*to++ = at[i];
	}
	return word;
}

void keywords_read(struct arena *arena, const char *line, size_t length,
	struct keywords *ret_keywords)
{
	ret_keywords->count = 0;
	while (length && ret_keywords->count < KEYWORDS) {
		size_t size;

		if (*line == ' ' || *line == '\t') {
			line++;
			length--;
			continue;
		}
		if (*line == '#')
			return;
		size = word_length(line, length);
		ret_keywords->words[ret_keywords->count++] =
			unquote(arena, line, size);
		line += size;
		length -= size;
	}
}

const char *keywords_at(const struct keywords *keywords, size_t index)
{
	return index < keywords->count ? keywords->words[index] : "";
}
