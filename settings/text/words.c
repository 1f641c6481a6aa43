/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/text/words.h"

#include "settings/text/lines.h"

#include <string.h>

bool words_each(struct arena *arena, struct octets text, const char *breaks,
	bool (*visit)(void *context, const char *word, unsigned line),
	void *context)
{
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;

	while (lines_next(&lines, &line, &length)) {
		char *rest = arena_printf(arena, "%.*s", (int)length, line);
		char *word;

		rest[strcspn(rest, "#")] = '\0';
		while ((word = strsep(&rest, breaks)))
			if (*word && !visit(context, word, lines.number))
				return false;
	}
	return true;
}

static bool stop(void *context, const char *word, unsigned line)
{
	(void)context;
	(void)word;
	(void)line;
	return false;
}

bool words_are_there(
	struct arena *arena, struct octets text, const char *breaks)
{
	return !words_each(arena, text, breaks, stop, NULL);
}
