/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A string that grows at its end, in an arena. All of its steps together take
 * a few times the memory and the time of the whole, where printing a list and
 * its next item anew takes those of its square.
 *
 *	struct builder list = {.arena = arena};
 *
 *	for (...)
 *		builder_item(&list, ", ", name);
 *	return builder_text(&list); */
#ifndef MAILSONDE_MODEL_TEXT_BUILDER_H
#define MAILSONDE_MODEL_TEXT_BUILDER_H

#include "model/arena.h"

struct builder {
	struct arena *arena;
	char *text; /* NULL as long as nothing was added */
	size_t length;
	size_t size;
};

/* Each adds at the end of the text, which grows as needed. */
void builder_add(struct builder *b, const char *text);
void builder_add_octets(struct builder *b, struct octets octets);
void builder_printf(struct builder *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds what stands between two items, unless this is the first one; and the
 * item, too. */
void builder_separate(struct builder *b, const char *separator);
void builder_item(struct builder *b, const char *separator, const char *item);
void builder_item_printf(struct builder *b, const char *separator,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/* What there is, owned by the arena, and valid until more is added; "" if
 * nothing was added. */
char *builder_text(const struct builder *b);

#endif
