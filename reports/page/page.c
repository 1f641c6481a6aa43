/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The frame of the page. */
#include "reports/page/page.h"

#include "evidence/neighbour.h"
#include "model/text/digest.h"
#include "reports/page/assets.h"
#include "reports/page/frame.h"
#include "reports/page/parts.h"
#include "reports/words.h"

#include <string.h>

static const char *digest_of(struct arena *arena, const char *text)
{
	return digest_base64(arena,
		(struct octets){(const unsigned char *)text, strlen(text)});
}

void frame_begin_page(
	const struct markup *out, const char *title, const char *forms)
{
	struct arena *arena = out->arena;

	markup_raw(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
			"<meta charset=\"utf-8\">\n");
	/* A browser leaves out any style or script but these two. */
	markup_put(out,
		"<meta http-equiv=\"Content-Security-Policy\" "
		"content=\"default-src 'none'; style-src 'sha256-%'; "
		"script-src 'sha256-%'; base-uri 'none'; form-action %\">"
		"\n",
		digest_of(arena, assets_style), digest_of(arena, assets_script),
		forms);
	markup_put(out,
		"<meta name=\"viewport\" content=\"width=device-width, "
		"initial-scale=1\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n"
		"<title>%</title>\n<style>",
		title);
	markup_raw(out, assets_style);
	markup_raw(out, "</style>\n</head>\n<body>\n");
}

void frame_end_page(const struct markup *out)
{
	markup_raw(out, "<script>");
	markup_raw(out, assets_script);
	markup_raw(out, "</script>\n</body>\n</html>\n");
}

/* Whether all endpoints are at one host. */
static bool has_one_host(const struct report *report)
{
	for (size_t i = 1; i < report->endpoint_count; i++)
		if (!neighbour_shares_host(
			    &report->endpoints[i].entry->endpoint,
			    &report->endpoints[0].entry->endpoint))
			return false;
	return report->endpoint_count > 0;
}

static const char *subject(const struct sheet *sheet)
{
	const struct report *report = sheet->report;
	struct arena *arena = sheet->out.arena;

	if (report->endpoint_count == 1)
		return words_host_port(
			arena, &report->endpoints[0].entry->endpoint);
	if (report->matrix_count == 1)
		return report->matrices[0].title ? report->matrices[0].title
						 : report->matrices[0].name;
	if (has_one_host(report))
		return report->endpoints[0].entry->endpoint.host;
	return arena_printf(arena, "%zu endpoints of %zu targets",
		report->endpoint_count, report->matrix_count);
}

static void put_header(const struct sheet *sheet)
{
	markup_put(&sheet->out,
		"<header><p class=\"kicker\">Mail settings report"
		"<span>mailsonde %</span></p><h1>%</h1></header>\n",
		sheet->report->tool_version, subject(sheet));
}

static void put_entry(
	const struct sheet *sheet, const char *id, const char *title)
{
	markup_put(&sheet->out, "<li><a href=\"#%\">%</a>", id, title);
}

static void put_endpoint_entries(const struct sheet *sheet)
{
	static const enum verdict order[] = {
		VERDICT_FAIL, VERDICT_NOT_TESTED, VERDICT_PASS};

	if (sheet->report->endpoint_count > PAGE_SHORT_LIST)
		return;
	markup_raw(&sheet->out, "<ul>");
	for (size_t v = 0; v < sizeof(order) / sizeof(*order); v++)
		for (size_t i = 0; i < sheet->report->endpoint_count; i++) {
			if (sheet->report->endpoints[i].verdict != order[v])
				continue;
			markup_raw(&sheet->out, "<li>");
			sheet_place(sheet, i);
			markup_raw(&sheet->out, "</li>");
		}
	markup_raw(&sheet->out, "</ul>");
}

static void put_policy_entries(const struct sheet *sheet)
{
	markup_raw(&sheet->out, "<ul>");
	for (size_t i = 0; i < sheet->report->policy_count; i++)
		markup_put(&sheet->out, "<li><a href=\"#p%\">%</a></li>",
			sheet_number(sheet, i + 1),
			sheet->report->policies[i].policy->name);
	markup_raw(&sheet->out, "</ul>");
}

void page_contents(const struct sheet *sheet, const struct page_causes *causes)
{
	markup_raw(&sheet->out, "<nav aria-labelledby=\"contents\">"
				"<h2 id=\"contents\">Contents</h2><ul>\n");
	if (causes->count)
		put_entry(sheet, "causes", "The main causes");
	if (sheet->report->endpoint_count > PAGE_SHORT_LIST)
		put_entry(sheet, "all", "Every endpoint at a glance");
	if (sheet->report->endpoint_count) {
		put_entry(sheet, "endpoints", "Endpoints, with the evidence");
		put_endpoint_entries(sheet);
	}
	if (sheet->report->policy_count) {
		put_entry(sheet, "policies", "Policies, rule by rule");
		put_policy_entries(sheet);
	}
	if (page_has_certificates(sheet))
		put_entry(sheet, "certificates", "Certificates");
	if (page_has_offers(sheet))
		put_entry(sheet, "offers", "What the servers offer");
	put_entry(sheet, "method", "Method, sources and record");
	markup_raw(&sheet->out, "</ul></nav>\n");
}

void report_write_page(FILE *stream, const struct report *report,
	const struct page_options *options)
{
	struct arena *arena = arena_new();
	struct page_causes causes;
	struct sheet sheet;

	sheet_init(&sheet, stream, arena, report, options);
	causes = causes_rank(&sheet);
	frame_begin_page(&sheet.out,
		arena_printf(arena, "%s: %s",
			sheet_verdict_word(report->verdict), subject(&sheet)),
		"'none'");
	markup_raw(&sheet.out,
		"<a class=\"skip\" href=\"#verdict\">Skip to the "
		"verdict</a>\n");
	put_header(&sheet);
	markup_raw(&sheet.out, "<main>\n");
	page_verdict(&sheet, &causes);
	page_scope(&sheet);
	page_glance(&sheet);
	page_causes(&sheet, &causes);
	page_further_causes(&sheet, &causes);
	page_untested(&sheet);
	page_contents(&sheet, &causes);
	page_all_endpoints(&sheet);
	page_endpoints(&sheet);
	page_policies(&sheet);
	page_certificates(&sheet);
	page_offers(&sheet);
	markup_raw(&sheet.out, "</main>\n<footer>\n");
	page_method(&sheet);
	markup_raw(&sheet.out, "</footer>\n");
	frame_end_page(&sheet.out);
	arena_free(arena);
}
