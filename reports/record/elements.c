/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/elements.h"

#include "model/memory.h"
#include "model/text/escape.h"

#include <stdlib.h>
#include <string.h>

#define EXCERPT_COLUMNS 40

/* Only the first one counts. */
static void fail(struct elements *e, const char *why)
{
	if (!e->context.why)
		e->context.why = why;
}

static void fail_of(struct elements *e, const char *name, const char *why)
{
	fail(e, arena_printf(e->context.arena, "%s %s", name, why));
}

/* What a member or a list has no place for. */
static bool settle(struct elements *e, bool done, const char *name)
{
	if (!done && !e->context.why)
		fail_of(e, name,
			arena_printf(e->context.arena,
				"cannot have the value \"%s\"",
				escape_excerpt(e->context.arena,
					(struct octets){
						(unsigned char *)e->text,
						e->text_length},
					EXCERPT_COLUMNS)));
	return !e->context.why;
}

/* Text. */

static void add_text(struct elements *e, const void *text, size_t length)
{
	if (e->text_length + length >= e->text_size) {
		e->text_size = 2 * (e->text_length + length) + 64;
		e->text = memory_realloc(e->text, e->text_size);
	}
	memcpy(e->text + e->text_length, text, length);
	e->text_length += length;
	e->text[e->text_length] = '\0';
}

static void clear_text(struct elements *e)
{
	e->text_length = 0;
	add_text(e, "", 0);
}

static bool is_blank(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!strchr(" \t\r\n", text[i]))
			return false;
	return true;
}

void elements_text(struct elements *e, const void *text, size_t length)
{
	const struct frame *frame;

	if (e->context.why || e->skipped || !e->depth)
		return;
	frame = &e->frames[e->depth - 1];
	if (!frame->type || frame_content(frame->type))
		add_text(e, text, length);
	else if (!is_blank(text, length))
		fail(e, "there is text between elements");
}

/* Elements. */

void elements_attribute(
	struct elements *e, const char *name, const void *value, size_t length)
{
	if (e->attribute_count == e->attribute_size) {
		e->attribute_size = 2 * e->attribute_size + 16;
		e->attributes = memory_realloc(e->attributes,
			e->attribute_size * sizeof(*e->attributes));
	}
	e->attributes[e->attribute_count++] =
		(struct attribute){name, value, length};
}

static void read_attribute(struct elements *e, struct frame *frame,
	const struct attribute *attribute)
{
	struct place place;

	if (!frame_find_attribute(
		    frame, e->context.arena, attribute->name, &place))
		return;
	clear_text(e);
	add_text(e, attribute->value, attribute->length);
	settle(e, record_read(place.field, &e->context, place.object, e->text),
		attribute->name);
	frame->seen |= UINT64_C(1) << place.index;
}

static void read_attributes(struct elements *e, struct frame *frame)
{
	const char *missing;

	for (size_t i = 0; i < e->attribute_count && !e->context.why; i++)
		read_attribute(e, frame, &e->attributes[i]);
	missing = frame_missing(frame, true);
	if (missing)
		fail_of(e, missing, "is missing");
	clear_text(e);
}

static void enter(struct elements *e, const struct record_type *type,
	const struct record_field *field, void *object)
{
	struct frame *frame = &e->frames[e->depth++];

	frame_begin(frame, type, field, object);
	if (type && type->begin)
		type->begin(&e->context, object);
}

static void open_root(struct elements *e, const char *name, bool ours)
{
	if (!ours || strcmp(name, "report") != 0) {
		fail(e, "this is XML, but not a report, which begins with "
			"<report xmlns=\"" RECORD_NAME_SPACE "\">");
		return;
	}
	e->rooted = true;
	enter(e, &record_report, NULL, &e->report);
	read_attributes(e, &e->frames[0]);
}

/* Where the element has its place in `parent`, and comes in order. */
static bool find_child(struct elements *e, struct frame *parent,
	const char *name, struct place *ret_place)
{
	if (!frame_find_child(parent, e->context.arena, name, e->attributes,
		    e->attribute_count, ret_place)) {
		if (frame_knows_child(parent, name))
			fail_of(e, name, "is of no known kind");
		return false;
	}
	if (ret_place->index < parent->last)
		fail_of(e, name, "is in the wrong place");
	else if (parent->seen & UINT64_C(1) << ret_place->index &&
		 ret_place->field->form != RECORD_LIST &&
		 ret_place->field->form != RECORD_TEXTS)
		fail_of(e, name, "is there twice");
	return !e->context.why;
}

static void open_child(struct elements *e, const char *name)
{
	struct frame *parent = &e->frames[e->depth - 1];
	struct place place;
	void *object;

	if (!parent->type || !find_child(e, parent, name, &place)) {
		e->skipped++;
		return;
	}
	object = frame_open(parent, &e->context, &place);
	enter(e, place.field->type, place.field, object);
	clear_text(e);
	if (!place.field->type)
		return;
	read_attributes(e, &e->frames[e->depth - 1]);
	if (!e->context.why && place.field->type->enter)
		place.field->type->enter(&e->context, object);
}

void elements_open(struct elements *e, const char *name, bool ours)
{
	if (e->context.why)
		return;
	if (e->depth + e->skipped >= ELEMENTS_DEPTH)
		fail(e, "elements are nested too deeply");
	else if (!e->depth)
		open_root(e, name, ours);
	else if (e->skipped || !ours)
		e->skipped++;
	else
		open_child(e, name);
	e->attribute_count = 0;
}

/* Its text, its lists, and what follows from its fields. */
static void close_frame(struct elements *e, struct frame *frame)
{
	const struct record_field *content =
		frame->type ? frame_content(frame->type) : frame->field;
	const char *missing = NULL;
	bool done = true;

	if (content && (e->text_length || !frame->type)) {
		done = frame->type
			       ? record_read(content, &e->context,
					 frame->object, e->text)
			       : frame_read_text(frame, &e->context, e->text);
		if (!settle(e, done, frame->field->name))
			return;
	}
	frame_flush(frame, e->context.arena);
	if (frame->type)
		missing = frame_missing(frame, false);
	if (missing)
		fail_of(e, missing, "is missing");
	else if (frame->type && frame->type->end)
		done = frame->type->end(&e->context, frame->object);
	settle(e, done, "an element");
}

void elements_close(struct elements *e)
{
	struct frame *frame;

	if (e->context.why)
		return;
	if (e->skipped) {
		e->skipped--;
		return;
	}
	frame = &e->frames[e->depth - 1];
	close_frame(e, frame);
	if (e->context.why)
		return;
	e->depth--;
	if (e->depth)
		settle(e,
			frame_keep(&e->frames[e->depth - 1], &e->context,
				frame->field, frame->object),
			frame->field->name);
	clear_text(e);
}

void elements_begin(struct elements *e, struct arena *arena)
{
	*e = (struct elements){0};
	e->context.arena = arena;
	e->context.reading = &e->report;
	e->context.strings = intern_new(arena);
}

void elements_end(struct elements *e)
{
	for (size_t i = 0; i < ELEMENTS_DEPTH; i++)
		free(e->frames[i].items);
	intern_free(e->context.strings);
	free(e->attributes);
	free(e->text);
}
