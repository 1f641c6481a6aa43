/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/text/facts/field.h"

#include "model/text/escape.h"
#include "model/text/plural.h"

#include <string.h>

void field_put(const struct page *page, const char *label, const char *text)
{
	struct arena_mark mark = arena_mark(page->arena);

	if (text && text[0])
		page_field(page, 4, FIELD_COLUMNS, PAINT_FAINT, label, text);
	arena_release(page->arena, mark);
}

void field_put_lines(
	const struct page *page, const char *label, struct octets text)
{
	while (text.length) {
		const unsigned char *end = memchr(text.data, '\n', text.length);
		size_t whole =
			end ? (size_t)(end - text.data) + 1 : text.length;
		struct octets line = {text.data, end ? whole - 1 : whole};
		struct arena_mark mark = arena_mark(page->arena);

		if (line.length && line.data[line.length - 1] == '\r')
			line.length--;
		page_field(page, 4, FIELD_COLUMNS, PAINT_FAINT, label,
			escape_octets(page->arena, line));
		arena_release(page->arena, mark);
		label = "";
		text.data += whole;
		text.length -= whole;
	}
}

void field_put_octets(
	const struct page *page, const char *label, struct octets octets)
{
	if (octets.length)
		field_put(page, label,
			arena_printf(page->arena,
				plural_form(octets.length, "%zu octet: %s",
					"%zu octets: %s"),
				octets.length,
				escape_octets(page->arena, octets)));
}

void field_put_capabilities(const struct page *page, const char *label,
	enum service service, const struct capabilities *caps)
{
	struct arena *arena = page->arena;
	struct builder list = {.arena = page->arena};

	if (caps->refused)
		field_put(page, label,
			arena_printf(arena, "refused: %s",
				escape_octets(arena, caps->refusal)));
	if (!caps->seen && !caps->announced)
		return;
	for (size_t i = 0; i < caps->item_count; i++) {
		builder_separate(&list,
			service_row(service)->items_are_words ? " " : ", ");
		escape_add(&list, caps->items[i]);
	}
	field_put(page, label, list.length ? builder_text(&list) : "none");
}

/* What the row says: its phrase with the value in place of %s, or the value.
 * NULL if it says nothing. */
static const char *row_words(const struct record_field *field,
	const struct record_context *context, const void *object)
{
	const char *phrase = field->phrase;
	const char *value, *at;

	if ((!field->label && !phrase && !field->unsaid) ||
		!record_is_written(field, context, object))
		return NULL;
	value = record_spell(field, context, object);
	if (value && field->unsaid && strcmp(value, "false") == 0)
		return field->unsaid;
	if (!value || (!phrase && !field->label))
		return NULL;
	at = phrase ? strstr(phrase, "%s") : NULL;
	if (at)
		return arena_printf(context->arena, "%.*s%s%s",
			(int)(at - phrase), phrase, value, at + 2);
	return phrase ? phrase : value;
}

void field_put_rows(const struct page *page, const struct record_type *type,
	const struct endpoint *endpoint, const void *object)
{
	const struct record_context context = {
		.arena = page->arena, .endpoint = endpoint};

	for (size_t i = 0; i < type->count; i++)
		if (type->fields[i].label)
			field_put(page, type->fields[i].label,
				row_words(&type->fields[i], &context, object));
}

void field_join_rows(struct builder *list, const struct record_type *type,
	const void *object)
{
	const struct record_context context = {.arena = list->arena};

	for (size_t i = 0; i < type->count; i++) {
		const char *words =
			type->fields[i].label
				? NULL
				: row_words(&type->fields[i], &context, object);

		if (words)
			builder_item(list, ", ", words);
	}
}
