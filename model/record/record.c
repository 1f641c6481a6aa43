/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/record/rows.h"

#include "model/text/escape.h"

#include <assert.h>
#include <string.h>

static const void *at(const void *object, size_t offset)
{
	return (const char *)object + offset;
}

static bool was_seen(const struct record_field *field, const void *object)
{
	return !field->seen || *(const bool *)at(object, field->seen - 1);
}

bool record_is_written(const struct record_field *field,
	const struct record_context *context, const void *object)
{
	if (!was_seen(field, object) ||
		(field->when && !field->when(context, object)))
		return false;
	return !field->value || field->get || field->count || field->required ||
	       field->always ||
	       !field->value->is_empty(at(object, field->offset));
}

const char *record_spell(const struct record_field *field,
	const struct record_context *context, const void *object)
{
	const char *text;

	if (!field->get)
		return field->value->spell(
			field, context->arena, at(object, field->offset));
	text = field->get(context, object);
	return text ? escape_clean(context->arena, text) : NULL;
}

const void *record_inner(const struct record_field *field, const void *object)
{
	const void *inner = at(object, field->offset);

	if (field->pointer)
		memcpy(&inner, inner, sizeof(inner));
	return inner;
}

size_t record_list_count(const struct record_field *field,
	const struct record_context *context, const void *object)
{
	return field->items ? field->items->count(context, object)
			    : *(const size_t *)at(object, field->count);
}

const void *record_list_item(const struct record_field *field,
	const struct record_context *context, const void *object, size_t i,
	void *room)
{
	const char *array;

	if (field->items)
		return field->items->item(context, object, i, room);
	memcpy(&array, at(object, field->offset), sizeof(array));
	return array + i * field->size;
}

/* Of a value that is no member, `room` is written to in its place. */
bool record_read(const struct record_field *field,
	struct record_context *context, void *object, const char *text)
{
	char room[64];
	bool read;

	if (field->get && field->value->read &&
		!field->value->read(context, field, text, room))
		return false;
	if (field->get)
		return !field->set || field->set(context, object, text);
	read = field->value->read(
		context, field, text, (char *)object + field->offset);
	if (read && field->seen)
		*((bool *)object + field->seen - 1) = true;
	return read;
}

bool record_fail(struct record_context *context, const char *why)
{
	if (!context->why)
		context->why = why;
	return false;
}
