/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where the claims come from. */
#include "reports/text_parts.h"

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

void text_sources(
	const struct page *page, const struct report *report, bool verbose)
{
	size_t shown = report->matrix_count;

	if (!verbose && shown > NAMED_TARGETS)
		shown = NAMED_TARGETS - 1;
	for (size_t i = 0; i < shown; i++) {
		const struct matrix *matrix = &report->matrices[i];

		put_settings(page, matrix);
		for (size_t j = 0; verbose && j < matrix->source_count; j++)
			put_origin(page, &matrix->sources[j]);
	}
	if (shown < report->matrix_count)
		page_field(page, 0, LABEL_COLUMNS, PAINT_FAINT, "",
			arena_printf(page->arena, "and %zu more targets",
				report->matrix_count - shown));
}
