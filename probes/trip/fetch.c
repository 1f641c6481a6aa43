/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/trip/fetch.h"

#include "model/facts.h"
#include "model/text/ascii.h"

#include <string.h>

#define DIGITS 10 /* of a UID */
#define DEPTH 100

uint64_t fetch_number(struct octets text)
{
	uint64_t number = 0;

	for (size_t i = 0; i < text.length && ascii_is_digit(text.data[i]);
		i++) {
		if (i == DIGITS)
			return 0;
		number = 10 * number + (uint64_t)(text.data[i] - '0');
	}
	return number;
}

bool fetch_ends_in_literal(struct octets line, size_t *ret_size)
{
	size_t at = line.length, digits;

	if (!at || line.data[--at] != '}')
		return false;
	if (at && line.data[at - 1] == '+')
		at--;
	for (digits = at; digits && ascii_is_digit(line.data[digits - 1]);)
		digits--;
	if (digits == at || at - digits > 9 || !digits ||
		line.data[digits - 1] != '{')
		return false;
	*ret_size = (size_t)fetch_number(
		(struct octets){line.data + digits, at - digits});
	return true;
}

static int peek(const struct octets *rest)
{
	return rest->length ? *rest->data : -1;
}

static void advance(struct octets *rest, size_t length)
{
	rest->data += length;
	rest->length -= length;
}

/* Takes a quoted string, without its quotes. */
static bool take_quoted(struct octets *rest, struct octets *ret_value)
{
	size_t end = 1;

	while (end < rest->length && rest->data[end] != '"')
		end += rest->data[end] == '\\' ? 2 : 1;
	if (end >= rest->length)
		return false;
	*ret_value = (struct octets){rest->data + 1, end - 1};
	advance(rest, end + 1);
	return true;
}

static bool take_literal(struct octets *rest, struct octets *ret_value)
{
	const unsigned char *end = memmem(rest->data, rest->length, "\r\n", 2);
	size_t size;

	if (!end || !fetch_ends_in_literal((struct octets){rest->data,
						   (size_t)(end - rest->data)},
			    &size))
		return false;
	advance(rest, (size_t)(end - rest->data) + 2);
	if (size > rest->length)
		return false;
	*ret_value = (struct octets){rest->data, size};
	advance(rest, size);
	return true;
}

static bool take_value(
	struct octets *rest, struct octets *ret_value, unsigned depth);

static bool take_list(
	struct octets *rest, struct octets *ret_value, unsigned depth)
{
	const unsigned char *begin = rest->data;
	struct octets inner;

	if (depth == DEPTH)
		return false;
	advance(rest, 1);
	while (peek(rest) >= 0 && peek(rest) != ')') {
		if (peek(rest) == ' ')
			advance(rest, 1);
		else if (!take_value(rest, &inner, depth + 1))
			return false;
	}
	if (peek(rest) < 0)
		return false;
	advance(rest, 1);
	*ret_value = (struct octets){begin, (size_t)(rest->data - begin)};
	return true;
}

static bool take_value(
	struct octets *rest, struct octets *ret_value, unsigned depth)
{
	size_t length = 0;

	switch (peek(rest)) {
	case '(':
		return take_list(rest, ret_value, depth);
	case '"':
		return take_quoted(rest, ret_value);
	case '{':
		return take_literal(rest, ret_value);
	default:
		break;
	}
	while (length < rest->length && rest->data[length] > ' ' &&
		!memchr("()\"", rest->data[length], 3))
		length++;
	*ret_value = (struct octets){rest->data, length};
	advance(rest, length);
	return length > 0;
}

/* "BODY[HEADER.FIELDS (MESSAGE-ID)]" has a blank in its brackets. */
static bool take_name(struct octets *rest, struct octets *ret_name)
{
	size_t length = 0;
	bool inside = false;

	for (; length < rest->length; length++) {
		unsigned char octet = rest->data[length];

		if (octet == '[' || octet == ']')
			inside = octet == '[';
		else if (!inside &&
			 (octet <= ' ' || octet == '(' || octet == ')'))
			break;
	}
	*ret_name = (struct octets){rest->data, length};
	advance(rest, length);
	if (peek(rest) == ' ')
		advance(rest, 1);
	return length > 0;
}

static void note(
	struct fetched *fetched, struct octets name, struct octets value)
{
	if (ascii_equals(name, "UID"))
		fetched->uid = fetch_number(value);
	else if (ascii_equals(name, "BODYSTRUCTURE"))
		fetched->structure = value;
	else if (ascii_begins(name, "BODY["))
		fetched->header = value;
	else if (ascii_equals(name, "FLAGS"))
		fetched->seen = ascii_contains(value, "\\Seen");
}

bool fetch_read(struct octets text, struct fetched *ret_fetched)
{
	struct octets name, value;

	*ret_fetched = (struct fetched){0};
	while (peek(&text) == ' ')
		advance(&text, 1);
	if (peek(&text) != '(')
		return false;
	advance(&text, 1);
	while (take_name(&text, &name) && take_value(&text, &value, 0)) {
		note(ret_fetched, name, value);
		while (peek(&text) == ' ')
			advance(&text, 1);
	}
	return ret_fetched->uid != 0;
}
