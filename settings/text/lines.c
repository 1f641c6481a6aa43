/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/text/lines.h"

#include <string.h>

#define BOM "\xef\xbb\xbf"

struct lines lines_begin(struct octets text)
{
	struct lines lines = {
		.at = (const char *)text.data,
		.end = (const char *)text.data + text.length,
	};

	if (text.length >= 3 && memcmp(text.data, BOM, 3) == 0)
		lines.at += 3;
	return lines;
}

bool lines_next(struct lines *lines, const char **ret_line, size_t *ret_length)
{
	const char *at = lines->at;

	if (at >= lines->end)
		return false;
	while (at < lines->end && *at != '\n' && *at != '\r')
		at++;
	*ret_line = lines->at;
	*ret_length = (size_t)(at - lines->at);
	if (at < lines->end && *at++ == '\r' && at < lines->end && *at == '\n')
		at++;
	lines->at = at;
	lines->number++;
	return true;
}
