/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Each policy with its edition, and its rules by verdict. */
#include "model/table.h"
#include "model/text/plural.h"
#include "reports/decided.h"
#include "reports/page/parts.h"

#include <stdlib.h>
#include <string.h>

/* The rulings of one policy that came to one rank. */
struct part_of_policy {
	const struct ruling *rows;
	size_t count;
};

static size_t count_same(const struct ruling *first, size_t count)
{
	size_t same = 1;

	while (same < count &&
		sheet_is_same(first->finding, first[same].finding))
		same++;
	return same;
}

static size_t count_rule(const struct ruling *first, size_t count)
{
	size_t same = 1;

	while (same < count &&
		strcmp(first->finding->check, first[same].finding->check) == 0)
		same++;
	return same;
}

static void put_places(
	const struct sheet *sheet, const struct ruling *rulings, size_t count)
{
	size_t *endpoints =
		arena_alloc(sheet->out.arena, count * sizeof(*endpoints));

	for (size_t i = 0; i < count; i++)
		endpoints[i] = rulings[i].endpoint;
	sheet_places(sheet, endpoints, count, SHEET_PLACES);
}

static const char *certainty_words(enum certainty certainty)
{
	return certainty == CERTAINTY_UNCERTAIN ? "; source not confirmed"
	       : certainty == CERTAINTY_REPORTED
		       ? "; wording as reported elsewhere"
		       : "";
}

static void put_source(const struct sheet *sheet, const struct finding *finding)
{
	const struct rule *rule = finding->rule;

	markup_put(&sheet->out, "<span class=\"small\">%: ", finding->level);
	markup_link(&sheet->out, rule ? rule->url : NULL, finding->reference);
	if (rule && rule->edition)
		markup_put(&sheet->out, ", %", rule->edition);
	markup_put(&sheet->out, "% <code>%</code></span>",
		certainty_words(finding->certainty), finding->check);
}

/* What decided at the first of these endpoints that says it: elsewhere the same
 * connections did, or some of them. */
static void put_decided(
	const struct sheet *sheet, const struct ruling *rulings, size_t count)
{
	const char *words = NULL;

	for (size_t i = 0; i < count && !words; i++)
		words = decided_words(sheet->out.arena, sheet->report,
			&sheet->report->endpoints[rulings[i].endpoint],
			rulings[i].finding);
	if (words)
		markup_put(&sheet->out, "<p class=\"small\">Decided by: %</p>",
			words);
}

static void put_seen(
	const struct sheet *sheet, const struct ruling *rulings, size_t count)
{
	const struct finding *finding = rulings->finding;

	markup_raw(&sheet->out, "<p class=\"seen\">");
	sheet_observed(sheet, finding->observed && *finding->observed
				      ? finding->observed
				      : finding->summary);
	markup_raw(&sheet->out, "</p>");
	if (finding->suppressed)
		markup_put(&sheet->out, "<p>Does not count: %</p>",
			finding->suppressed);
	put_decided(sheet, rulings, count);
	markup_raw(&sheet->out, "<p class=\"small\">At ");
	put_places(sheet, rulings, count);
	markup_raw(&sheet->out, "</p>");
}

/* One rule, with what was seen of it wherever that differs. */
static void put_rule(
	const struct sheet *sheet, const struct ruling *rulings, size_t count)
{
	const struct finding *finding = rulings->finding;
	struct arena_mark mark = arena_mark(sheet->out.arena);

	markup_put(&sheet->out, "<tr><th scope=\"row\">%",
		sheet_demand(sheet, finding));
	put_source(sheet, finding);
	markup_raw(&sheet->out, "</th><td data-label=\"Seen\">");
	for (size_t i = 0, same; i < count; i += same) {
		same = count_same(&rulings[i], count - i);
		put_seen(sheet, &rulings[i], same);
	}
	markup_put(
		&sheet->out, "<p class=\"small\">%</p>", finding->explanation);
	if (finding->remedy && !finding->suppressed &&
		!sheet_is_bundle(sheet, finding))
		markup_put(&sheet->out, "<p><b>What to do:</b> %</p>",
			finding->remedy);
	markup_raw(&sheet->out, "</td></tr>\n");
	arena_release(sheet->out.arena, mark);
}

static void put_table(
	const struct sheet *sheet, const struct part_of_policy *part)
{
	markup_raw(&sheet->out,
		"<table class=\"rules stack\"><caption class=\"hidden\">"
		"Rules</caption><thead><tr><th scope=\"col\">Rule</th>"
		"<th scope=\"col\">Evidence</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0, same; i < part->count; i += same) {
		same = count_rule(&part->rows[i], part->count - i);
		put_rule(sheet, &part->rows[i], same);
	}
	markup_raw(&sheet->out, "</tbody></table>\n");
}

static void put_share(const struct sheet *sheet, size_t count)
{
	size_t all = sheet->report->endpoint_count;

	if (count < all)
		markup_put(&sheet->out,
			" <span class=\"small\">% of % endpoints</span>",
			sheet_number(sheet, count), sheet_number(sheet, all));
}

static void put_list(
	const struct sheet *sheet, const struct part_of_policy *part)
{
	markup_raw(&sheet->out, "<ul class=\"compact\">\n");
	for (size_t i = 0, same; i < part->count; i += same) {
		const struct ruling *first = &part->rows[i];
		struct arena_mark mark = arena_mark(sheet->out.arena);

		same = count_rule(first, part->count - i);
		markup_put(&sheet->out, "<li><b>%</b> ",
			sheet_demand(sheet, first->finding));
		put_source(sheet, first->finding);
		put_share(sheet, same);
		markup_raw(&sheet->out, "</li>\n");
		arena_release(sheet->out.arena, mark);
	}
	markup_raw(&sheet->out, "</ul>\n");
}

/* A rule that was not tested somewhere, and why: the rulings that say so. */
struct untested {
	const struct ruling *rows;
	size_t count;
	const char *why;
};

static int compare_untested(const struct untested *a, const struct untested *b)
{
	int order =
		strcmp(a->rows->finding->observed, b->rows->finding->observed);

	if (order || a->count != b->count)
		return order ? order : a->count > b->count ? -1 : 1;
	for (size_t i = 0; i < a->count; i++)
		if (a->rows[i].endpoint != b->rows[i].endpoint)
			return a->rows[i].endpoint < b->rows[i].endpoint ? -1
									 : 1;
	return 0;
}

static int by_reason(const void *left, const void *right)
{
	const struct untested *a = left, *b = right;
	int order = compare_untested(a, b);

	return order ? order
		     : strcmp(a->rows->finding->check, b->rows->finding->check);
}

static size_t sort_untested(const struct sheet *sheet,
	const struct part_of_policy *part, struct untested **ret_rows)
{
	struct untested *rows =
		arena_alloc(sheet->out.arena, part->count * sizeof(*rows));
	size_t count = 0;

	for (size_t i = 0, same; i < part->count; i += same) {
		same = count_same(&part->rows[i], part->count - i);
		rows[count++] = (struct untested){&part->rows[i], same,
			sheet_is_bundle(sheet, part->rows[i].finding)
				? "rules that it sums up were not tested"
				: part->rows[i].finding->observed};
	}
	qsort(rows, count, sizeof(*rows), by_reason);
	*ret_rows = rows;
	return count;
}

/* How many rows have the reason of the first. */
static size_t count_alike(const struct untested *rows, size_t count)
{
	size_t alike = 1;

	while (alike < count && compare_untested(rows, &rows[alike]) == 0)
		alike++;
	return alike;
}

static void put_reason(
	const struct sheet *sheet, const struct untested *rows, size_t alike)
{
	markup_raw(&sheet->out, "<tr><th scope=\"row\">");
	markup_text(&sheet->out, rows->why);
	markup_raw(&sheet->out, "<span class=\"small\">At ");
	put_places(sheet, rows->rows, rows->count);
	markup_raw(&sheet->out, "</span></th><td data-label=\"Rules\">"
				"<ul class=\"names\">");
	for (size_t i = 0; i < alike; i++)
		markup_put(&sheet->out, "<li>% (%)</li>",
			sheet_demand(sheet, rows[i].rows->finding),
			rows[i].rows->finding->level);
	markup_raw(&sheet->out, "</ul></td></tr>\n");
}

/* Each reason once, with the endpoints and the rules beside it. */
static void put_untested(
	const struct sheet *sheet, const struct part_of_policy *part)
{
	struct untested *rows;
	size_t count = sort_untested(sheet, part, &rows);

	markup_raw(&sheet->out,
		"<table class=\"rules stack\"><caption class=\"hidden\">"
		"Not tested</caption><thead><tr><th scope=\"col\">Why</th>"
		"<th scope=\"col\">Rules</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0, alike; i < count; i += alike) {
		alike = count_alike(&rows[i], count - i);
		put_reason(sheet, &rows[i], alike);
	}
	markup_raw(&sheet->out, "</tbody></table>\n");
}

/* By the rank of their findings (sheet_rank). */
static const struct {
	const char *title;
	void (*put)(
		const struct sheet *sheet, const struct part_of_policy *part);
} ranks[] = {
	{"Broken", put_table},
	{"Not followed", put_table},
	{"Exceptions: they do not count", put_table},
	{"Not tested", put_untested},
	{"For information", put_list},
	{"Kept", put_list},
};

static size_t count_rules(const struct part_of_policy *part)
{
	size_t count = 0;

	for (size_t i = 0; i < part->count;
		i += count_rule(&part->rows[i], part->count - i))
		count++;
	return count;
}

static void put_part(
	const struct sheet *sheet, int rank, const struct part_of_policy *part)
{
	if (!part->count)
		return;
	markup_put(&sheet->out, "<h4>%: %</h4>\n", ranks[rank].title,
		arena_printf(sheet->out.arena,
			plural_form(count_rules(part), "%zu rule", "%zu rules"),
			count_rules(part)));
	ranks[rank].put(sheet, part);
}

static void put_about(const struct sheet *sheet, const struct policy *policy)
{
	markup_raw(&sheet->out, "<p class=\"small\">");
	markup_text(&sheet->out, policy->publisher);
	if (policy->edition)
		markup_put(&sheet->out, ", edition %", policy->edition);
	if (policy->url) {
		markup_raw(&sheet->out, ", ");
		markup_link(&sheet->out, policy->url, policy->url);
	}
	if (policy->looked_up)
		markup_put(&sheet->out, ", looked up %", policy->looked_up);
	markup_raw(&sheet->out, "</p>\n");
	if (policy->note)
		markup_put(&sheet->out, "<p>%</p>\n", policy->note);
}

static void put_policy(const struct sheet *sheet, size_t number,
	const struct ruling *rulings, size_t count)
{
	const struct policy *policy =
		sheet->report->policies[number - 1].policy;
	struct part_of_policy part;

	markup_put(&sheet->out,
		"<article class=\"policy\" id=\"p%\"><h3>%: %</h3>\n",
		sheet_number(sheet, number), policy->name, policy->title);
	put_about(sheet, policy);
	for (size_t r = 0; r < COUNT_OF(ranks); r++) {
		part = (struct part_of_policy){rulings, 0};
		while (part.count < count &&
			sheet_rank(rulings[part.count].finding) == (int)r)
			part.count++;
		put_part(sheet, (int)r, &part);
		rulings += part.count;
		count -= part.count;
	}
	markup_raw(&sheet->out, "</article>\n");
}

void page_policies(const struct sheet *sheet)
{
	const struct rulings *all = &sheet->rulings;
	size_t at = 0;

	if (!sheet->report->policy_count)
		return;
	markup_raw(&sheet->out,
		"<section aria-labelledby=\"policies\"><h2 id=\"policies\">"
		"Policies, rule by rule</h2>\n");
	for (size_t i = 0; i <= sheet->report->policy_count; i++) {
		size_t count = 0;

		while (at + count < all->count &&
			all->rows[at + count].policy == i)
			count++;
		if (i)
			put_policy(sheet, i, &all->rows[at], count);
		at += count;
	}
	markup_raw(&sheet->out, "</section>\n");
}
