/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Sections of names and values, as many programs keep their settings. */
#ifndef MAILSONDE_SETTINGS_TEXT_INI_H
#define MAILSONDE_SETTINGS_TEXT_INI_H

#include "settings/text/lines.h"

struct ini_entry {
	const char *section; /* "" before the first one */
	unsigned section_line;
	const char *name;
	const char *value; /* without quotes around it; "" if empty */
	unsigned line;
};

struct ini {
	struct ini_entry *entries; /* in the arena, as they stand */
	size_t count;
	const struct ini_entry **sorted; /* by section and name */
};

/* ini = *( "[" section "]" / name ( "=" / ":" ) value / comment )
 *
 * Comments begin with "#" or ";" as a line's first sign. The values of names
 * that have "pass", "secret" or "token" in them are left out. */
struct ini ini_read(struct arena *arena, struct octets text);

/* The value in that section, whose case counts, of the name, whose case does
 * not; the last one if there are several. NULL if there is none. */
const struct ini_entry *ini_find(
	const struct ini *ini, const char *section, const char *name);

/* Calls for each section once, in their order. Answers false once a call
 * does. */
bool ini_each(const struct ini *ini,
	bool (*visit)(void *context, const char *section, unsigned line),
	void *context);

#endif
