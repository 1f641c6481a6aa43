/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/ini.h"

#include <string.h>
#include <strings.h>

static void trim(const char **text, size_t *length)
{
	while (*length && strchr(" \t", (*text)[*length - 1]))
		--*length;
	while (*length && strchr(" \t", **text)) {
		++*text;
		--*length;
	}
}

static const char *copy_of(struct arena *arena, const char *text, size_t length)
{
	trim(&text, &length);
	if (length >= 2 && (*text == '"' || *text == '\'') &&
		text[length - 1] == *text) {
		text++;
		length -= 2;
	}
	return arena_printf(arena, "%.*s", (int)length, text);
}

static bool is_secret(const char *name)
{
	return strcasestr(name, "pass") || strcasestr(name, "secret") ||
	       strcasestr(name, "token");
}

static void take_line(struct arena *arena, struct ini *ini,
	struct ini_entry *now, const char *line, size_t length)
{
	size_t at;

	trim(&line, &length);
	if (!length || *line == '#' || *line == ';')
		return;
	if (*line == '[') {
		const char *end = memchr(line, ']', length);

		now->section = copy_of(arena, line + 1,
			end ? (size_t)(end - line) - 1 : length - 1);
		now->section_line = now->line;
		return;
	}
	for (at = 0; at < length && line[at] != '=' && line[at] != ':'; at++)
		continue;
	if (at == length || !at)
		return;
	now->name = copy_of(arena, line, at);
	now->value = is_secret(now->name)
			     ? ""
			     : copy_of(arena, line + at + 1, length - at - 1);
	ini->entries = arena_grow(
		arena, ini->entries, ini->count, sizeof(*ini->entries));
	ini->entries[ini->count++] = *now;
}

struct ini ini_read(struct arena *arena, struct octets text)
{
	struct lines lines = lines_begin(text);
	struct ini_entry now = {.section = ""};
	struct ini ini = {0};
	const char *line;
	size_t length;

	while (lines_next(&lines, &line, &length)) {
		now.line = lines.number;
		take_line(arena, &ini, &now, line, length);
	}
	return ini;
}

const struct ini_entry *ini_find(
	const struct ini *ini, const char *section, const char *name)
{
	for (size_t i = ini->count; i > 0; i--) {
		const struct ini_entry *entry = &ini->entries[i - 1];

		if (strcmp(entry->section, section) == 0 &&
			strcasecmp(entry->name, name) == 0)
			return entry;
	}
	return NULL;
}

static bool is_first(const struct ini *ini, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(ini->entries[i].section,
			    ini->entries[index].section) == 0)
			return false;
	return true;
}

bool ini_each(const struct ini *ini,
	bool (*visit)(void *context, const char *section, unsigned line),
	void *context)
{
	for (size_t i = 0; i < ini->count; i++) {
		const struct ini_entry *entry = &ini->entries[i];

		if ((i == 0 ||
			    strcmp(entry->section, entry[-1].section) != 0) &&
			is_first(ini, i) &&
			!visit(context, entry->section, entry->section_line))
			return false;
	}
	return true;
}
