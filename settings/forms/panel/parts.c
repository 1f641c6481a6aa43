/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/parts.h"

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "settings/forms/panel/line.h"
#include "settings/text/lines.h"
#include "settings/tongues.h"

#include <string.h>

#define ROW_LINES 64 /* of a table in HTML */
#define QUESTION_OCTETS 60

static bool has_tag(const char *line, size_t length, const char *tag)
{
	for (size_t at = 0; at + strlen(tag) <= length; at++)
		if (ascii_compare_n(line + at, tag, strlen(tag)) == 0)
			return true;
	return false;
}

/* Reads the next line; of HTML, all lines of a table's row as one. */
static bool next_row(struct arena *arena, struct lines *lines,
	const char **ret_line, size_t *ret_length, unsigned *ret_number)
{
	struct builder row = {.arena = arena};
	const char *line;
	size_t length, rows = 0;

	if (!lines_next(lines, ret_line, ret_length))
		return false;
	*ret_number = lines->number;
	if (!has_tag(*ret_line, *ret_length, "<tr") ||
		has_tag(*ret_line, *ret_length, "</tr"))
		return true;
	builder_printf(&row, "%.*s", (int)*ret_length, *ret_line);
	while (rows++ < ROW_LINES && lines_next(lines, &line, &length)) {
		builder_printf(&row, " %.*s", (int)length, line);
		if (has_tag(line, length, "</tr"))
			break;
	}
	*ret_line = builder_text(&row);
	*ret_length = row.length;
	return true;
}

struct panel_parts panel_parts_read(struct arena *arena, struct octets text)
{
	struct lines lines = lines_begin(text);
	struct panel_parts parts = {0};
	const char *line;
	size_t length;
	unsigned number;

	while (next_row(arena, &lines, &line, &length, &number)) {
		char *rest = panel_line_normalise(arena, line, length), *part;

		while ((part = strsep(&rest, "\n"))) {
			if (!part[strspn(part, " \t|")])
				continue;
			parts.items = arena_grow(arena, parts.items,
				parts.count, sizeof(*parts.items));
			parts.items[parts.count++] =
				(struct panel_part){part, number};
		}
	}
	return parts;
}

/* "Use SSL", "Requires SSL:": what a yes or a no may follow */
static bool is_question(struct arena *arena, const char *text)
{
	size_t length = strcspn(text, ":");

	return length < QUESTION_OCTETS &&
	       !text[length + (text[length] == ':')] &&
	       !strpbrk(text, "0123456789.\t|=") &&
	       tongues_find(TONGUE_ENCRYPTION, tongues_fold(arena, text));
}

static bool is_answer(struct arena *arena, const char *text)
{
	const char *folded = tongues_fold(arena, text);

	return tongues_is(TONGUE_YES, folded) ||
	       tongues_is(TONGUE_NO, folded) || tongues_is(TONGUE_NONE, folded);
}

const char *panel_parts_take(
	struct arena *arena, const struct panel_parts *parts, size_t *at)
{
	const struct panel_part *part = &parts->items[(*at)++];

	if (*at == parts->count || !is_question(arena, part->text) ||
		!is_answer(arena, parts->items[*at].text))
		return part->text;
	return arena_printf(arena, "%.*s: %s", (int)strcspn(part->text, ":"),
		part->text, parts->items[(*at)++].text);
}
