/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The longest form of one character: \xNN for each of four octets. */
#define UNIT_OCTETS 16

struct range {
	uint32_t first;
	uint32_t last;
};

static const struct range unprintable[] = {
#include "model/text/unprintable.inc"
};

bool escape_is_printable(unsigned character)
{
	size_t low = 0;
	size_t high = sizeof(unprintable) / sizeof(unprintable[0]);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (character > unprintable[middle].last)
			low = middle + 1;
		else if (character < unprintable[middle].first)
			high = middle;
		else
			return false;
	}
	return true;
}

/* RFC 3629 section 4: the second octet is narrower behind E0, ED, F0 and F4,
 * which leaves out overlong forms, surrogates and what is past U+10FFFF. */
size_t escape_decode_utf8(
	const unsigned char *text, size_t length, unsigned *ret_character)
{
	unsigned char lead = length ? text[0] : 0xFF;
	unsigned low = 0x80;
	unsigned high = 0xBF;
	unsigned character;
	size_t size;

	if (lead < 0x80) {
		*ret_character = lead;
		return 1;
	}
	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
	if (length < size)
		return 0;

	if (lead == 0xE0)
		low = 0xA0;
	else if (lead == 0xED)
		high = 0x9F;
	else if (lead == 0xF0)
		low = 0x90;
	else if (lead == 0xF4)
		high = 0x8F;

	character = lead & (0x7Fu >> size);
	for (size_t i = 1; i < size; i++) {
		if (text[i] < low || text[i] > high)
			return 0;
		character = character << 6 | (text[i] & 0x3Fu);
		low = 0x80;
		high = 0xBF;
	}
	*ret_character = character;
	return size;
}

static size_t escape_hexadecimal(unsigned char octet, char *ret_unit)
{
	static const char digits[] = "0123456789abcdef";

	ret_unit[0] = '\\';
	ret_unit[1] = 'x';
	ret_unit[2] = digits[octet >> 4];
	ret_unit[3] = digits[octet & 0x0F];
	return 4;
}

static size_t escape_ascii(unsigned char octet, char *ret_unit)
{
	static const char plain[] = "\\\r\n\t";
	static const char names[] = "\\rnt";
	const char *found = octet ? strchr(plain, octet) : NULL;

	if (found) {
		ret_unit[0] = '\\';
		ret_unit[1] = names[found - plain];
		return 2;
	}
	if (octet < 0x20 || octet == 0x7F)
		return escape_hexadecimal(octet, ret_unit);
	ret_unit[0] = (char)octet;
	return 1;
}

/* Writes the safe form of the first character of `text` to `ret_unit` and its
 * length to `*ret_length`. Returns how many octets of `text` that was. */
static size_t escape_unit(const unsigned char *text, size_t length,
	char ret_unit[UNIT_OCTETS], size_t *ret_length)
{
	unsigned character;
	size_t size = escape_decode_utf8(text, length, &character);

	if (size == 1) {
		*ret_length = escape_ascii(text[0], ret_unit);
	} else if (size > 1 && escape_is_printable(character)) {
		memcpy(ret_unit, text, size);
		*ret_length = size;
	} else {
		size = size ? size : 1;
		*ret_length = 0;
		for (size_t i = 0; i < size; i++)
			*ret_length += escape_hexadecimal(
				text[i], ret_unit + *ret_length);
	}
	return size;
}

static size_t escaped_length(struct octets text)
{
	char unit[UNIT_OCTETS];
	size_t total = 0;
	size_t length;

	for (size_t i = 0; i < text.length;) {
		i += escape_unit(text.data + i, text.length - i, unit, &length);
		total += length;
	}
	return total;
}

/* Writes whole units of at most `limit` octets in all, and a NUL. */
static size_t escape_into(char *result, struct octets text, size_t limit)
{
	char unit[UNIT_OCTETS];
	size_t used = 0;
	size_t length;

	for (size_t i = 0; i < text.length;) {
		i += escape_unit(text.data + i, text.length - i, unit, &length);
		if (length > limit - used)
			break;
		memcpy(result + used, unit, length);
		used += length;
	}
	result[used] = '\0';
	return used;
}

/* How many octets at the start are printable ASCII; eight at a time, which is
 * what most of the text in a report is. */
static size_t ascii_length(const char *text, size_t length)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t at = 0;
	uint64_t word;

	for (; length - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, text + at, sizeof(word));
		if ((word | (word - 0x20 * ones) | (word + ones)) & 0x80 * ones)
			break;
	}
	while (at < length && text[at] >= 0x20 && text[at] < 0x7F)
		at++;
	return at;
}

/* Whether nothing of it has to be escaped, as of most text. */
static bool is_plain(struct octets text)
{
	return ascii_length((const char *)text.data, text.length) ==
		       text.length &&
	       !(text.length && memchr(text.data, '\\', text.length));
}

static char *copy_plain(struct arena *arena, struct octets text)
{
	char *copy = arena_alloc(arena, text.length + 1);

	if (text.length)
		memcpy(copy, text.data, text.length);
	copy[text.length] = '\0';
	return copy;
}

char *escape_octets(struct arena *arena, struct octets text)
{
	size_t length;
	char *result;

	if (is_plain(text))
		return copy_plain(arena, text);
	length = escaped_length(text);
	result = arena_alloc(arena, length + 1);
	escape_into(result, text, length);
	return result;
}

void escape_add(struct builder *b, struct octets text)
{
	char piece[64 * UNIT_OCTETS];
	size_t used = 0;
	size_t length;

	for (size_t i = 0; i < text.length;) {
		i += escape_unit(
			text.data + i, text.length - i, piece + used, &length);
		used += length;
		if (used <= sizeof(piece) - UNIT_OCTETS && i < text.length)
			continue;
		builder_add_octets(
			b, (struct octets){(unsigned char *)piece, used});
		used = 0;
	}
}

static int digit_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	return -1;
}

/* Reads what stands behind a backslash. Returns its length, or 0. */
static size_t unescape_unit(const char *text, unsigned char *ret_octet)
{
	static const char names[] = "\\rnt";
	static const char plain[] = "\\\r\n\t";
	const char *found = text[0] ? strchr(names, text[0]) : NULL;
	int high, low;

	if (found) {
		*ret_octet = (unsigned char)plain[found - names];
		return 1;
	}
	if (text[0] != 'x')
		return 0;
	high = digit_value(text[1]);
	low = high < 0 ? -1 : digit_value(text[2]);
	if (low < 0)
		return 0;
	*ret_octet = (unsigned char)(high << 4 | low);
	return 3;
}

bool escape_undo(
	struct arena *arena, const char *text, struct octets *ret_octets)
{
	size_t length = strlen(text);
	unsigned char *octets = arena_alloc(arena, length + 1);
	size_t used = 0;
	size_t size;

	for (size_t i = 0; i < length; i += size) {
		octets[used] = (unsigned char)text[i];
		size = 1;
		if (text[i] == '\\') {
			size += unescape_unit(text + i + 1, octets + used);
			if (size == 1)
				return false;
		}
		used++;
	}
	*ret_octets = (struct octets){used ? octets : NULL, used};
	return true;
}

char *escape_excerpt(
	struct arena *arena, struct octets text, size_t max_columns)
{
	static const char more[] = "...";
	size_t room = max_columns > 3 ? max_columns - 3 : 0;
	char *result;
	size_t used;

	/* No octet is written in less than one: a longer text is cut before
	 * it is measured, which keeps this cheap for any text. */
	if (text.length <= max_columns &&
		(is_plain(text) || escaped_length(text) <= max_columns))
		return escape_octets(arena, text);
	result = arena_alloc(arena, room + sizeof(more));
	used = escape_into(result, text, room);
	memcpy(result + used, more, sizeof(more));
	return result;
}

char *escape_name(struct arena *arena, struct octets name, size_t max_columns)
{
	char *text = escape_excerpt(arena, name, max_columns);
	size_t length = 0;

	for (size_t i = 0; text[i]; i++) {
		text[length++] = text[i];
		if (text[i] == '\\' && text[i + 1] == '\\')
			i++;
	}
	text[length] = '\0';
	return text;
}

/* Returns the length of the character at `text` if it may stand as it is, or 0.
 * What turns text around or hides it is fit for XML, but not for people. */
static size_t clean_length(const unsigned char *text, size_t length)
{
	unsigned character;
	size_t size = escape_decode_utf8(text, length, &character);

	if (size == 0 || character == 0xFFFE || character == 0xFFFF)
		return 0;
	if (character >= 0x80)
		return escape_is_printable(character) ? size : 0;
	return (character >= 0x20 && character < 0x7F) || character == '\n' ||
			       character == '\t'
		       ? size
		       : 0;
}

const char *escape_clean(struct arena *arena, const char *text)
{
	const unsigned char *octets = (const unsigned char *)text;
	size_t length = strlen(text);
	size_t plain = ascii_length(text, length);
	size_t used = 0;
	size_t size = 1;
	char *clean;

	if (plain == length)
		return text;
	for (size_t i = plain; i < length && size; i += size)
		size = clean_length(octets + i, length - i);
	if (size)
		return text;

	for (size_t i = 0; i < length; i += size ? size : 1) {
		size = clean_length(octets + i, length - i);
		used += size ? size : 4;
	}
	clean = arena_alloc(arena, used + 1);
	used = 0;
	for (size_t i = 0; i < length; i += size) {
		size = clean_length(octets + i, length - i);
		if (size) {
			memcpy(clean + used, octets + i, size);
			used += size;
		} else {
			size = 1;
			used += escape_hexadecimal(octets[i], clean + used);
		}
	}
	return clean;
}
