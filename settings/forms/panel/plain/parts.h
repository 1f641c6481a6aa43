/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A pasted text, cut into the parts that are read one by one: a line, a row of
 * HTML's table, a question with the answer below it. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_PARTS_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_PARTS_H

#include "model/arena.h"

/* A line that was brought to a plain form, and where it stands */
struct panel_part {
	const char *text;
	unsigned number;
};

struct panel_parts {
	struct panel_part *items;
	size_t count;
};

/* Without blank lines; strings are in `arena`. */
struct panel_parts panel_parts_read(struct arena *arena, struct octets text);

/* The part at `*at`, with the answer to it that stands on a line of its own;
 * `*at` goes past both. */
const char *panel_parts_take(
	struct arena *arena, const struct panel_parts *parts, size_t *at);

#endif
