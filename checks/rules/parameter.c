/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rules/parameter.h"

#include "model/text/ascii.h"

#include <stdlib.h>
#include <string.h>

/* One word of a list with blanks between; `*at` goes behind it. */
struct octets rule_next_octets(const char **at)
{
	struct octets word;

	*at += strspn(*at, " ");
	word.data = (const unsigned char *)*at;
	word.length = strcspn(*at, " ");
	*at += word.length;
	return word;
}

bool rule_word_is(struct octets word, const char *text)
{
	return word.length == strlen(text) &&
	       memcmp(word.data, text, word.length) == 0;
}

const char *rule_value(const struct rule_view *view, const char *name)
{
	return rule_parameter(view->rule, name);
}

long rule_number(const struct rule_view *view, const char *name, long otherwise)
{
	const char *value = rule_value(view, name);

	return value ? strtol(value, NULL, 10) : otherwise;
}

bool rule_list_has(const char *list, const char *word)
{
	for (const char *at = list ? list : ""; *at;)
		if (rule_word_is(rule_next_octets(&at), word))
			return true;
	return false;
}

const char *rule_next_word(struct arena *arena, const char **at)
{
	struct octets word = rule_next_octets(at);

	return word.length ? arena_printf(arena, "%.*s", (int)word.length,
				     (const char *)word.data)
			   : NULL;
}

/* OFFER_NONE if there is none of that id. */
static enum offer_id find_offer(struct octets word)
{
	for (int i = OFFER_NONE + 1; i < OFFER_COUNT; i++)
		if (rule_word_is(word, offer_table[i].id))
			return (enum offer_id)i;
	return OFFER_NONE;
}

enum offer_id rule_next_offer(const char **at)
{
	while (**at) {
		enum offer_id offer = find_offer(rule_next_octets(at));

		if (offer != OFFER_NONE)
			return offer;
	}
	return OFFER_NONE;
}

enum offer_id rule_offer_value(const struct rule_view *view, const char *name)
{
	const char *id = rule_value(view, name);

	return id ? offer_find(id) : OFFER_NONE;
}

bool rule_host_is(const char *host, const char *pattern)
{
	size_t length = strlen(host), suffix = strlen(pattern) - 1;

	if (strncmp(pattern, "*.", 2) != 0)
		return ascii_compare(host, pattern) == 0;
	return length > suffix &&
	       ascii_compare(host + length - suffix, pattern + 1) == 0;
}
