/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The first lines: the verdict with its cause, and the next step. */
#include "reports/text_parts.h"

#include <string.h>

static void put_line(const struct page *page, const char *label,
	enum paint paint, size_t width, const char *text)
{
	page_left(page, paint, label, width);
	page_wrap(page, width, width,
		paint == PAINT_FAINT ? PAINT_NONE : PAINT_STRONG, text);
}

static void put_next(
	const struct page *page, size_t width, const struct finding *finding)
{
	if (finding->remedy)
		put_line(page, "Next", PAINT_FAINT, width, finding->remedy);
}

static size_t count_findings(const struct report *report)
{
	size_t count = 0;

	for (int v = 0; v < VERDICT_COUNT; v++)
		count += report->counts[v];
	return count;
}

/* "12 of 45 checks could not be made" */
static const char *untested_words(
	struct arena *arena, const struct report *report)
{
	return arena_printf(arena, "%zu of %s could not be made",
		report->counts[VERDICT_NOT_TESTED],
		text_count(arena, count_findings(report), "check"));
}

static void put_failed(const struct page *page, const struct report *report,
	const struct groups *failed)
{
	const struct finding *first = failed->rows[0].findings[0];
	const char *more = "";
	size_t same = failed->rows[0].endpoint_count - 1;

	if (same)
		more = arena_printf(page->arena, " The same at %s.",
			text_count(page->arena, same, "other endpoint"));
	if (failed->count > 1)
		more = arena_printf(page->arena, "%s And %s.", more,
			text_count(page->arena, failed->count - 1,
				"more problem"));
	put_line(page, "FAIL", PAINT_BAD, 6,
		arena_printf(page->arena, "%s%s", first->summary, more));
	put_next(page, 6, first);
	if (report->interrupted)
		put_line(page, "Note", PAINT_DOUBT, 6,
			arena_printf(page->arena,
				"The run was interrupted: %s.",
				untested_words(page->arena, report)));
}

static void put_untested(const struct page *page, const struct report *report,
	const struct groups *untested)
{
	const struct finding *first =
		untested->count ? untested->rows[0].findings[0] : NULL;
	const char *words = untested_words(page->arena, report);
	const char *text;

	if (report->interrupted)
		text = arena_printf(page->arena,
			"The run was interrupted: %s. Nothing failed until "
			"then.",
			words);
	else if (first)
		text = arena_printf(
			page->arena, "%s (%s.)", first->summary, words);
	else
		text = "Nothing was checked.";
	put_line(page, "NOT TESTED", PAINT_DOUBT, 12, text);
	if (report->interrupted)
		put_line(page, "Next", PAINT_FAINT, 12,
			"Check again, and let it finish.");
	else if (first)
		put_next(page, 12, first);
}

static const char *passed_words(
	struct arena *arena, const struct report *report)
{
	const struct matrix *matrix = report->matrices;
	size_t count = report->endpoint_count;

	if (count == 0)
		return "Nothing was to be checked";
	if (count == 1)
		return arena_printf(arena, "%s is as it should be",
			text_endpoint(
				arena, &report->endpoints[0].entry->endpoint));
	if (report->matrix_count != 1)
		return arena_printf(arena,
			"All %zu endpoints of %zu targets are as they should "
			"be",
			count, report->matrix_count);
	return arena_printf(arena, "All %zu endpoints of %s are as %s", count,
		matrix->name,
		strcmp(matrix->kind, "profile") == 0 ? "documented"
						     : "described");
}

static void put_passed(const struct page *page, const struct report *report)
{
	const char *words = passed_words(page->arena, report);
	size_t warnings = report->counts[VERDICT_WARNING];

	if (warnings)
		words = arena_printf(page->arena, "%s, with %s", words,
			text_count(page->arena, warnings, "warning"));
	put_line(page, "PASS", PAINT_GOOD, 6,
		arena_printf(page->arena, "%s.", words));
}

void text_headline(const struct page *page, const struct report *report,
	const struct groups *failed, const struct groups *untested)
{
	if (report->verdict == VERDICT_FAIL && failed->count)
		put_failed(page, report, failed);
	else if (report->verdict == VERDICT_PASS)
		put_passed(page, report);
	else
		put_untested(page, report, untested);
}
