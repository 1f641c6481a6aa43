/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/builder.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define FIRST_OCTETS 64

/* Makes room for `more` octets and a NUL behind them. */
static void make_room(struct builder *b, size_t more)
{
	size_t need = b->length + more + 1;
	size_t old = b->size;

	if (need <= b->size)
		return;
	b->size = b->size ? b->size : FIRST_OCTETS;
	while (b->size < need)
		b->size *= 2;
	b->text = arena_enlarge(b->arena, b->text, old, b->size);
}

void builder_add_octets(struct builder *b, struct octets octets)
{
	make_room(b, octets.length);
	if (octets.length)
		memcpy(b->text + b->length, octets.data, octets.length);
	b->length += octets.length;
	b->text[b->length] = '\0';
}

void builder_add(struct builder *b, const char *text)
{
	builder_add_octets(
		b, (struct octets){(const unsigned char *)text, strlen(text)});
}

__attribute__((format(printf, 2, 0))) static void print(
	struct builder *b, const char *format, va_list arguments)
{
	va_list again;
	int length;

	make_room(b, 0);
	va_copy(again, arguments);
	length = vsnprintf(
		b->text + b->length, b->size - b->length, format, arguments);
	assert(length >= 0); /* the formats are ours */
	if ((size_t)length >= b->size - b->length) {
		make_room(b, (size_t)length);
		vsnprintf(b->text + b->length, b->size - b->length, format,
			again);
	}
	va_end(again);
	b->length += (size_t)length;
}

void builder_printf(struct builder *b, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print(b, format, arguments);
	va_end(arguments);
}

void builder_separate(struct builder *b, const char *separator)
{
	if (b->length)
		builder_add(b, separator);
}

void builder_item(struct builder *b, const char *separator, const char *item)
{
	builder_separate(b, separator);
	builder_add(b, item);
}

void builder_item_printf(
	struct builder *b, const char *separator, const char *format, ...)
{
	va_list arguments;

	builder_separate(b, separator);
	va_start(arguments, format);
	print(b, format, arguments);
	va_end(arguments);
}

char *builder_text(const struct builder *b)
{
	return b->text ? b->text : arena_strdup(b->arena, "");
}
