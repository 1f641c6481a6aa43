/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/plain/parts.h"

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "settings/forms/panel/line.h"
#include "settings/forms/panel/plain/manifest.h"
#include "settings/forms/panel/plain/registry.h"
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

/* Whether a backslash, or PowerShell's accent, says that the line goes on. */
static bool goes_on(const char *line, size_t length)
{
	return length > 2 && strchr("\\`", line[length - 1]) &&
	       line[length - 2] == ' ';
}

static void join_lines(struct arena *arena, struct lines *lines,
	const char **ret_line, size_t *ret_length)
{
	struct builder row = {.arena = arena};
	const char *line = *ret_line;
	size_t length = *ret_length, rows = 0;

	while (goes_on(line, length) && rows++ < ROW_LINES) {
		builder_printf(&row, "%.*s", (int)length - 1, line);
		length = 0;
		if (!lines_next(lines, &line, &length))
			break;
	}
	builder_printf(&row, "%.*s", (int)length, line);
	*ret_line = builder_text(&row);
	*ret_length = row.length;
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
	if (goes_on(*ret_line, *ret_length)) {
		join_lines(arena, lines, ret_line, ret_length);
		return true;
	}
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

/* Whether the line is of JSON: names in quotes, each with a colon. */
static bool is_json(const char *line, size_t length)
{
	size_t blanks = 0;

	while (blanks < length && strchr(" \t", line[blanks]))
		blanks++;
	return blanks < length && strchr("{[\"", line[blanks]) &&
	       memmem(line, length, "\":", 2);
}

/* How long JSON is up to the next comma or bracket, with it. */
static size_t json_length(const char *at, size_t length)
{
	bool quoted = false;

	for (size_t i = 0; i < length; i++) {
		if (quoted && at[i] == '\\')
			i++;
		else if (at[i] == '"')
			quoted = !quoted;
		else if (!quoted && strchr("{}[],", at[i]))
			return i + 1;
	}
	return length;
}

static void add_parts(struct arena *arena, struct panel_parts *parts,
	const char *line, size_t length, unsigned number)
{
	char *rest = panel_line_normalise(arena, line, length), *part;

	while ((part = strsep(&rest, "\n"))) {
		if (!part[strspn(part, " \t|")])
			continue;
		parts->items = arena_grow(arena, parts->items, parts->count,
			sizeof(*parts->items));
		parts->items[parts->count++] =
			(struct panel_part){part, number};
	}
}

struct panel_parts panel_parts_read(struct arena *arena, struct octets text)
{
	struct lines lines = lines_begin(
		panel_manifest_read(arena, panel_registry_read(arena, text)));
	struct panel_parts parts = {0};
	const char *line;
	size_t length;
	unsigned number;

	while (next_row(arena, &lines, &line, &length, &number)) {
		bool json = is_json(line, length);

		for (size_t part; length; line += part, length -= part) {
			part = json ? json_length(line, length) : length;
			add_parts(arena, &parts, line, part, number);
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

/* What stands behind "name:" or "value:", as lists of an environment's
 * variables have it; NULL if it is nothing of the kind */
static const char *behind(const char *text, const char *label)
{
	size_t length = strlen(label);

	text += strspn(text, " \"");
	if (strncmp(text, label, length) != 0)
		return NULL;
	text += length;
	text += strspn(text, "\"");
	return *text == ':' ? text + 1 + strspn(text + 1, " \"") : NULL;
}

/* name: SMTP_PORT, value: "587"; NULL if the parts are nothing of the kind */
static const char *join_variable(
	struct arena *arena, const char *first, const char *second)
{
	const char *name = behind(first, "name");
	const char *value = behind(second, "value");
	size_t length;

	if (!name || !value)
		return NULL;
	length = strcspn(name, "\", ");
	if (!memchr(name, '_', length))
		return NULL;
	return arena_printf(arena, "%.*s: %s", (int)length, name, value);
}

const char *panel_parts_take(
	struct arena *arena, const struct panel_parts *parts, size_t *at)
{
	const struct panel_part *part = &parts->items[(*at)++];
	const char *variable = *at < parts->count
				       ? join_variable(arena, part->text,
						 parts->items[*at].text)
				       : NULL;

	if (variable) {
		(*at)++;
		return variable;
	}
	if (*at == parts->count || !is_question(arena, part->text) ||
		!is_answer(arena, parts->items[*at].text))
		return part->text;
	return arena_printf(arena, "%.*s: %s", (int)strcspn(part->text, ":"),
		part->text, parts->items[(*at)++].text);
}
