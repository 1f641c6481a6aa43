/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/plain/registry.h"

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "settings/text/likeness.h"
#include "settings/text/lines.h"

#include <stdlib.h>
#include <string.h>

#define NAME_OCTETS 256 /* of a server or a user; no value is longer */

static bool is_export(struct octets text)
{
	return likeness_lines_with(text, "Windows Registry Editor") ||
	       likeness_lines_with(text, "REGEDIT4");
}

/* ASCII in UTF-16, little-endian, as "69,00,6d,00": "" for anything else */
static const char *letters_of(struct arena *arena, const char *octets)
{
	char name[NAME_OCTETS + 1];
	size_t length = 0;

	for (char *end; *octets; octets = end + (*end == ',')) {
		unsigned long letter = strtoul(octets, &end, 16), high = 1;

		if (end == octets || *end != ',' || length == NAME_OCTETS)
			return "";
		octets = end + 1;
		high = strtoul(octets, &end, 16);
		if (end == octets || high)
			return "";
		if (!letter)
			break;
		if (letter < ' ' || letter > '~' || letter == '"')
			return "";
		name[length++] = (char)letter;
	}
	return arena_printf(arena, "%.*s", (int)length, name);
}

/* Outlook's choice in a list for the encryption */
static const char *mode_of(unsigned long choice)
{
	static const char *const words[] = {"none", "SSL", "STARTTLS", "auto"};

	return choice < sizeof(words) / sizeof(*words) ? words[choice] : "";
}

/* A value's line without its end; `line` is a whole one. */
static void put_line(
	struct arena *arena, struct builder *text, const char *line)
{
	const char *sign = strstr(line, "\"="), *value, *octets;

	if (!sign) {
		builder_printf(text, "%s", line);
		return;
	}
	value = sign + 2;
	if (ascii_compare_n(value, "dword:", 6) == 0) {
		unsigned long number = strtoul(value + 6, NULL, 16);

		builder_printf(text, "%.*s", (int)(value - line), line);
		if (ascii_find(line, "Secure Connection"))
			builder_printf(text, "%s", mode_of(number));
		else if (ascii_find(line, "Use SSL"))
			builder_printf(text, "%s", number ? "yes" : "no");
		else
			builder_printf(text, "%lu", number);
		return;
	}
	octets = strchr(value, ':');
	if (ascii_compare_n(value, "hex", 3) != 0 || !octets) {
		builder_printf(text, "%s", line);
		return;
	}
	octets = letters_of(arena, octets + 1);
	if (*octets && !ascii_find(line, "password"))
		builder_printf(
			text, "%.*s\"%s\"", (int)(value - line), line, octets);
}

struct octets panel_registry_read(struct arena *arena, struct octets text)
{
	struct lines lines = lines_begin(text);
	struct builder whole = {.arena = arena}, out = {.arena = arena};
	const char *line;
	size_t length, joined = 0;

	if (!is_export(text))
		return text;
	while (lines_next(&lines, &line, &length)) {
		bool more = length && line[length - 1] == '\\';

		while (joined && length && ascii_is_space(*line)) {
			line++;
			length--;
		}
		builder_printf(&whole, "%.*s", (int)(length - more), line);
		joined++;
		if (more)
			continue;
		put_line(arena, &out, builder_text(&whole));
		/* Lines keep their numbers. */
		for (; joined; joined--)
			builder_printf(&out, "\n");
		whole = (struct builder){.arena = arena};
	}
	return arena_octets(
		arena, (const unsigned char *)builder_text(&out), out.length);
}
