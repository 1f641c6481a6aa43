/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/letter/header.h"

#include "model/text/ascii.h"
#include "model/text/builder.h"

#include <string.h>

#define VALUE_OCTETS 16384 /* of one field that are read */

/* Takes a line off the front, without its end. */
static bool take_line(struct octets *rest, struct octets *ret_line)
{
	const unsigned char *end;
	size_t length;

	if (!rest->length)
		return false;
	end = memchr(rest->data, '\n', rest->length);
	length = end ? (size_t)(end - rest->data) : rest->length;
	*ret_line = (struct octets){rest->data, length};
	if (length && rest->data[length - 1] == '\r')
		ret_line->length--;
	length += end != NULL;
	*rest = (struct octets){rest->data + length, rest->length - length};
	return true;
}

static bool is_folded(struct octets rest)
{
	return rest.length && (*rest.data == ' ' || *rest.data == '\t');
}

/* field-name = 1*ftext; old mail has blanks before the colon. */
static bool split(struct octets line, struct header_field *ret_field)
{
	const unsigned char *colon = memchr(line.data, ':', line.length);
	size_t length = colon ? (size_t)(colon - line.data) : 0;

	while (length && ascii_is_space(line.data[length - 1]))
		length--;
	if (!length)
		return false;
	ret_field->name = (struct octets){line.data, length};
	ret_field->value = (struct octets){
		colon + 1, (size_t)(line.data + line.length - colon - 1)};
	return true;
}

bool header_next(struct octets *rest, struct header_field *ret_field)
{
	struct octets line, more;

	while (take_line(rest, &line)) {
		bool found = split(line, ret_field);

		if (!line.length)
			return false;
		while (is_folded(*rest) && take_line(rest, &more))
			if (found)
				ret_field->value.length =
					(size_t)(more.data + more.length -
						 ret_field->value.data);
		if (found)
			return true;
	}
	return false;
}

/* Line ends go, and what surrounds it; NULs, too. */
static const char *unfold(struct arena *arena, struct octets value)
{
	size_t length = 0;
	char *text;

	if (value.length > VALUE_OCTETS)
		value.length = VALUE_OCTETS;
	text = arena_alloc(arena, value.length + 1);
	for (size_t i = 0; i < value.length; i++)
		if (value.data[i] && !strchr("\r\n", value.data[i]) &&
			(length || !ascii_is_space(value.data[i])))
			text[length++] = (char)value.data[i];
	while (length && ascii_is_space(text[length - 1]))
		length--;
	text[length] = '\0';
	return text;
}

const char *header_find(struct arena *arena, struct octets message,
	const char *name, size_t nth)
{
	struct header_field field;

	while (header_next(&message, &field))
		if (ascii_equals(field.name, name) && nth-- == 0)
			return unfold(arena, field.value);
	return NULL;
}

struct octets header_body(struct octets message)
{
	struct header_field field;

	while (header_next(&message, &field))
		;
	return message;
}

/* Passes over a comment, which may hold others (RFC 5322 section 3.2.2). */
static const char *skip_comment(const char *at)
{
	unsigned depth = 0;

	for (; *at; at++) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == '(')
			depth++;
		else if (*at == ')' && --depth == 0)
			return at + 1;
	}
	return at;
}

static const char *skip_blanks(const char *at)
{
	while (ascii_is_space(*at) || *at == '(')
		at = *at == '(' ? skip_comment(at) : at + 1;
	return at;
}

/* word = quoted-string / 1*<any octet but blanks and `ends`> */
static const char *take_word(
	struct builder *word, const char *at, const char *ends)
{
	if (*at == '"') {
		for (at++; *at && *at != '"'; at++) {
			if (*at == '\\' && at[1])
				at++;
			builder_printf(word, "%c", *at);
		}
		return *at ? at + 1 : at;
	}
	while (*at && !ascii_is_space(*at) && !strchr(ends, *at))
		builder_printf(word, "%c", *at++);
	return at;
}

/* To the next ";" that is in no string and no comment. */
static const char *skip_to_next(const char *at)
{
	while (*at && *at != ';') {
		if (*at == '(') {
			at = skip_comment(at);
		} else if (*at == '"') {
			for (at++; *at && *at != '"'; at++)
				at += *at == '\\' && at[1];
			at += *at == '"';
		} else {
			at++;
		}
	}
	return at;
}

const char *header_parameter(
	struct arena *arena, const char *value, const char *name)
{
	size_t length = strlen(name);
	const char *at = value;

	while (*(at = skip_to_next(at))) {
		at = skip_blanks(at + 1);
		if (ascii_compare_n(at, name, length) == 0) {
			const char *behind = skip_blanks(at + length);

			if (*behind == '=') {
				struct builder word = {.arena = arena};

				take_word(&word, skip_blanks(behind + 1), ";(");
				return builder_text(&word);
			}
		}
	}
	return NULL;
}
