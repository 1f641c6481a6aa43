/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/xml/quote.h"

#include "model/text/escape.h"

#include <stdio.h>
#include <string.h>

/* The length of a character that XML 1.0 can hold; 0 for anything else. */
static size_t character_length(
	const char *text, size_t left, unsigned *ret_character)
{
	unsigned character = 0;
	size_t length = escape_decode_utf8(
		(const unsigned char *)text, left, &character);

	*ret_character = character;
	if (!length || character < 0x20 || character == 0x7f ||
		character == 0xfffe || character == 0xffff)
		return 0;
	return length;
}

const char *quote_xml(struct arena *arena, const char *text)
{
	size_t length = 0, left = strlen(text);
	size_t size = 6 * left + 1;
	char *copy = arena_alloc(arena, size);

	while (left) {
		unsigned character;
		const char *entity = *text == '&'   ? "&amp;"
				     : *text == '<' ? "&lt;"
				     : *text == '>' ? "&gt;"
				     : *text == '"' ? "&quot;"
						    : NULL;
		size_t taken = character_length(text, left, &character);

		if (entity) {
			memcpy(copy + length, entity, strlen(entity));
			length += strlen(entity);
		} else if (taken > 1 && !escape_is_printable(character)) {
			length += (size_t)snprintf(copy + length, size - length,
				"&#x%x;", character);
		} else if (taken) {
			memcpy(copy + length, text, taken);
			length += taken;
		} else {
			copy[length++] = '?';
		}
		text += taken ? taken : 1;
		left -= taken ? taken : 1;
	}
	return copy;
}
