/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What could not be tested, and why: each reason once. */
#include "model/table.h"
#include "reports/page/parts.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_REASONS 8

struct reason {
	const char *text;
	size_t *endpoints; /* in order, no one twice */
	size_t endpoint_count;
	size_t finding_count;
};

struct reasons {
	struct reason *rows;
	size_t count;
};

static bool is_open(const struct sheet *sheet, const struct finding *finding)
{
	return finding->status == VERDICT_NOT_TESTED && !finding->suppressed &&
	       !finding->unobservable && !sheet_is_bundle(sheet, finding);
}

static const char *why(const struct finding *finding)
{
	return finding->observed && *finding->observed ? finding->observed
						       : finding->summary;
}

static int by_reason(const void *left, const void *right)
{
	const struct ruling *a = *(const struct ruling *const *)left;
	const struct ruling *b = *(const struct ruling *const *)right;
	int order = strcmp(why(a->finding), why(b->finding));

	if (order)
		return order;
	return a->endpoint < b->endpoint ? -1 : a->endpoint > b->endpoint;
}

static void add(const struct sheet *sheet, struct reasons *reasons,
	const struct ruling *ruling)
{
	const char *text = why(ruling->finding);
	struct arena *arena = sheet->out.arena;
	struct reason *last =
		reasons->count ? &reasons->rows[reasons->count - 1] : NULL;

	if (!last || strcmp(last->text, text) != 0) {
		reasons->rows = arena_grow(arena, reasons->rows, reasons->count,
			sizeof(*reasons->rows));
		last = &reasons->rows[reasons->count++];
		*last = (struct reason){.text = text};
	}
	last->finding_count++;
	if (last->endpoint_count &&
		last->endpoints[last->endpoint_count - 1] == ruling->endpoint)
		return;
	last->endpoints = arena_grow(arena, last->endpoints,
		last->endpoint_count, sizeof(*last->endpoints));
	last->endpoints[last->endpoint_count++] = ruling->endpoint;
}

static int by_reach(const void *left, const void *right)
{
	const struct reason *a = left, *b = right;

	if (a->endpoint_count != b->endpoint_count)
		return a->endpoint_count > b->endpoint_count ? -1 : 1;
	if (a->finding_count != b->finding_count)
		return a->finding_count > b->finding_count ? -1 : 1;
	return strcmp(a->text, b->text);
}

static struct reasons collect(const struct sheet *sheet)
{
	const struct rulings *all = &sheet->rulings;
	const struct ruling **open = arena_alloc(sheet->out.arena,
		(all->count + 1) * sizeof(const struct ruling *));
	struct reasons reasons = {0};
	size_t count = 0;

	for (size_t i = 0; i < all->count; i++)
		if (is_open(sheet, all->rows[i].finding))
			open[count++] = &all->rows[i];
	if (count)
		qsort(open, count, sizeof(*open), by_reason);
	for (size_t i = 0; i < count; i++)
		add(sheet, &reasons, open[i]);
	if (reasons.count)
		qsort(reasons.rows, reasons.count, sizeof(*reasons.rows),
			by_reach);
	return reasons;
}

static void put_reasons(
	const struct sheet *sheet, const struct reason *first, size_t count)
{
	markup_raw(&sheet->out,
		"<table class=\"reasons stack\"><caption class=\"hidden\">"
		"Reasons</caption><thead><tr><th scope=\"col\">Why</th>"
		"<th scope=\"col\">Checks and rules</th>"
		"<th scope=\"col\">Endpoints</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < count; i++) {
		markup_raw(&sheet->out, "<tr><th scope=\"row\">");
		sheet_observed(sheet, first[i].text);
		markup_put(&sheet->out,
			"</th><td data-label=\"Checks and rules\">%</td>"
			"<td data-label=\"Endpoints\">",
			sheet_number(sheet, first[i].finding_count));
		sheet_places(sheet, first[i].endpoints, first[i].endpoint_count,
			SHEET_PLACES);
		markup_raw(&sheet->out, "</td></tr>\n");
	}
	markup_raw(&sheet->out, "</tbody></table>\n");
}

void page_untested(const struct sheet *sheet)
{
	struct reasons reasons = collect(sheet);
	size_t shown =
		reasons.count > SHOWN_REASONS ? SHOWN_REASONS : reasons.count;

	if (!reasons.count)
		return;
	markup_raw(&sheet->out,
		"<section aria-labelledby=\"untested\"><h2 id=\"untested\">"
		"What could not be tested, and why</h2>\n");
	put_reasons(sheet, reasons.rows, shown);
	if (shown < reasons.count) {
		markup_put(&sheet->out,
			"<details><summary>% more reasons</summary>\n",
			sheet_number(sheet, reasons.count - shown));
		put_reasons(sheet, reasons.rows + shown, reasons.count - shown);
		markup_raw(&sheet->out, "</details>\n");
	}
	markup_raw(&sheet->out, "</section>\n");
}
