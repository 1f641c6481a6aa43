/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/text/likeness.h"

#include "model/text/ascii.h"
#include "settings/text/lines.h"

#include <string.h>

static bool is_name_octet(int octet)
{
	return ascii_is_alphanumeric(octet) || octet == '-' || octet == '_' ||
	       octet == '.';
}

/* Skips white space, declarations, instructions and comments. */
static const char *skip_prolog(const char *at, const char *end)
{
	while (at < end) {
		const char *close;

		if (ascii_is_space(*at)) {
			at++;
			continue;
		}
		if (end - at < 2 || at[0] != '<' ||
			(at[1] != '?' && at[1] != '!'))
			break;
		if (end - at >= 4 && memcmp(at, "<!--", 4) == 0) {
			close = memmem(at, (size_t)(end - at), "-->", 3);
			at = close ? close + 3 : end;
		} else {
			close = memchr(at, '>', (size_t)(end - at));
			at = close ? close + 1 : end;
		}
	}
	return at;
}

bool likeness_has_root(struct octets text, const char *root)
{
	struct lines lines = lines_begin(text);
	const char *at = skip_prolog(lines.at, lines.end);
	const char *name, *colon;

	if (at >= lines.end || *at++ != '<')
		return false;
	name = at;
	while (at < lines.end &&
		(is_name_octet((unsigned char)*at) || *at == ':'))
		at++;
	colon = memchr(name, ':', (size_t)(at - name));
	if (colon)
		name = colon + 1;
	return (size_t)(at - name) == strlen(root) &&
	       ascii_compare_n(name, root, strlen(root)) == 0;
}

bool likeness_is_xml(struct octets text)
{
	struct lines lines = lines_begin(text);

	while (lines.at < lines.end && ascii_is_space(*lines.at))
		lines.at++;
	if (lines.end - lines.at > 5 &&
		ascii_compare_n(lines.at, "<?php", 5) == 0)
		return false;
	return lines.end - lines.at > 1 && lines.at[0] == '<' &&
	       (lines.at[1] == '?' || lines.at[1] == '!' ||
		       ascii_is_letter(lines.at[1]));
}

bool likeness_has(struct octets text, const char *word)
{
	size_t length = strlen(word);
	const char *data = (const char *)text.data;
	int first = ascii_to_lower(word[0]);

	for (size_t i = 0; i + length <= text.length; i++)
		if (ascii_to_lower(text.data[i]) == first &&
			ascii_compare_n(data + i, word, length) == 0)
			return true;
	return false;
}

size_t likeness_lines_with(struct octets text, const char *word)
{
	struct lines lines = lines_begin(text);
	size_t length = strlen(word), count = 0, line_length;
	const char *line;

	while (lines_next(&lines, &line, &line_length)) {
		while (line_length && (*line == ' ' || *line == '\t')) {
			line++;
			line_length--;
		}
		if (line_length >= length &&
			ascii_compare_n(line, word, length) == 0 &&
			(line_length == length ||
				!is_name_octet((unsigned char)line[length]) ||
				!is_name_octet(
					(unsigned char)word[length - 1])))
			count++;
	}
	return count;
}
