/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The causes that matter most, for the first sheet, and those behind them. */
#include "model/text/plural.h"
#include "reports/page/parts.h"
#include "reports/words.h"

#include <string.h>

#define SHOWN_CAUSES 5
#define NAMED_HERE 3
#define SEEN_OCTETS 100 /* of what was seen, on the first sheet */

static void put_remedy(
	const struct sheet *sheet, const struct page_cause *cause)
{
	if (!cause->diagnosis) {
		if (cause->finding->remedy)
			markup_put(&sheet->out, "<p><b>What to do:</b> %</p>",
				cause->finding->remedy);
		return;
	}
	if (cause->diagnosis->remedy_count)
		markup_put(&sheet->out, "<p><b>%:</b> %</p>",
			words_audience_label(
				cause->diagnosis->remedies[0].audience),
			cause->diagnosis->remedies[0].text);
}

static void put_policies(
	const struct sheet *sheet, const struct page_cause *cause)
{
	for (size_t i = 0; i < cause->policy_count; i++)
		markup_put(
			&sheet->out, "%%", i ? ", " : "", cause->policies[i]);
}

/* Where, and by whose rule. */
static void put_reach(const struct sheet *sheet, const struct page_cause *cause)
{
	markup_raw(&sheet->out, "<p class=\"small\">At ");
	sheet_places(
		sheet, cause->endpoints, cause->endpoint_count, NAMED_HERE);
	markup_raw(&sheet->out, cause->policy_count ? ". Demanded by " : "");
	put_policies(sheet, cause);
	markup_raw(&sheet->out, "</p>");
}

/* Up to a blank, of what may be long. */
static const char *excerpt(struct arena *arena, const char *text)
{
	size_t length = strlen(text);

	if (length <= SEEN_OCTETS)
		return text;
	for (length = SEEN_OCTETS; length && text[length] != ' ';)
		length--;
	return length ? arena_printf(arena, "%.*s …", (int)length, text) : text;
}

static void put_cause(const struct sheet *sheet, const struct page_cause *cause)
{
	markup_put(&sheet->out,
		causes_is_demand(cause)
			? "<li class=\"%\"><p class=\"hits\"><b>%</b> of %</p>"
			  "<div><h3>Not met: “%”</h3>"
			: "<li class=\"%\"><p class=\"hits\"><b>%</b> of %</p>"
			  "<div><h3>%</h3>",
		verdict_name(cause->status),
		sheet_number(sheet, cause->endpoint_count),
		sheet_number(sheet, sheet->report->endpoint_count),
		causes_summary(sheet, cause));
	if (causes_is_demand(cause) && cause->finding->observed) {
		markup_raw(&sheet->out, "<p class=\"seen\">");
		sheet_observed(sheet,
			excerpt(sheet->out.arena, cause->finding->observed));
		markup_raw(&sheet->out, "</p>");
	}
	markup_raw(&sheet->out, "</div><div>");
	put_remedy(sheet, cause);
	put_reach(sheet, cause);
	markup_raw(&sheet->out, "</div></li>\n");
}

void page_causes(const struct sheet *sheet, const struct page_causes *causes)
{
	size_t shown =
		causes->count > SHOWN_CAUSES ? SHOWN_CAUSES : causes->count;

	if (!causes->count)
		return;
	markup_put(&sheet->out,
		"<section id=\"causes\" aria-labelledby=\"causes-title\">"
		"<h2 id=\"causes-title\">%</h2>"
		"<p class=\"small\">By how many endpoints they hit, and how "
		"bad that is there.</p><ol class=\"causes\">\n",
		plural_form(causes->count, "The cause", "The main causes"));
	for (size_t i = 0; i < shown; i++)
		put_cause(sheet, &causes->rows[i]);
	markup_raw(&sheet->out, "</ol>");
	if (shown < causes->count)
		markup_put(&sheet->out,
			"<p class=\"small\">% more follow under Further "
			"causes.</p>",
			sheet_number(sheet, causes->count - shown));
	markup_raw(&sheet->out, "</section>\n");
}

static void put_further(
	const struct sheet *sheet, const struct page_cause *cause)
{
	markup_put(&sheet->out,
		causes_is_demand(cause)
			? "<tr><th scope=\"row\">Not met: “%”</th>"
			: "<tr><th scope=\"row\">%</th>",
		causes_summary(sheet, cause));
	markup_put(&sheet->out, "<td data-label=\"Endpoints\">% of %: ",
		sheet_number(sheet, cause->endpoint_count),
		sheet_number(sheet, sheet->report->endpoint_count));
	sheet_places(
		sheet, cause->endpoints, cause->endpoint_count, NAMED_HERE);
	markup_raw(&sheet->out, "</td><td data-label=\"Demanded by\">");
	put_policies(sheet, cause);
	markup_raw(&sheet->out, "</td></tr>\n");
}

void page_further_causes(
	const struct sheet *sheet, const struct page_causes *causes)
{
	if (causes->count <= SHOWN_CAUSES)
		return;
	markup_raw(&sheet->out,
		"<section aria-labelledby=\"further\"><h2 id=\"further\">"
		"Further causes</h2>\n<table class=\"further stack\">"
		"<caption class=\"hidden\">Causes beyond the main ones, the "
		"worst first</caption><thead><tr>"
		"<th scope=\"col\">Cause</th><th scope=\"col\">Endpoints</th>"
		"<th scope=\"col\">Demanded by</th></tr></thead>\n<tbody>\n");
	for (size_t i = SHOWN_CAUSES; i < causes->count; i++)
		put_further(sheet, &causes->rows[i]);
	markup_raw(&sheet->out, "</tbody></table></section>\n");
}
