/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/frame.h"

#include "model/memory.h"

#include <string.h>

void frame_begin(struct frame *frame, const struct record_type *type,
	const struct record_field *field, void *object)
{
	frame->type = type;
	frame->field = field;
	frame->object = object;
	frame->last = 0;
	frame->seen = 0;
	frame->list = NULL;
	frame->count = 0;
}

const struct record_field *frame_content(const struct record_type *type)
{
	for (size_t i = type->count; i-- > 0;)
		if (type->fields[i].form == RECORD_CONTENT)
			return &type->fields[i];
	return NULL;
}

static void *member(void *object, size_t offset)
{
	return (char *)object + offset;
}

/* Most names differ in their first letter. */
static bool same_name(const char *a, const char *b)
{
	return a[0] == b[0] && strcmp(a, b) == 0;
}

/* What is looked for: an element with its attributes, or an attribute. */
struct wanted {
	const char *name;
	bool attribute;
	const struct attribute *attributes;
	size_t count;
};

static bool has_tag(
	const struct record_field *field, const struct wanted *wanted)
{
	if (!field->tag)
		return true;
	for (size_t i = 0; i < wanted->count; i++) {
		const struct attribute *attribute = &wanted->attributes[i];

		if (strcmp(attribute->name, field->tag) == 0)
			return strlen(field->tag_value) == attribute->length &&
			       memcmp(field->tag_value, attribute->value,
				       attribute->length) == 0;
	}
	return false;
}

static bool is_child(const struct record_field *field, const char *name)
{
	return field->form != RECORD_ATTRIBUTE &&
	       field->form != RECORD_CONTENT && same_name(field->name, name);
}

static bool is_meant(
	const struct record_field *field, const struct wanted *wanted)
{
	return wanted->attribute ? field->form == RECORD_ATTRIBUTE &&
					   same_name(field->name, wanted->name)
				 : is_child(field, wanted->name) &&
					   has_tag(field, wanted);
}

/* Rows of groups count, too; `*index` becomes the row's number, or that behind
 * the last. */
static const struct record_field *find(const struct record_type *type,
	const struct wanted *wanted, unsigned *index,
	const struct record_field **ret_group)
{
	for (size_t i = 0; i < type->count; i++) {
		const struct record_field *field = &type->fields[i];
		const struct record_field *inner, *group;

		if (field->form != RECORD_GROUP) {
			if (is_meant(field, wanted)) {
				*ret_group = NULL;
				return field;
			}
			++*index;
			continue;
		}
		inner = find(field->type, wanted, index, &group);
		if (inner) {
			*ret_group = field;
			return inner;
		}
	}
	return NULL;
}

static void *inner_object(
	const struct record_field *field, struct arena *arena, void *object)
{
	void *inner = member(object, field->offset);
	void *pointed;

	if (!field->pointer)
		return inner;
	memcpy(&pointed, inner, sizeof(pointed));
	if (!pointed) {
		pointed = arena_alloc(arena, field->type->size);
		memcpy(inner, &pointed, sizeof(pointed));
	}
	return pointed;
}

static bool find_place(struct frame *frame, struct arena *arena,
	const struct wanted *wanted, struct place *ret_place)
{
	const struct record_field *group;
	unsigned index = 0;
	const struct record_field *field =
		find(frame->type, wanted, &index, &group);

	if (!field)
		return false;
	*ret_place = (struct place){field,
		group ? inner_object(group, arena, frame->object)
		      : frame->object,
		index};
	return true;
}

bool frame_find_attribute(struct frame *frame, struct arena *arena,
	const char *name, struct place *ret_place)
{
	const struct wanted wanted = {.name = name, .attribute = true};

	return find_place(frame, arena, &wanted, ret_place);
}

bool frame_find_child(struct frame *frame, struct arena *arena,
	const char *name, const struct attribute *attributes, size_t count,
	struct place *ret_place)
{
	const struct wanted wanted = {name, false, attributes, count};

	return find_place(frame, arena, &wanted, ret_place);
}

bool frame_knows_child(const struct frame *frame, const char *name)
{
	for (size_t i = 0; i < frame->type->count; i++) {
		const struct record_field *field = &frame->type->fields[i];

		if (field->form != RECORD_GROUP && is_child(field, name))
			return true;
	}
	return false;
}

static const char *missing(const struct record_type *type, uint64_t seen,
	bool attributes, unsigned *index)
{
	for (size_t i = 0; i < type->count; i++) {
		const struct record_field *field = &type->fields[i];

		if (field->form == RECORD_GROUP) {
			const char *name =
				missing(field->type, seen, attributes, index);

			if (name)
				return name;
			continue;
		}
		if (field->required &&
			(field->form == RECORD_ATTRIBUTE) == attributes &&
			!(seen >> *index & 1))
			return field->name;
		++*index;
	}
	return NULL;
}

const char *frame_missing(const struct frame *frame, bool attributes)
{
	unsigned index = 0;

	return missing(frame->type, frame->seen, attributes, &index);
}

/* A zeroed item behind those of the list so far. */
static void *add_item(struct frame *frame, size_t size)
{
	size_t used = frame->count * size;

	if (used + size > frame->size) {
		frame->size = 2 * (used + size);
		frame->items = memory_realloc(frame->items, frame->size);
	}
	memset(frame->items + used, 0, size);
	return frame->items + used;
}

void *frame_open(struct frame *frame, struct record_context *context,
	const struct place *place)
{
	const struct record_field *field = place->field;

	if (frame->list != field)
		frame_flush(frame, context->arena);
	frame->last = place->index;
	frame->seen |= UINT64_C(1) << place->index;
	if (field->seen)
		*(bool *)member(place->object, field->seen - 1) = true;
	switch (field->form) {
	case RECORD_CHILD:
		return inner_object(field, context->arena, place->object);
	case RECORD_LIST:
	case RECORD_TEXTS:
		frame->list = field;
		frame->list_owner = place->object;
		if (field->items && field->items->add)
			return field->items->add(context, place->object);
		return add_item(
			frame, field->items ? field->type->size : field->size);
	default:
		return place->object;
	}
}

bool frame_read_text(
	struct frame *frame, struct record_context *context, const char *text)
{
	const struct record_field item = {
		.value = frame->field->value,
		.size = frame->field->size,
	};

	return record_read(
		frame->field->form == RECORD_TEXTS ? &item : frame->field,
		context, frame->object, text);
}

bool frame_keep(struct frame *frame, struct record_context *context,
	const struct record_field *field, void *object)
{
	if (field->items)
		return field->items->keep(context, frame->list_owner, object);
	if (field->form == RECORD_LIST || field->form == RECORD_TEXTS)
		frame->count++;
	return true;
}

void frame_flush(struct frame *frame, struct arena *arena)
{
	const struct record_field *list = frame->list;
	void *array;

	frame->list = NULL;
	if (!list || list->items || !frame->count)
		return;
	array = arena_alloc(arena, frame->count * list->size);
	memcpy(array, frame->items, frame->count * list->size);
	memcpy(member(frame->list_owner, list->offset), &array, sizeof(array));
	*(size_t *)member(frame->list_owner, list->count) = frame->count;
	frame->count = 0;
}
