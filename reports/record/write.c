/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The record, written as the tables of model/record/ have it. */
#include "reports/record/write.h"

#include <assert.h>

/* The largest structure that is made for an item of a list. */
#define ROOM_OCTETS 1024

struct writer {
	struct xml *xml;
	struct record_context context;
};

static void write_object(struct writer *w, const struct record_field *field,
	const struct record_type *type, const void *object);

/* A value, by xml_value(), xml_content() or xml_text_element(). What is spelled
 * for it need not stay. */
static void write_value(struct writer *w, const struct record_field *field,
	const struct record_field *value, const void *object)
{
	struct arena_mark mark = arena_mark(w->context.arena);
	const char *text = record_spell(value, &w->context, object);

	if (field->form == RECORD_ATTRIBUTE)
		xml_value(w->xml, field->name, text, field->value->json);
	else if (field->form == RECORD_CONTENT)
		xml_content(w->xml, text);
	else
		xml_text_element(w->xml, field, text);
	arena_release(w->context.arena, mark);
}

static void write_attributes(
	struct writer *w, const struct record_type *type, const void *object)
{
	for (size_t i = 0; i < type->count; i++) {
		const struct record_field *field = &type->fields[i];
		const void *inner;

		switch (field->form) {
		case RECORD_ATTRIBUTE:
			if (record_is_written(field, &w->context, object))
				write_value(w, field, field, object);
			break;
		case RECORD_GROUP:
			inner = record_inner(field, object);
			if (inner)
				write_attributes(w, field->type, inner);
			break;
		default:
			break;
		}
	}
}

static void write_texts(
	struct writer *w, const struct record_field *field, const void *object)
{
	const struct record_field item = {.value = field->value};
	size_t count = record_list_count(field, &w->context, object);

	for (size_t i = 0; i < count; i++)
		write_value(w, field, &item,
			record_list_item(field, &w->context, object, i, NULL));
}

/* What is formatted for one item need not stay for all of them. */
static void write_apart(
	struct writer *w, const struct record_field *field, const void *item)
{
	struct arena *whole = w->context.arena;

	w->context.arena = w->xml->arena = arena_new();
	write_object(w, field, field->type, item);
	arena_free(w->context.arena);
	w->context.arena = w->xml->arena = whole;
}

static void write_list(
	struct writer *w, const struct record_field *field, const void *object)
{
	_Alignas(max_align_t) char room[ROOM_OCTETS];
	size_t count = record_list_count(field, &w->context, object);

	assert(field->type->size <= sizeof(room) || !field->items ||
		field->items->add);
	for (size_t i = 0; i < count; i++) {
		const void *item =
			record_list_item(field, &w->context, object, i, room);

		if (item && field->apart)
			write_apart(w, field, item);
		else if (item)
			write_object(w, field, field->type, item);
	}
}

static void write_content(
	struct writer *w, const struct record_type *type, const void *object);

static void write_field(
	struct writer *w, const struct record_field *field, const void *object)
{
	const void *inner;

	switch (field->form) {
	case RECORD_ATTRIBUTE:
		break;
	case RECORD_CONTENT:
	case RECORD_TEXT:
		write_value(w, field, field, object);
		break;
	case RECORD_TEXTS:
		write_texts(w, field, object);
		break;
	case RECORD_CHILD:
		inner = record_inner(field, object);
		if (inner)
			write_object(w, field, field->type, inner);
		break;
	case RECORD_LIST:
		write_list(w, field, object);
		break;
	case RECORD_GROUP:
		inner = record_inner(field, object);
		if (inner)
			write_content(w, field->type, inner);
		break;
	}
}

static void write_content(
	struct writer *w, const struct record_type *type, const void *object)
{
	for (size_t i = 0; i < type->count; i++) {
		const struct record_field *field = &type->fields[i];

		if (field->form != RECORD_ATTRIBUTE &&
			record_is_written(field, &w->context, object))
			write_field(w, field, object);
	}
}

static void write_inside(
	struct writer *w, const struct record_type *type, const void *object)
{
	if (type->enter)
		type->enter(&w->context, object);
	write_attributes(w, type, object);
	write_content(w, type, object);
	xml_close(w->xml);
}

static void write_object(struct writer *w, const struct record_field *field,
	const struct record_type *type, const void *object)
{
	xml_open_as(w->xml, field->name, field->list, type);
	if (field->tag)
		xml_value(w->xml, field->tag, field->tag_value, RECORD_STRING);
	write_inside(w, type, object);
}

static struct writer start(struct xml *xml, const struct report *report)
{
	return (struct writer){
		.xml = xml,
		.context =
			{
				.arena = xml->arena,
				.report = report,
				.transcript = xml->transcript,
			},
	};
}

void record_write(struct xml *xml, const struct report *report)
{
	struct writer w = start(xml, report);

	xml_open_as(xml, "report", NULL, &record_report);
	xml_value(xml, "xmlns", RECORD_NAME_SPACE, RECORD_STRING);
	write_inside(&w, &record_report, report);
}

void record_write_endpoint(
	struct xml *xml, const struct report *report, size_t index)
{
	struct writer w = start(xml, report);

	xml_open_as(xml, "endpoint", NULL, &record_endpoint);
	write_inside(&w, &record_endpoint, &report->endpoints[index]);
}
