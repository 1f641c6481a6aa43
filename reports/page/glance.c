/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How each endpoint fares, at a glance. */
#include "model/table.h"
#include "reports/cell.h"
#include "reports/page/parts.h"
#include "reports/words.h"

static const enum tls_version versions[] = {
	TLS_1_0,
	TLS_1_1,
	TLS_1_2,
	TLS_1_3,
};

/* The sign says whether that is right; no colour says more than it does. */
static const struct {
	const char *class;
	const char *sign;
	const char *word;
	const char *words; /* for who cannot see the sign */
} cells[] = {
	[CELL_YES] = {"pass", "✓", "yes", "accepted"},
	[CELL_NO] = {"pass", "✓", "no", "refused"},
	[CELL_YES_WARNING] = {"warning", "!", "yes",
		"accepted, should be refused"},
	[CELL_NO_WARNING] = {"warning", "!", "no",
		"refused, should be accepted"},
	[CELL_YES_WRONG] = {"fail", "✗", "yes", "accepted, must be refused"},
	[CELL_NO_WRONG] = {"fail", "✗", "no", "refused, must be accepted"},
	[CELL_UNKNOWN] = {"not-tested", "?", "", "not tested"},
	[CELL_NONE] = {"info", "–", "", "not asked"},
};
static_assert(COUNT_OF(cells) == CELL_COUNT, "what each cell says");

static void put_head(const struct sheet *sheet)
{
	const struct report *report = sheet->report;

	markup_raw(&sheet->out, "<thead><tr><th scope=\"col\">Endpoint</th>"
				"<th scope=\"col\">Checks</th>");
	for (size_t i = 0; i < report->policy_count; i++)
		markup_put(&sheet->out,
			"<th scope=\"col\"><a href=\"#p%\">%</a></th>",
			sheet_number(sheet, i + 1),
			report->policies[i].policy->name);
	for (size_t i = 0; i < COUNT_OF(versions); i++)
		markup_put(&sheet->out,
			"<th scope=\"col\" class=\"version\"><span>TLS</span> "
			"%</th>",
			tls_version_name(versions[i]));
	markup_raw(&sheet->out, "</tr></thead>\n<tbody>\n");
}

static void put_tally(
	const struct sheet *sheet, const char *label, const struct tally *tally)
{
	enum verdict verdict = sheet_conclude(tally);

	markup_put(&sheet->out,
		"<td data-label=\"%\"><span class=\"mark %\">"
		"<i aria-hidden=\"true\">%</i> %</span></td>",
		label, verdict_name(verdict), sheet_sign(verdict),
		sheet_tally_words(sheet, tally));
}

static void put_version(const struct sheet *sheet,
	const struct endpoint_report *endpoint, enum tls_version version)
{
	enum cell cell = cell_of(endpoint, version);

	markup_put(&sheet->out,
		"<td class=\"version\" data-label=\"TLS %\">"
		"<span class=\"mark %\" role=\"img\" aria-label=\"%\" "
		"title=\"%\">% %</span></td>",
		tls_version_name(version), cells[cell].class, cells[cell].words,
		cells[cell].words, cells[cell].sign, cells[cell].word);
}

static void put_row(const struct sheet *sheet, size_t number)
{
	const struct endpoint_report *endpoint =
		&sheet->report->endpoints[number];
	const struct endpoint *names = &endpoint->entry->endpoint;

	markup_put(&sheet->out, "<tr data-verdict=\"%\"><th scope=\"row\">",
		verdict_name(endpoint->verdict));
	sheet_place(sheet, number);
	markup_put(&sheet->out, " <span class=\"small\">%</span></th>",
		words_mode(names->service, names->mode));
	put_tally(sheet, "Checks", sheet_tally(sheet, number, 0));
	for (size_t i = 0; i < sheet->report->policy_count; i++)
		put_tally(sheet, sheet->report->policies[i].policy->name,
			sheet_tally(sheet, number, i + 1));
	for (size_t i = 0; i < COUNT_OF(versions); i++)
		put_version(sheet, endpoint, versions[i]);
	markup_raw(&sheet->out, "</tr>\n");
}

/* Those that failed first, each verdict in the order of the settings. */
static void put_table(const struct sheet *sheet)
{
	static const enum verdict order[] = {
		VERDICT_FAIL, VERDICT_NOT_TESTED, VERDICT_PASS};
	struct sheet part = *sheet;

	markup_raw(&sheet->out,
		"<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
		"aria-label=\"Endpoints\"><table class=\"glance stack\">"
		"<caption>Each endpoint by its checks, by each policy, and "
		"whether it accepts each TLS version</caption>\n");
	put_head(sheet);
	for (size_t v = 0; v < COUNT_OF(order); v++)
		for (size_t i = 0; i < sheet->report->endpoint_count; i++) {
			if (sheet->report->endpoints[i].verdict != order[v])
				continue;
			part.out.arena = arena_new();
			put_row(&part, i);
			arena_free(part.out.arena);
		}
	markup_raw(&sheet->out,
		"</tbody></table></div>\n<p class=\"small legend\">"
		"✓ as it should be; ✗ must be otherwise; ! should be "
		"otherwise; ? not tested; – not asked. TLS versions: yes, the "
		"server accepts it; no, it refuses it.</p>\n");
}

static void put_counts(
	const struct sheet *sheet, const char *name, size_t policy)
{
	size_t counts[VERDICT_COUNT] = {0};
	static const enum verdict order[] = {VERDICT_PASS, VERDICT_WARNING,
		VERDICT_FAIL, VERDICT_NOT_TESTED};

	for (size_t i = 0; i < sheet->report->endpoint_count; i++)
		counts[sheet_conclude(sheet_tally(sheet, i, policy))]++;
	markup_put(&sheet->out, "<tr><th scope=\"row\">%</th>", name);
	for (size_t v = 0; v < COUNT_OF(order); v++)
		markup_put(&sheet->out, "<td data-label=\"%\">%</td>",
			sheet_verdict_word(order[v]),
			sheet_number(sheet, counts[order[v]]));
	markup_raw(&sheet->out, "</tr>\n");
}

/* A long list is counted first. */
static void put_summary(const struct sheet *sheet)
{
	markup_raw(&sheet->out,
		"<table class=\"counts stack\"><caption>How many endpoints "
		"pass, and how many do not</caption><thead><tr>"
		"<th scope=\"col\">Judged by</th><th scope=\"col\">Passed</th>"
		"<th scope=\"col\">Warning</th><th scope=\"col\">Failed</th>"
		"<th scope=\"col\">Not tested</th></tr></thead>\n<tbody>\n");
	put_counts(sheet, "Checks", 0);
	for (size_t i = 0; i < sheet->report->policy_count; i++)
		put_counts(
			sheet, sheet->report->policies[i].policy->name, i + 1);
	markup_raw(&sheet->out,
		"</tbody></table>\n<p class=\"small\">"
		"<a href=\"#all\">Each endpoint in one table</a>"
		"</p>\n");
}

void page_glance(const struct sheet *sheet)
{
	if (!sheet->report->endpoint_count)
		return;
	markup_raw(&sheet->out,
		"<section aria-labelledby=\"glance\"><h2 id=\"glance\">"
		"Endpoints at a glance</h2>\n");
	if (sheet->report->endpoint_count > PAGE_SHORT_LIST)
		put_summary(sheet);
	else
		put_table(sheet);
	markup_raw(&sheet->out, "</section>\n");
}

void page_all_endpoints(const struct sheet *sheet)
{
	if (sheet->report->endpoint_count <= PAGE_SHORT_LIST)
		return;
	markup_raw(&sheet->out,
		"<section aria-labelledby=\"all\"><h2 id=\"all\">"
		"Every endpoint at a glance</h2>\n");
	put_table(sheet);
	markup_raw(&sheet->out, "</section>\n");
}
