/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/json.h"

#include "model/text/ascii.h"
#include "model/text/escape.h"

#include <string.h>

#define NAME_OCTETS 128
#define EXACT_INTEGERS INT64_C(9007199254740992)

/* What is left to be read. */
struct text {
	const unsigned char *at;
	const unsigned char *end;
};

static struct text text_of(struct octets octets)
{
	return (struct text){octets.data, octets.data + octets.length};
}

/* ws = *( %x20 / %x09 / %x0A / %x0D ) */
static void skip_space(struct text *t)
{
	while (t->at < t->end && *t->at && strchr(" \t\n\r", *t->at))
		t->at++;
}

/* Takes the octet, with the space around it. */
static bool take(struct text *t, unsigned char octet)
{
	skip_space(t);
	if (t->at == t->end || *t->at != octet)
		return false;
	t->at++;
	skip_space(t);
	return true;
}

static bool skip_word(struct text *t, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(t->end - t->at) < length ||
		memcmp(t->at, word, length) != 0)
		return false;
	t->at += length;
	return true;
}

static bool skip_digits(struct text *t)
{
	const unsigned char *begin = t->at;

	while (t->at < t->end && ascii_is_digit(*t->at))
		t->at++;
	return t->at > begin;
}

/* number = [ "-" ] int [ "." 1*DIGIT ] [ ("e" / "E") [ "-" / "+" ] 1*DIGIT ] */
static bool skip_number(struct text *t)
{
	const unsigned char *digits;

	if (t->at < t->end && *t->at == '-')
		t->at++;
	digits = t->at;
	if (!skip_digits(t) || (*digits == '0' && t->at > digits + 1))
		return false;
	if (t->at < t->end && *t->at == '.') {
		t->at++;
		if (!skip_digits(t))
			return false;
	}
	if (t->at < t->end && (*t->at == 'e' || *t->at == 'E')) {
		t->at++;
		if (t->at < t->end && (*t->at == '-' || *t->at == '+'))
			t->at++;
		return skip_digits(t);
	}
	return true;
}

/* The escapes are looked at when the string is wanted. */
static bool skip_string(struct text *t)
{
	if (t->at == t->end || *t->at++ != '"')
		return false;
	while (t->at < t->end && *t->at != '"') {
		if (*t->at < ' ')
			return false;
		if (*t->at == '\\' && ++t->at == t->end)
			return false;
		t->at++;
	}
	return t->at < t->end && *t->at++ == '"';
}

static bool skip_value(struct text *t, unsigned depth);

static bool skip_member(struct text *t, bool named, unsigned depth)
{
	if (named && !(skip_string(t) && take(t, ':')))
		return false;
	return skip_value(t, depth);
}

/* object = "{" [ member *( "," member ) ] "}", and an array without names */
static bool skip_group(struct text *t, unsigned char end, unsigned depth)
{
	if (depth == JSON_DEPTH)
		return false;
	t->at++;
	if (take(t, end))
		return true;
	do {
		if (!skip_member(t, end == '}', depth + 1))
			return false;
	} while (take(t, ','));
	return take(t, end);
}

static bool skip_value(struct text *t, unsigned depth)
{
	if (t->at == t->end)
		return false;
	switch (*t->at) {
	case '{':
		return skip_group(t, '}', depth);
	case '[':
		return skip_group(t, ']', depth);
	case '"':
		return skip_string(t);
	case 't':
		return skip_word(t, "true");
	case 'f':
		return skip_word(t, "false");
	case 'n':
		return skip_word(t, "null");
	default:
		return skip_number(t);
	}
}

/* Takes the value that comes next, which may have space behind it. */
static bool take_value(struct text *t, struct octets *ret_value)
{
	const unsigned char *begin = t->at;

	if (!skip_value(t, 0))
		return false;
	*ret_value = (struct octets){begin, (size_t)(t->at - begin)};
	return true;
}

bool json_read(struct octets text, struct octets *ret_value)
{
	struct text t = text_of(text);
	struct octets value;

	skip_space(&t);
	if (!text.length || !take_value(&t, &value))
		return false;
	skip_space(&t);
	if (t.at != t.end)
		return false;
	*ret_value = value;
	return true;
}

enum json_kind json_kind_of(struct octets value)
{
	switch (value.length ? *value.data : 'n') {
	case '{':
		return JSON_OBJECT;
	case '[':
		return JSON_ARRAY;
	case '"':
		return JSON_STRING;
	case 't':
		return JSON_TRUE;
	case 'f':
		return JSON_FALSE;
	case 'n':
		return JSON_NULL;
	default:
		return JSON_NUMBER;
	}
}

static bool is_named(struct octets written, const char *name)
{
	char text[NAME_OCTETS];
	size_t length;

	return json_read_string(written, text, sizeof(text), &length) &&
	       strcmp(text, name) == 0;
}

bool json_find(struct octets object, const char *name, struct octets *ret_value)
{
	struct text t = text_of(object);
	struct octets member, value;
	bool found = false;

	if (json_kind_of(object) != JSON_OBJECT || !take(&t, '{'))
		return false;
	while (take_value(&t, &member) && take(&t, ':') &&
		take_value(&t, &value)) {
		if (is_named(member, name)) {
			*ret_value = value;
			found = true;
		}
		if (!take(&t, ','))
			break;
	}
	return found;
}

bool json_next(struct octets *rest, struct octets *ret_value)
{
	struct text t = text_of(*rest);

	if (!rest->length || !(take(&t, '[') || take(&t, ',')) ||
		!take_value(&t, ret_value))
		return false;
	skip_space(&t);
	*rest = (struct octets){t.at, (size_t)(t.end - t.at)};
	return true;
}

/* Where a string is written to. */
struct sink {
	char *buffer;
	size_t size;
	size_t length;
};

/* Leaves room for the NUL. */
static bool put(struct sink *sink, unsigned octet)
{
	if (sink->length + 1 >= sink->size)
		return false;
	sink->buffer[sink->length++] = (char)octet;
	return true;
}

static bool put_character(struct sink *sink, unsigned character)
{
	if (character < 0x80)
		return character && put(sink, character);
	if (character < 0x800)
		return put(sink, 0xc0 | character >> 6) &&
		       put(sink, 0x80 | (character & 0x3f));
	if (character < 0x10000)
		return put(sink, 0xe0 | character >> 12) &&
		       put(sink, 0x80 | (character >> 6 & 0x3f)) &&
		       put(sink, 0x80 | (character & 0x3f));
	return put(sink, 0xf0 | character >> 18) &&
	       put(sink, 0x80 | (character >> 12 & 0x3f)) &&
	       put(sink, 0x80 | (character >> 6 & 0x3f)) &&
	       put(sink, 0x80 | (character & 0x3f));
}

/* The four digits of "\uXXXX" */
static bool take_hex(struct text *t, unsigned *ret_unit)
{
	static const char digits[] = "0123456789abcdef";
	unsigned unit = 0;

	for (int i = 0; i < 4; i++, t->at++) {
		const char *digit;

		if (t->at == t->end || !*t->at)
			return false;
		digit = strchr(digits, ascii_to_lower(*t->at));
		if (!digit)
			return false;
		unit = unit << 4 | (unsigned)(digit - digits);
	}
	*ret_unit = unit;
	return true;
}

/* Above U+FFFF it takes two, a high and a low surrogate (section 7). */
static bool put_unit(struct sink *sink, struct text *t)
{
	unsigned unit, low;

	if (!take_hex(t, &unit))
		return false;
	if (unit < 0xd800 || unit > 0xdfff)
		return put_character(sink, unit);
	if (unit > 0xdbff || !skip_word(t, "\\u") || !take_hex(t, &low) ||
		low < 0xdc00 || low > 0xdfff)
		return false;
	return put_character(
		sink, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
}

static bool put_escape(struct sink *sink, struct text *t)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *letter;

	if (t->at == t->end || !*t->at)
		return false;
	if (*t->at == 'u') {
		t->at++;
		return put_unit(sink, t);
	}
	letter = strchr(letters, *t->at++);
	return letter && put(sink, (unsigned char)meant[letter - letters]);
}

static bool put_plain(struct sink *sink, struct text *t)
{
	unsigned character;
	size_t length =
		escape_decode_utf8(t->at, (size_t)(t->end - t->at), &character);

	t->at += length;
	return length && put_character(sink, character);
}

bool json_read_string(
	struct octets value, char *buffer, size_t size, size_t *ret_length)
{
	struct text t = text_of(value);
	struct sink sink = {buffer, size, 0};

	if (json_kind_of(value) != JSON_STRING || value.length < 2 || !size)
		return false;
	t.at++;
	t.end--;
	while (t.at < t.end) {
		if (*t.at == '\\') {
			t.at++;
			if (!put_escape(&sink, &t))
				return false;
		} else if (!put_plain(&sink, &t)) {
			return false;
		}
	}
	buffer[sink.length] = '\0';
	*ret_length = sink.length;
	return true;
}

const char *json_string(struct arena *arena, struct octets value)
{
	char *text = arena_alloc(arena, value.length + 1);
	size_t length;

	return json_read_string(value, text, value.length + 1, &length) ? text
									: NULL;
}

bool json_read_integer(struct octets value, int64_t *ret_number)
{
	bool negative = value.length && *value.data == '-';
	int64_t number = 0;

	if (!value.length || json_kind_of(value) != JSON_NUMBER)
		return false;
	for (size_t i = negative; i < value.length && value.data[i] != '.';
		i++) {
		if (!ascii_is_digit(value.data[i]))
			return false; /* an exponent: no time, no size */
		number = number * 10 + (value.data[i] - '0');
		if (number > EXACT_INTEGERS)
			return false;
	}
	if (memchr(value.data, 'e', value.length) ||
		memchr(value.data, 'E', value.length))
		return false;
	*ret_number = negative ? -number : number;
	return true;
}
