/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/comparison.h"

#include "model/table.h"
#include "model/text/plural.h"
#include "model/text/spell.h"
#include "reports/record/json_record.h"
#include "reports/record/xml_writer.h"
#include "reports/text/offered/offered.h"
#include "reports/text/page.h"
#include "reports/words.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_COLUMNS 40
#define MOST_COLUMNS 100
#define FIELD_COLUMNS 12

/* Text. */

static const char *const kind_words[] = {
	[CHANGE_WORSE] = "WORSE",
	[CHANGE_LOST] = "NOT TESTED ANY MORE",
	[CHANGE_BETTER] = "better",
	[CHANGE_FOUND] = "tested now",
	[CHANGE_APPEARED] = "new",
	[CHANGE_VANISHED] = "gone",
	[CHANGE_OTHER] = "changed",
};
static_assert(COUNT_OF(kind_words) == CHANGE_COUNT, "words for each kind");

static const enum paint kind_paints[] = {
	[CHANGE_WORSE] = PAINT_BAD,
	[CHANGE_LOST] = PAINT_DOUBT,
	[CHANGE_BETTER] = PAINT_GOOD,
	[CHANGE_FOUND] = PAINT_NONE,
	[CHANGE_APPEARED] = PAINT_NONE,
	[CHANGE_VANISHED] = PAINT_NONE,
	[CHANGE_OTHER] = PAINT_NONE,
};
static_assert(COUNT_OF(kind_paints) == CHANGE_COUNT, "a paint for each kind");

const char *comparison_kind_words(const struct change *change)
{
	if (comparison_went_down(change))
		return "WENT DOWN";
	return comparison_came_back(change) ? "came back"
					    : kind_words[change->kind];
}

static const char *extension_words(const char *name)
{
	const char *words =
		text_offer_trait(offered_trait_find(name, strlen(name)));

	return words ? words : name;
}

const char *comparison_subject_words(
	struct arena *arena, const struct change *change)
{
	switch (change->subject) {
	case SUBJECT_ENDPOINT:
		return "the endpoint itself";
	case SUBJECT_FINDING:
		if (comparison_went_down(change) ||
			comparison_came_back(change))
			return "the endpoint itself";
		return change->policy ? arena_printf(arena, "%s of %s",
						change->name, change->policy)
				      : change->name;
	case SUBJECT_CERTIFICATE:
		return *change->name
			       ? arena_printf(arena, "the certificate for %s",
					 change->name)
			       : "the certificate";
	case SUBJECT_TLS:
		if (strncmp(change->name, "SSL", 3) == 0)
			return arena_printf(
				arena, "SSL %s.0", change->name + 3);
		return arena_printf(arena, "TLS %s", change->name);
	case SUBJECT_CIPHER_SUITE:
		return arena_printf(arena, "the cipher suite %s", change->name);
	case SUBJECT_GROUP:
		return arena_printf(arena, "the group %s", change->name);
	case SUBJECT_SIGNATURE:
		return arena_printf(
			arena, "the signature algorithm %s", change->name);
	case SUBJECT_ORDER:
		return arena_printf(arena, "the order of cipher suites in %s",
			change->name);
	case SUBJECT_PRIME:
		return arena_printf(
			arena, "the Diffie-Hellman prime of %s", change->name);
	case SUBJECT_EXTENSION:
		return extension_words(change->name);
	case SUBJECT_CLIENT:
		return arena_printf(arena, "the mail program %s", change->name);
	case SUBJECT_CAPABILITY:
		return arena_printf(arena, "the capability %s", change->name);
	case SUBJECT_MECHANISM:
		return arena_printf(arena, "the mechanism %s", change->name);
	case SUBJECT_ADDRESS:
		return arena_printf(arena, "the address %s", change->name);
	default:
		return change->name;
	}
}

static void put_change(const struct page *page, const struct change *change)
{
	const char *word = comparison_kind_words(change);
	bool whole = change->subject == SUBJECT_FINDING ||
		     change->subject == SUBJECT_CERTIFICATE ||
		     change->subject == SUBJECT_TLS ||
		     change->subject == SUBJECT_ORDER ||
		     change->subject == SUBJECT_EXTENSION ||
		     change->subject == SUBJECT_CLIENT ||
		     change->subject == SUBJECT_ENDPOINT;

	page_blanks(page, 2);
	page_put(page, kind_paints[change->kind], word);
	page_blanks(page, 2);
	page_wrap(page, page_columns(page, word) + 4, 4, PAINT_STRONG,
		comparison_subject_words(page->arena, change));
	if (whole && change->before)
		page_field(page, 4, FIELD_COLUMNS, PAINT_FAINT, "Before",
			change->before);
	if (whole && change->after)
		page_field(page, 4, FIELD_COLUMNS, PAINT_FAINT, "Now",
			change->after);
	if (change->kind == CHANGE_WORSE && change->remedy)
		page_field(page, 4, FIELD_COLUMNS, PAINT_FAINT, "What to do",
			change->remedy);
}

/* Whether the change is no more than that the endpoint went down, or came back:
 * all that was tested there is not, or is again. */
static bool is_consequence(
	const struct change *change, const struct change *connection)
{
	if (change == connection || !connection)
		return false;
	return change->subject == SUBJECT_TLS || change->kind == CHANGE_LOST ||
	       change->kind == CHANGE_FOUND;
}

static void put_endpoint(
	const struct page *page, const struct change *first, size_t count)
{
	const struct change *connection = NULL;
	size_t untold = 0;

	page_newline(page);
	page_wrap(page, 0, 2, PAINT_STRONG,
		words_place(page->arena, first->endpoint));
	for (size_t i = 0; i < count && !connection; i++)
		if (comparison_went_down(&first[i]) ||
			comparison_came_back(&first[i]))
			connection = &first[i];
	for (size_t i = 0; i < count; i++) {
		if (is_consequence(&first[i], connection))
			untold += first[i].subject != SUBJECT_TLS;
		else
			put_change(page, &first[i]);
	}
	if (!untold)
		return;
	page_blanks(page, 2);
	page_wrap(page, 2, 4, PAINT_NONE,
		arena_printf(page->arena,
			comparison_went_down(connection)
				? plural_form(untold,
					  "Because of that, %zu check could "
					  "not be tested.",
					  "Because of that, %zu checks could "
					  "not be tested.")
				: plural_form(untold,
					  "With that, %zu check could be "
					  "tested again.",
					  "With that, %zu checks could be "
					  "tested again."),
			untold));
}

/* NULL if nothing changed. */
static const char *count_words(
	struct arena *arena, const struct comparison *comparison)
{
	static_assert(CHANGE_COUNT == 7, "each kind of change is counted");
	const size_t *counts = comparison->counts;
	const char *list = "";
	size_t down = 0, worse;

	for (size_t i = 0; i < comparison->change_count; i++)
		down += comparison_went_down(&comparison->changes[i]);
	list = plural_list(arena, list, down,
		arena_printf(arena,
			plural_form(down, "%zu endpoint went down",
				"%zu endpoints went down"),
			down));
	worse = counts[CHANGE_WORSE] - down;
	list = plural_list(
		arena, list, worse, arena_printf(arena, "%zu worse", worse));
	list = plural_list(arena, list, counts[CHANGE_LOST],
		arena_printf(
			arena, "%zu no longer tested", counts[CHANGE_LOST]));
	list = plural_list(arena, list, counts[CHANGE_BETTER],
		arena_printf(arena, "%zu better", counts[CHANGE_BETTER]));
	list = plural_list(arena, list, counts[CHANGE_FOUND],
		arena_printf(arena, "%zu tested now", counts[CHANGE_FOUND]));
	list = plural_list(arena, list, counts[CHANGE_APPEARED],
		arena_printf(arena, "%zu new", counts[CHANGE_APPEARED]));
	list = plural_list(arena, list, counts[CHANGE_VANISHED],
		arena_printf(arena, "%zu gone", counts[CHANGE_VANISHED]));
	list = plural_list(arena, list, counts[CHANGE_OTHER],
		arena_printf(arena,
			plural_form(counts[CHANGE_OTHER], "%zu other change",
				"%zu other changes"),
			counts[CHANGE_OTHER]));
	return *list ? list : NULL;
}

static void put_verdict(
	const struct page *page, const struct comparison *comparison)
{
	const char *word = "SAME";
	enum paint paint = PAINT_GOOD;
	const char *since =
		words_time(page->arena, comparison->before->started_s);
	const char *counts = count_words(page->arena, comparison);

	if (comparison->counts[CHANGE_WORSE]) {
		word = "WORSE";
		paint = PAINT_BAD;
	} else if (comparison->counts[CHANGE_LOST]) {
		word = "NOT TESTED";
		paint = PAINT_DOUBT;
	} else if (comparison->change_count) {
		word = "CHANGED";
	}
	page_put(page, paint, word);
	page_blanks(page, 2);
	page_wrap(page, page_columns(page, word) + 2,
		page_columns(page, word) + 2, PAINT_STRONG,
		counts ? arena_printf(page->arena, "Changes since %s: %s.",
				 since, counts)
		       : arena_printf(page->arena,
				 "Nothing that was compared has changed since "
				 "%s.",
				 since));
}

void comparison_write_text(FILE *stream, const struct comparison *comparison,
	const struct text_style *style)
{
	struct page page = {
		.stream = stream,
		.columns = style->columns,
		.color = style->color,
		.utf8 = style->utf8,
		.arena = arena_new(),
	};

	if (page.columns < LEAST_COLUMNS)
		page.columns = LEAST_COLUMNS;
	if (page.columns > MOST_COLUMNS)
		page.columns = MOST_COLUMNS;
	put_verdict(&page, comparison);
	for (size_t i = 0, count; i < comparison->change_count; i += count) {
		const struct change *first = &comparison->changes[i];

		count = comparison_endpoint_changes(
			first, comparison->change_count - i);
		put_endpoint(&page, first, count);
	}
	page_newline(&page);
	page_field(&page, 0, FIELD_COLUMNS, PAINT_FAINT, "Before",
		words_time(page.arena, comparison->before->started_s));
	page_field(&page, 0, FIELD_COLUMNS, PAINT_FAINT, "Now",
		words_time(page.arena, comparison->after->started_s));
	arena_free(page.arena);
}

/* XML and JSON. */

static void write_run(
	struct xml *xml, const char *element, const struct report *report)
{
	xml_open(xml, element);
	xml_attribute(
		xml, "started", spell_time(xml->arena, report->started_s));
	xml_attribute(xml, "tool-version", report->tool_version);
	xml_attribute(xml, "verdict", verdict_name(report->verdict));
	xml_close(xml);
}

static void write_change(struct xml *xml, const struct change *change)
{
	const struct endpoint *endpoint = change->endpoint;

	xml_open_as(xml, "change", "changes", NULL);
	xml_attribute(xml, "kind", comparison_kind_name(change->kind));
	xml_attribute(xml, "of", comparison_subject_name(change->subject));
	if (*change->name)
		xml_attribute(xml, "name", change->name);
	xml_attribute(xml, "policy", change->policy);
	xml_attribute(xml, "service", service_name(endpoint->service));
	xml_attribute(xml, "host", endpoint->host);
	xml_attribute_number(xml, "port", endpoint->port);
	xml_attribute(xml, "mode", mode_name(endpoint->mode));
	xml_element(xml, "before", change->before);
	xml_element(xml, "after", change->after);
	xml_element(xml, "summary", change->summary);
	xml_element(xml, "remedy", change->remedy);
	xml_close(xml);
}

/* What JSON has an array for. */
static const struct record_field comparison_fields[] = {
	{.name = "change", .list = "changes", .always = true},
};
static const struct record_type comparison_type = {
	.fields = comparison_fields,
	.count = 1,
};

static void write_comparison(
	struct xml *xml, const struct comparison *comparison)
{
	xml_open_as(xml, "comparison", NULL, &comparison_type);
	if (!xml->json)
		xml_attribute(xml, "xmlns", "urn:mailsonde:comparison:1");
	for (int k = 0; k < CHANGE_COUNT; k++)
		xml_attribute_number(xml,
			comparison_kind_name((enum change_kind)k),
			(int64_t)comparison->counts[k]);
	write_run(xml, "old", comparison->before);
	write_run(xml, "new", comparison->after);
	for (size_t i = 0; i < comparison->change_count; i++)
		write_change(xml, &comparison->changes[i]);
	xml_close(xml);
}

char *comparison_to_xml(const struct comparison *comparison, size_t *ret_length)
{
	struct xml xml = {.arena = arena_new()};

	xml_begin(&xml);
	write_comparison(&xml, comparison);
	arena_free(xml.arena);
	if (xml.failed) {
		free(xml.data);
		return NULL;
	}
	*ret_length = xml.length;
	return xml.data;
}

void comparison_write_json(FILE *stream, const struct comparison *comparison)
{
	struct arena *arena = arena_new();
	struct json_record record = {.json = {stream, arena}};
	struct xml xml = {.json = &record, .arena = arena};

	write_comparison(&xml, comparison);
	json_end(&record.json);
	arena_free(arena);
}
