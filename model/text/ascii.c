/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/ascii.h"

#include <stdint.h>
#include <string.h>

static bool is_lower(int octet)
{
	return octet >= 'a' && octet <= 'z';
}

static bool is_upper(int octet)
{
	return octet >= 'A' && octet <= 'Z';
}

bool ascii_is_digit(int octet)
{
	return octet >= '0' && octet <= '9';
}

bool ascii_is_letter(int octet)
{
	return is_lower(octet) || is_upper(octet);
}

bool ascii_is_alphanumeric(int octet)
{
	return ascii_is_letter(octet) || ascii_is_digit(octet);
}

bool ascii_is_space(int octet)
{
	return octet == ' ' || (octet >= '\t' && octet <= '\r');
}

int ascii_to_lower(int octet)
{
	return is_upper(octet) ? octet - 'A' + 'a' : octet;
}

int ascii_to_upper(int octet)
{
	return is_lower(octet) ? octet - 'a' + 'A' : octet;
}

static int compare_octets(char one, char other)
{
	return ascii_to_lower((unsigned char)one) -
	       ascii_to_lower((unsigned char)other);
}

int ascii_compare(const char *one, const char *other)
{
	return ascii_compare_n(one, other, SIZE_MAX);
}

int ascii_compare_n(const char *one, const char *other, size_t most)
{
	for (size_t i = 0; i < most; i++) {
		int order = compare_octets(one[i], other[i]);

		if (order != 0 || !one[i])
			return order;
	}
	return 0;
}

const char *ascii_find(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (;; text++) {
		if (ascii_compare_n(text, word, length) == 0)
			return text;
		if (!*text)
			return NULL;
	}
}

bool ascii_begins(struct octets text, const char *word)
{
	for (size_t i = 0; word[i]; i++)
		if (i >= text.length ||
			compare_octets((char)text.data[i], word[i]) != 0)
			return false;
	return true;
}

bool ascii_equals(struct octets text, const char *word)
{
	return text.length == strlen(word) && ascii_begins(text, word);
}

bool ascii_contains(struct octets text, const char *word)
{
	for (; text.length; text.data++, text.length--)
		if (ascii_begins(text, word))
			return true;
	return false;
}

bool ascii_same(struct octets one, struct octets other)
{
	if (one.length != other.length)
		return false;
	for (size_t i = 0; i < one.length; i++)
		if (compare_octets((char)one.data[i], (char)other.data[i]) != 0)
			return false;
	return true;
}

struct octets ascii_take_word(struct octets *text)
{
	struct octets word;

	while (text->length && (*text->data == ' ' || *text->data == '\t')) {
		text->data++;
		text->length--;
	}
	word = (struct octets){text->data, 0};
	while (text->length && *text->data != ' ' && *text->data != '\t') {
		text->data++;
		text->length--;
		word.length++;
	}
	return word;
}
