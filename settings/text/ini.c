/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/text/ini.h"

#include "model/memory.h"
#include "model/text/ascii.h"

#include <stdlib.h>
#include <string.h>

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
	return ascii_find(name, "pass") || ascii_find(name, "secret") ||
	       ascii_find(name, "token");
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

/* Of the same name in a section, the last one first. */
static int compare_entries(const void *a, const void *b)
{
	const struct ini_entry *const *left = a, *const *right = b;
	int order = strcmp((*left)->section, (*right)->section);

	if (!order)
		order = ascii_compare((*left)->name, (*right)->name);
	return order ? order : (*left < *right) - (*left > *right);
}

/* Sorted and not hashed: whoever writes the file chooses what would fall into
 * one place. */
static void make_index(struct arena *arena, struct ini *ini)
{
	ini->sorted =
		arena_alloc(arena, (ini->count + 1) * sizeof(*ini->sorted));
	for (size_t i = 0; i < ini->count; i++)
		ini->sorted[i] = &ini->entries[i];
	qsort(ini->sorted, ini->count, sizeof(*ini->sorted), compare_entries);
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
	make_index(arena, &ini);
	return ini;
}

const struct ini_entry *ini_find(
	const struct ini *ini, const char *section, const char *name)
{
	size_t first = 0, end = ini->count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;
		const struct ini_entry *entry = ini->sorted[middle];
		int order = strcmp(entry->section, section);

		if (!order)
			order = ascii_compare(entry->name, name);
		if (order < 0)
			first = middle + 1;
		else
			end = middle;
	}
	if (first == ini->count ||
		strcmp(ini->sorted[first]->section, section) != 0 ||
		ascii_compare(ini->sorted[first]->name, name) != 0)
		return NULL;
	return ini->sorted[first];
}

static int compare_sections(const void *a, const void *b)
{
	const struct ini_entry *const *left = a, *const *right = b;
	int order = strcmp((*left)->section, (*right)->section);

	return order ? order : (*left > *right) - (*left < *right);
}

static int compare_places(const void *a, const void *b)
{
	const struct ini_entry *const *left = a, *const *right = b;

	return (*left > *right) - (*left < *right);
}

/* Where a section begins or goes on, its first entry there; of each, the
 * first. */
bool ini_each(const struct ini *ini,
	bool (*visit)(void *context, const char *section, unsigned line),
	void *context)
{
	const struct ini_entry **firsts =
		memory_calloc(ini->count + 1, sizeof(*firsts));
	size_t count = 0, kept = 0;
	bool done = true;

	for (size_t i = 0; i < ini->count; i++)
		if (i == 0 || strcmp(ini->entries[i].section,
				      ini->entries[i - 1].section) != 0)
			firsts[count++] = &ini->entries[i];
	qsort(firsts, count, sizeof(*firsts), compare_sections);
	for (size_t i = 0; i < count; i++)
		if (!i || strcmp(firsts[i]->section, firsts[i - 1]->section))
			firsts[kept++] = firsts[i];
	qsort(firsts, kept, sizeof(*firsts), compare_places);
	for (size_t i = 0; i < kept && done; i++)
		done = visit(
			context, firsts[i]->section, firsts[i]->section_line);
	free(firsts);
	return done;
}
