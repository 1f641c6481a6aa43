/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/text/text.h"
#include "reports/format.h"

#include "model/text/plural.h"
#include "model/text/spell.h"
#include "reports/diagnosed.h"
#include "reports/text/diagnoses.h"
#include "reports/text/facts/facts.h"
#include "reports/text/groups.h"
#include "reports/text/headline.h"
#include "reports/text/matrix.h"
#include "reports/text/offered/offered.h"
#include "reports/text/overview.h"
#include "reports/text/page.h"
#include "reports/text/policies.h"
#include "reports/text/sources.h"
#include "reports/words.h"
#include <inttypes.h>
#include <string.h>

/* Longer lines are hard to read, however wide the terminal. */
#define MOST_COLUMNS 100
#define LEAST_COLUMNS 40

static const char *count_words(struct arena *arena, const size_t *counts)
{
	const char *words = "";

	words = plural_list(arena, words, counts[VERDICT_PASS],
		arena_printf(arena, "%zu passed", counts[VERDICT_PASS]));
	words = plural_list(arena, words, counts[VERDICT_FAIL],
		arena_printf(arena, "%zu failed", counts[VERDICT_FAIL]));
	words = plural_list(arena, words, counts[VERDICT_WARNING],
		arena_printf(arena,
			plural_form(counts[VERDICT_WARNING], "%zu warning",
				"%zu warnings"),
			counts[VERDICT_WARNING]));
	words = plural_list(arena, words, counts[VERDICT_INFO],
		arena_printf(
			arena, "%zu for information", counts[VERDICT_INFO]));
	words = plural_list(arena, words, counts[VERDICT_NOT_TESTED],
		arena_printf(
			arena, "%zu not tested", counts[VERDICT_NOT_TESTED]));
	return *words ? words : "none";
}

/* When, how long, how many: the last line. */
static void put_footer(
	const struct page *page, const struct report *report, bool verbose)
{
	const char *here = words_here(page->arena, &report->local);

	page_field(page, 0, 10, PAINT_FAINT, "Checks",
		count_words(page->arena, report->counts));
	if (verbose && here)
		page_field(page, 0, 10, PAINT_FAINT, "From", here);
	page_field(page, 0, 10, PAINT_FAINT, "Run",
		arena_printf(page->arena, "%s, %s, by mailsonde %s",
			words_time(page->arena, report->started_s),
			words_run(page->arena, report), report->tool_version));
}

/* What is formatted for one endpoint need not stay for all of them. */
static void put_facts(const struct page *page, const struct report *report,
	const struct text_style *style)
{
	if (!style->verbose && !style->transcript)
		return;
	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct page part = *page;

		part.arena = arena_new();
		text_facts(&part, report, &report->endpoints[i], style);
		arena_free(part.arena);
	}
}

/* Findings of each status. */
struct all_groups {
	struct groups failed;
	struct groups warned;
	struct groups untested;
};

static struct all_groups group_all(
	struct arena *arena, const struct report *report, bool all)
{
	return (struct all_groups){
		.failed = text_group(arena, report, VERDICT_FAIL, all, false),
		.warned =
			text_group(arena, report, VERDICT_WARNING, all, false),
		.untested = text_group(
			arena, report, VERDICT_NOT_TESTED, all, false),
	};
}

/* What no diagnosis explains; with -v, all of it. */
static void put_findings(const struct page *page, const struct report *report,
	const struct group *told, struct all_groups groups, bool verbose)
{
	if (verbose)
		groups = group_all(page->arena, report, true);
	text_groups(page, &groups.failed, told, VERDICT_FAIL, verbose);
	text_groups(page, &groups.warned, told, VERDICT_WARNING, verbose);
	text_groups(page, &groups.untested, told, VERDICT_NOT_TESTED, verbose);
	if (verbose) {
		struct groups info = text_group(
			page->arena, report, VERDICT_INFO, true, false);

		text_groups(page, &info, told, VERDICT_INFO, true);
	}
}

static void put_offered(const struct page *page, const struct report *report)
{
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_facts *facts =
			&report->endpoints[i].facts;
		struct page part = *page;

		if (!facts->offered)
			continue;
		part.arena = arena_new();
		text_offered(&part,
			arena_printf(part.arena, "TLS offered by %s",
				words_place(part.arena, &facts->endpoint)),
			facts);
		arena_free(part.arena);
	}
}

static void put_matrix(const struct page *page, const struct report *report)
{
	if (report->endpoint_count)
		page_newline(page);
	text_matrix(page, report);
}

static void put_report(const struct page *page, const struct report *report,
	const struct text_style *style)
{
	const struct diagnosis *lead = diagnosed_lead(report);
	const struct group *told = NULL;
	struct all_groups open = group_all(page->arena, report, false);
	bool list = text_is_long(report);

	if (lead && style->audience == AUDIENCE_USER) {
		text_user(page, report, lead);
		lead = NULL;
	} else {
		told = text_headline(page, report, lead, &open.failed,
			&open.untested, style, list);
	}
	if (list) {
		page_newline(page);
		text_overview(page, report, &open.failed);
		put_matrix(page, report);
	}
	text_diagnoses(page, report, list ? NULL : lead, style);
	if (!list)
		put_matrix(page, report);
	put_findings(page, report, told, open, style->verbose);
	text_policies(page, report, style->verbose);
	put_offered(page, report);
	put_facts(page, report, style);
	page_newline(page);
	text_sources(page, report, style->verbose);
	put_footer(page, report, style->verbose);
}

static void put_offers_only(
	const struct page *page, const struct report *report)
{
	put_offered(page, report);
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_facts *facts =
			&report->endpoints[i].facts;

		if (!facts->offered)
			page_wrap(page, 0, 2, PAINT_DOUBT,
				arena_printf(page->arena,
					"%s: not tested, since no TLS "
					"handshake was answered; mailsonde "
					"check finds out why",
					words_place(page->arena,
						&facts->endpoint)));
	}
}

void report_write_text(FILE *stream, const struct report *report,
	const struct text_style *style)
{
	struct page page = {
		.stream = stream,
		.columns = style->columns,
		.color = style->color,
		.utf8 = style->utf8,
		.arena = arena_new(),
	};

	if (page.columns < LEAST_COLUMNS)
		page.columns = LEAST_COLUMNS;
	if (page.columns > MOST_COLUMNS)
		page.columns = MOST_COLUMNS;
	if (style->offers_only)
		put_offers_only(&page, report);
	else
		put_report(&page, report, style);
	arena_free(page.arena);
}

static bool write_format(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	report_write_text(stream, report, style->text);
	return true;
}

const struct format_row format_text = {.name = "text", .write = write_format};
