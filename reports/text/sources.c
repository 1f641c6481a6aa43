/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where the claims come from. */
#include "reports/text/sources.h"
#include "model/text/builder.h"
#include "model/text/plural.h"

#include <string.h>

#define LABEL_COLUMNS 10
#define NAMED_TARGETS 3

static const char *latest_look(const struct matrix *matrix)
{
	const char *latest = NULL;

	for (size_t i = 0; i < matrix->source_count; i++) {
		const char *date = matrix->sources[i].looked_up;

		if (date && (!latest || strcmp(date, latest) > 0))
			latest = date;
	}
	return latest;
}

static void put_settings(const struct page *page, const struct matrix *matrix)
{
	const char *date = latest_look(matrix);
	const char *text = matrix->name;

	if (matrix->title && strcmp(matrix->title, matrix->name) != 0)
		text = arena_printf(page->arena, "%s: %s", text, matrix->title);
	if (date)
		text = arena_printf(
			page->arena, "%s (looked up %s)", text, date);
	page_field(page, 0, LABEL_COLUMNS, PAINT_FAINT, "Settings", text);
	if (matrix->note)
		page_field(
			page, 0, LABEL_COLUMNS, PAINT_FAINT, "", matrix->note);
}

static void put_origin(const struct page *page, const struct source *source)
{
	const char *text = source->title ? source->title : "untitled";

	if (source->looked_up)
		text = arena_printf(page->arena, "%s, looked up %s", text,
			source->looked_up);
	if (source->certainty)
		text = arena_printf(
			page->arena, "%s, %s", text, source->certainty);
	if (source->certainty && strcmp(source->certainty, "confirmed") != 0)
		text = arena_printf(page->arena, "(!) %s", text);
	page_field(page, LABEL_COLUMNS, 2, PAINT_FAINT, "-", text);
	if (source->url) {
		/* Never cut: it is there to be copied. */
		page_blanks(page, LABEL_COLUMNS + 2);
		page_put(page, PAINT_FAINT, source->url);
		page_newline(page);
	}
	if (source->note) {
		page_blanks(page, LABEL_COLUMNS + 2);
		page_wrap(page, LABEL_COLUMNS + 2, LABEL_COLUMNS + 2,
			PAINT_NONE, source->note);
	}
}

/* "RFC 8314" of "RFC 8314: Cleartext Considered Obsolete" */
static const char *short_title(struct arena *arena, const char *title)
{
	return arena_printf(arena, "%.*s", (int)strcspn(title, ":"), title);
}

/* What a single endpoint is held to, which claims nothing of its own: "RFC
 * 8314 and RFC 8996". NULL if that is nothing. */
static const char *standards(struct arena *arena, const struct matrix *matrix)
{
	struct builder list = {.arena = arena};

	for (size_t i = 0; i < matrix->source_count; i++)
		if (matrix->sources[i].title)
			builder_item(&list,
				i + 1 == matrix->source_count ? " and " : ", ",
				short_title(arena, matrix->sources[i].title));
	return list.text;
}

static bool is_url(const struct matrix *matrix)
{
	return strcmp(matrix->kind, "url") == 0;
}

/* All endpoints that were given by URL are held to the same. */
static void put_standards(
	const struct page *page, const struct report *report, bool verbose)
{
	const struct matrix *matrix = NULL;
	const char *list = NULL;

	for (size_t i = 0; i < report->matrix_count && !list; i++) {
		matrix = &report->matrices[i];
		if (is_url(matrix))
			list = standards(page->arena, matrix);
	}
	if (!list)
		return;
	page_field(page, 0, LABEL_COLUMNS, PAINT_FAINT, "Based on", list);
	for (size_t i = 0; verbose && i < matrix->source_count; i++)
		put_origin(page, &matrix->sources[i]);
}

void text_sources(
	const struct page *page, const struct report *report, bool verbose)
{
	size_t count = 0, shown = 0, most;

	for (size_t i = 0; i < report->matrix_count; i++)
		count += !is_url(&report->matrices[i]);
	most = verbose || count <= NAMED_TARGETS ? count : NAMED_TARGETS - 1;
	for (size_t i = 0; i < report->matrix_count && shown < most; i++) {
		const struct matrix *matrix = &report->matrices[i];

		if (is_url(matrix))
			continue;
		shown++;
		put_settings(page, matrix);
		for (size_t j = 0; verbose && j < matrix->source_count; j++)
			put_origin(page, &matrix->sources[j]);
	}
	if (shown < count)
		page_field(page, 0, LABEL_COLUMNS, PAINT_FAINT, "",
			arena_printf(page->arena,
				plural_form(count - shown,
					"and %zu more target",
					"and %zu more targets"),
				count - shown));
	put_standards(page, report, verbose);
}
