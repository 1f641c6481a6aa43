/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/comparison.h"

#include "model/table.h"
#include "reports/page/frame.h"
#include "reports/page/page.h"
#include "reports/page/sheet.h"
#include "reports/words.h"

static const struct {
	const char *class; /* of the colour */
	const char *sign;
	const char *word;
} kinds[] = {
	[CHANGE_WORSE] = {"fail", "✗", "Worse"},
	[CHANGE_LOST] = {"not-tested", "?", "No longer tested"},
	[CHANGE_BETTER] = {"pass", "✓", "Better"},
	[CHANGE_FOUND] = {"info", "✓", "Tested now"},
	[CHANGE_APPEARED] = {"info", "+", "New"},
	[CHANGE_VANISHED] = {"info", "–", "Gone"},
	[CHANGE_OTHER] = {"info", "≠", "Changed"},
};
static_assert(COUNT_OF(kinds) == CHANGE_COUNT, "what each kind looks like");

static const char *title(const struct comparison *comparison)
{
	if (comparison->counts[CHANGE_WORSE])
		return "Worse than before";
	if (comparison->counts[CHANGE_LOST])
		return "Not everything could be tested again";
	if (comparison->change_count)
		return "Changed, and nothing is worse";
	return "Nothing changed";
}

static void put_mark(const struct markup *out, enum change_kind kind)
{
	markup_put(out,
		"<span class=\"mark %\"><i aria-hidden=\"true\">%</i> "
		"%</span>",
		kinds[kind].class, kinds[kind].sign, kinds[kind].word);
}

static void put_report(const struct markup *out, const char *label,
	const struct report *report)
{
	markup_put(out, "<div><dt>%</dt><dd>%: %</dd></div>\n", label,
		words_time(out->arena, report->started_s),
		sheet_verdict_word(report->verdict));
}

static void put_counts(
	const struct markup *out, const struct comparison *comparison)
{
	markup_raw(out, "<div><dt>Changes</dt><dd><ul>");
	for (int k = 0; k < CHANGE_COUNT; k++) {
		if (!comparison->counts[k])
			continue;
		markup_put(out, "<li>% ",
			arena_printf(out->arena, "%zu", comparison->counts[k]));
		put_mark(out, (enum change_kind)k);
		markup_raw(out, "</li>");
	}
	if (!comparison->change_count)
		markup_raw(out, "<li>none</li>");
	markup_raw(out, "</ul></dd></div>\n");
}

static void put_change(const struct markup *out, const struct change *change)
{
	const char *word = comparison_went_down(change)   ? "Went down"
			   : comparison_came_back(change) ? "Came back"
							  : NULL;

	markup_raw(out, "<tr><td data-label=\"Change\">");
	if (word)
		markup_put(out,
			"<span class=\"mark %\"><i aria-hidden=\"true\">%</i> "
			"%</span>",
			kinds[change->kind].class, kinds[change->kind].sign,
			word);
	else
		put_mark(out, change->kind);
	markup_put(out,
		"</td><th scope=\"row\">%</th><td data-label=\"Before\">%</td>"
		"<td data-label=\"Now\">%",
		comparison_subject_words(out->arena, change), change->before,
		change->after);
	if (change->kind == CHANGE_WORSE && change->remedy)
		markup_put(out, "<span class=\"small\">What to do: %</span>",
			change->remedy);
	markup_raw(out, "</td></tr>\n");
}

static void put_endpoint(
	const struct markup *out, const struct change *first, size_t count)
{
	markup_put(out,
		"<section><h2>%, %</h2><table class=\"findings stack\">"
		"<caption class=\"hidden\">Changes</caption><thead><tr>"
		"<th scope=\"col\">Change</th><th scope=\"col\">Of what</th>"
		"<th scope=\"col\">Before</th><th scope=\"col\">Now</th></tr>"
		"</thead>\n<tbody>\n",
		words_place(out->arena, first->endpoint),
		words_mode(first->endpoint->service, first->endpoint->mode));
	for (size_t i = 0; i < count; i++)
		put_change(out, &first[i]);
	markup_raw(out, "</tbody></table></section>\n");
}

void page_write_comparison(FILE *stream, const struct comparison *comparison)
{
	struct markup out = {stream, arena_new()};

	frame_begin_page(&out, title(comparison), "'none'");
	markup_put(&out,
		"<header><p class=\"kicker\">Mail settings compared"
		"<span>mailsonde %</span></p><h1>%</h1></header>\n<main>"
		"<section class=\"scope\"><dl>\n",
		comparison->after->tool_version, title(comparison));
	put_report(&out, "Before", comparison->before);
	put_report(&out, "Now", comparison->after);
	put_counts(&out, comparison);
	markup_raw(&out, "</dl></section>\n");
	for (size_t i = 0, count; i < comparison->change_count; i += count) {
		const struct change *first = &comparison->changes[i];

		count = comparison_endpoint_changes(
			first, comparison->change_count - i);
		put_endpoint(&out, first, count);
	}
	markup_raw(&out, "</main>\n");
	frame_end_page(&out);
	arena_free(out.arena);
}
