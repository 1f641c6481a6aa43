/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/page/findings.h"

#include "model/text/builder.h"

#include <stdlib.h>
#include <string.h>

/* One rule with one outcome, perhaps of several policies. */
struct row {
	const struct finding *first;
	const char *levels; /* "MUST in rfc9325, SHOULD in house"; NULL */
};

struct rows {
	struct row *rows;
	size_t count;
};

static int by_gravity(const void *left, const void *right)
{
	const struct finding *a = *(const struct finding *const *)left;
	const struct finding *b = *(const struct finding *const *)right;
	int order = sheet_rank(a) - sheet_rank(b);

	if (order)
		return order;
	if (!a->policy != !b->policy)
		return a->policy ? 1 : -1;
	if (a->policy && a->rating != b->rating)
		return a->rating > b->rating ? -1 : 1;
	/* Checks stay in the order of their table. */
	order = a->policy ? strcmp(a->check, b->check) : 0;
	return order ? order : a < b ? -1 : a > b;
}

static bool is_same_rule(const struct finding *a, const struct finding *b)
{
	return a->policy && b->policy && sheet_rank(a) == sheet_rank(b) &&
	       strcmp(a->check, b->check) == 0 && a->observed && b->observed &&
	       strcmp(a->observed, b->observed) == 0;
}

static const char *level_words(
	struct arena *arena, const struct finding *const *same, size_t count)
{
	struct builder list = {.arena = arena};

	for (size_t i = 0; i < count; i++)
		if (same[i]->policy)
			builder_item_printf(&list, ", ", "%s in %s",
				same[i]->level ? same[i]->level : "demanded",
				same[i]->policy);
	return list.length ? builder_text(&list) : NULL;
}

static struct rows collect(
	const struct sheet *sheet, const struct endpoint_report *endpoint)
{
	struct arena *arena = sheet->out.arena;
	size_t count = endpoint->finding_count, same;
	const struct finding **all =
		arena_alloc(arena, (count + 1) * sizeof(*all));
	struct rows rows = {
		arena_alloc(arena, (count + 1) * sizeof(*rows.rows)), 0};

	for (size_t i = 0; i < count; i++)
		all[i] = &endpoint->findings[i];
	if (count)
		qsort(all, count, sizeof(*all), by_gravity);
	for (size_t i = 0; i < count; i += same) {
		for (same = 1; i + same < count; same++)
			if (!is_same_rule(all[i], all[i + same]))
				break;
		rows.rows[rows.count++] =
			(struct row){all[i], level_words(arena, all + i, same)};
	}
	return rows;
}

/* What stands in the table: all but what passed, what is for information, and
 * what something else kept from being tested. */
static bool is_open(const struct sheet *sheet, const struct finding *finding)
{
	if (finding->suppressed || finding->status == VERDICT_FAIL ||
		finding->status == VERDICT_WARNING)
		return true;
	return finding->status == VERDICT_NOT_TESTED && !finding->cause &&
	       !finding->unobservable && !sheet_is_bundle(sheet, finding);
}

static void put_demand(const struct sheet *sheet, const struct row *row)
{
	const struct finding *finding = row->first;

	markup_text(&sheet->out, sheet_demand(sheet, finding));
	markup_raw(&sheet->out, "<span class=\"small\">");
	if (row->levels)
		markup_put(&sheet->out, "%; ", row->levels);
	else
		markup_put(&sheet->out, "Expected: %; ", finding->expected);
	markup_put(&sheet->out, "%</span>", finding->reference);
}

static void put_evidence(
	const struct sheet *sheet, const struct finding *finding)
{
	markup_raw(&sheet->out, "<p class=\"seen\">");
	sheet_observed(sheet, finding->observed && *finding->observed
				      ? finding->observed
				      : finding->summary);
	markup_raw(&sheet->out, "</p>");
	if (finding->suppressed)
		markup_put(&sheet->out, "<p>Does not count: %</p>",
			finding->suppressed);
	else if (finding->remedy && !finding->diagnosis &&
		 !sheet_is_bundle(sheet, finding))
		markup_put(&sheet->out,
			finding->policy
				? "<p class=\"small todo\">What to do: %</p>"
				: "<p class=\"small\">What to do: %</p>",
			finding->remedy);
}

static void put_open(const struct sheet *sheet, const struct rows *rows)
{
	bool any = false;

	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->rows[i];

		if (!is_open(sheet, row->first))
			continue;
		if (!any)
			markup_raw(&sheet->out,
				"<table class=\"findings stack\"><caption "
				"class=\"hidden\">What did not pass</caption>"
				"<thead><tr><th scope=\"col\">Verdict</th>"
				"<th scope=\"col\">What must hold</th>"
				"<th scope=\"col\">What was seen</th></tr>"
				"</thead>\n<tbody>\n");
		any = true;
		markup_raw(&sheet->out, "<tr><td data-label=\"Verdict\">");
		sheet_mark(sheet, row->first->status);
		markup_raw(&sheet->out, "</td><th scope=\"row\">");
		put_demand(sheet, row);
		markup_raw(&sheet->out, "</th><td data-label=\"Seen\">");
		put_evidence(sheet, row->first);
		markup_raw(&sheet->out, "</td></tr>\n");
	}
	if (any)
		markup_raw(&sheet->out, "</tbody></table>\n");
}

static void put_folded(const struct sheet *sheet, const struct rows *rows,
	enum verdict status, const char *title)
{
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const struct finding *finding = rows->rows[i].first;

		if (finding->status != status || is_open(sheet, finding))
			continue;
		if (!count++)
			markup_put(&sheet->out,
				"<details class=\"rest\"><summary>%"
				"</summary><ul class=\"compact\">\n",
				title);
		markup_put(&sheet->out,
			"<li><b>%</b>: ", sheet_demand(sheet, finding));
		sheet_observed(sheet, finding->observed && *finding->observed
					      ? finding->observed
					      : finding->summary);
		markup_raw(&sheet->out, "</li>\n");
	}
	if (count)
		markup_raw(&sheet->out, "</ul></details>\n");
}

static size_t count_folded(
	const struct sheet *sheet, const struct rows *rows, enum verdict status)
{
	size_t count = 0;

	for (size_t i = 0; i < rows->count; i++)
		count += rows->rows[i].first->status == status &&
			 !is_open(sheet, rows->rows[i].first);
	return count;
}

static const char *folded_title(
	const struct sheet *sheet, const char *words, size_t count)
{
	return arena_printf(sheet->out.arena, "%s (%zu)", words, count);
}

void findings_put(
	const struct sheet *sheet, const struct endpoint_report *endpoint)
{
	static const struct {
		enum verdict status;
		const char *words;
	} folded[] = {
		{VERDICT_NOT_TESTED, "Not tested because of that, or not "
				     "observable from outside"},
		{VERDICT_INFO, "For information"},
		{VERDICT_PASS, "Passed"},
	};
	struct rows rows = collect(sheet, endpoint);

	put_open(sheet, &rows);
	for (size_t i = 0; i < sizeof(folded) / sizeof(*folded); i++)
		put_folded(sheet, &rows, folded[i].status,
			folded_title(sheet, folded[i].words,
				count_folded(sheet, &rows, folded[i].status)));
}
