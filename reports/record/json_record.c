/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/json_record.h"

#include "model/spell.h"

#include <assert.h>
#include <string.h>

/* Elements that may stand several times in their parent, next to each other,
 * and the array that they become. All rows of a parent stand together. */
struct json_list {
	const char *parent;
	const char *element;
	const char *name;
	bool always; /* an empty array where there is none */
};

static const struct json_list lists[] = {
	{"capabilities", "item", "items", true},
	{"capabilities", "mechanism", "mechanisms", true},
	{"certificate", "name", "names", false},
	{"comparison", "change", "changes", true},
	{"diagnosis", "evidence", "evidence", true},
	{"diagnosis", "remedy", "remedies", true},
	{"documented", "endpoint", "endpoints", true},
	{"endpoint", "probe", "probes", true},
	{"endpoint", "unasked", "unasked", false},
	{"endpoint", "finding", "findings", true},
	{"endpoint", "diagnosis", "diagnoses", true},
	{"expectation", "tls", "tls", false},
	{"expectation", "mechanism", "mechanisms", false},
	{"expectation", "capability", "capabilities", false},
	{"expectation", "greeting", "greetings", false},
	{"probe", "attempt", "attempts", false},
	{"probe", "stage", "stages", false},
	{"probe", "capabilities", "capabilities", false},
	{"probe", "octets", "octets", false},
	{"report", "source", "sources", true},
	{"report", "policy", "policies", true},
	{"report", "endpoint", "endpoints", true},
	{"settings", "remark", "remarks", false},
	{"source", "origin", "origins", false},
	{"tls", "alert", "alerts", false},
	{"tls", "certificate", "certificates", false},
	{"transcript", "line", "lines", false},
};
#define LISTS (sizeof(lists) / sizeof(*lists))

/* Attributes that hold several words, with blanks between. */
static const struct {
	const char *name;
	bool numbers;
} words[] = {
	{"authentication", false},
	{"endpoints", true},
	{"flaws", false},
	{"key-usage", false},
	{"tls-asked", false},
	{"tls-offered", false},
};
#define WORDS (sizeof(words) / sizeof(*words))

/* Most names differ in their first letter. */
static bool same_name(const char *a, const char *b)
{
	return a[0] == b[0] && strcmp(a, b) == 0;
}

static const struct json_list *find_lists(const char *parent)
{
	for (size_t i = 0; i < LISTS; i++)
		if (same_name(lists[i].parent, parent))
			return &lists[i];
	return NULL;
}

static bool has_row(const struct json_list *row, const char *parent)
{
	return row < lists + LISTS && strcmp(row->parent, parent) == 0;
}

static const struct json_list *find_list(
	const struct json_list *first, const char *element)
{
	if (!first)
		return NULL;
	for (const struct json_list *row = first; has_row(row, first->parent);
		row++)
		if (strcmp(row->element, element) == 0)
			return row;
	return NULL;
}

/* Ends and begins arrays; returns the name of the child's member, which is
 * NULL in an array. */
static const char *place_child(struct json_record *record, const char *element)
{
	const struct json_list *list;
	size_t at = record->depth - 1;

	if (!record->depth)
		return NULL;
	list = find_list(record->levels[at].lists, element);
	if (record->levels[at].open && record->levels[at].open != list) {
		json_end_array(&record->json);
		record->levels[at].open = NULL;
	}
	if (!list)
		return element;
	if (!record->levels[at].open) {
		json_begin_array(&record->json, list->name);
		record->levels[at].open = list;
		record->levels[at].written |=
			1u << (list - record->levels[at].lists);
	}
	return NULL;
}

static void write_head(struct json_record *record)
{
	const struct report *report = record->head;
	struct json *json = &record->json;

	json_string(json, "format", "urn:mailsonde:report:1");
	json_string(json, "tool-version", report->tool_version);
	json_string(json, "started",
		spell_instant(
			json->arena, report->started_s, report->started_ms));
}

void json_record_open(struct json_record *record, const char *element)
{
	assert(record->depth < JSON_RECORD_DEPTH);
	json_begin_object(&record->json, place_child(record, element));
	if (!record->depth && record->head)
		write_head(record);
	record->levels[record->depth].lists = find_lists(element);
	record->levels[record->depth].open = NULL;
	record->levels[record->depth++].written = 0;
}

static void write_empty_lists(struct json_record *record,
	const struct json_list *first, unsigned bits)
{
	for (const struct json_list *row = first; has_row(row, first->parent);
		row++)
		if (row->always && !(bits & 1u << (row - first))) {
			json_begin_array(&record->json, row->name);
			json_end_array(&record->json);
		}
}

void json_record_close(struct json_record *record)
{
	size_t at = record->depth - 1;

	assert(record->depth > 0);
	if (record->levels[at].open)
		json_end_array(&record->json);
	if (record->levels[at].lists)
		write_empty_lists(record, record->levels[at].lists,
			record->levels[at].written);
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

void json_record_text(
	struct json_record *record, const char *name, const char *text)
{
	if (same_name(name, "xmlns"))
		name = "format";
	for (size_t i = 0; i < WORDS; i++)
		if (same_name(words[i].name, name)) {
			write_words(record, name, text, words[i].numbers);
			return;
		}
	json_clean_string(&record->json, name, text);
}

void json_record_figure(
	struct json_record *record, const char *name, const char *figure)
{
	json_figure(&record->json, name, figure);
}

void json_record_element(
	struct json_record *record, const char *element, const char *text)
{
	json_clean_string(&record->json, place_child(record, element), text);
}
