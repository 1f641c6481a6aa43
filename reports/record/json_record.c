/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/json_record.h"

#include "model/text/spell.h"

#include <assert.h>
#include <string.h>

/* Ends and begins arrays; returns the name of the child's member, which is
 * NULL in an array. */
static const char *place_child(
	struct json_record *record, const char *element, const char *list)
{
	struct json_level *level;

	if (!record->depth)
		return NULL;
	level = &record->levels[record->depth - 1];
	if (level->open && (!list || strcmp(level->open, list) != 0)) {
		json_end_array(&record->json);
		level->open = NULL;
	}
	if (!list)
		return element;
	if (!level->open) {
		json_begin_array(&record->json, list);
		level->open = list;
		level->lists[level->count++] = list;
	}
	return NULL;
}

static void write_head(struct json_record *record)
{
	const struct report *report = record->head;
	struct json *json = &record->json;

	json_text(json, "format", RECORD_NAME_SPACE);
	json_text(json, "tool-version", report->tool_version);
	json_text(json, "started",
		spell_instant(
			json->arena, report->started_s, report->started_ms));
}

void json_record_open(struct json_record *record, const char *element,
	const char *list, const struct record_type *type)
{
	assert(record->depth < JSON_RECORD_DEPTH);
	json_begin_object(&record->json, place_child(record, element, list));
	if (!record->depth && record->head)
		write_head(record);
	record->levels[record->depth++] = (struct json_level){.type = type};
}

static bool is_written(const struct json_level *level, const char *list)
{
	for (size_t i = 0; i < level->count; i++)
		if (strcmp(level->lists[i], list) == 0)
			return true;
	return false;
}

/* Whoever reads a list wants one, with nothing in it, too. */
static void write_empty_lists(
	struct json_record *record, const struct json_level *level)
{
	for (size_t i = 0; level->type && i < level->type->count; i++) {
		const struct record_field *field = &level->type->fields[i];

		if (!field->list || !field->always ||
			is_written(level, field->list))
			continue;
		json_begin_array(&record->json, field->list);
		json_end_array(&record->json);
	}
}

void json_record_close(struct json_record *record)
{
	struct json_level *level;

	assert(record->depth > 0);
	level = &record->levels[record->depth - 1];
	if (level->open)
		json_end_array(&record->json);
	write_empty_lists(record, level);
	json_end_object(&record->json);
	record->depth--;
}

static void write_words(struct json_record *record, const char *name,
	const char *text, bool numbers)
{
	json_begin_array(&record->json, name);
	for (;;) {
		size_t length = strcspn(text, " ");
		const char *word = arena_printf(
			record->json.arena, "%.*s", (int)length, text);

		if (numbers)
			json_figure(&record->json, NULL, word);
		else
			json_clean_string(&record->json, NULL, word);
		if (!text[length])
			break;
		text += length + 1;
	}
	json_end_array(&record->json);
}

void json_record_value(struct json_record *record, const char *name,
	const char *text, enum record_json json)
{
	switch (json) {
	case RECORD_STRING:
		if (strcmp(name, "xmlns") == 0)
			name = "format";
		json_clean_string(&record->json, name, text);
		break;
	case RECORD_FIGURE:
		json_figure(&record->json, name, text);
		break;
	case RECORD_WORDS:
	case RECORD_NUMBERS:
		write_words(record, name, text, json == RECORD_NUMBERS);
		break;
	}
}

void json_record_element(struct json_record *record, const char *element,
	const char *list, const char *text)
{
	json_clean_string(
		&record->json, place_child(record, element, list), text);
}
