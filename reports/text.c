/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/text.h"

#include "reports/text_parts.h"
#include "reports/words.h"

#include <inttypes.h>
#include <string.h>

/* Longer lines are hard to read, however wide the terminal. */
#define MOST_COLUMNS 100
#define LEAST_COLUMNS 40

const char *text_host_port(struct arena *arena, const struct endpoint *endpoint)
{
	bool ipv6 = strchr(endpoint->host, ':') && endpoint->host[0] != '[';

	return arena_printf(arena, "%s%s%s:%u", ipv6 ? "[" : "", endpoint->host,
		ipv6 ? "]" : "", endpoint->port);
}

const char *text_endpoint(struct arena *arena, const struct endpoint *endpoint)
{
	return arena_printf(arena, "%s (%s)", text_host_port(arena, endpoint),
		service_label(endpoint->service));
}

const char *text_count(struct arena *arena, size_t count, const char *noun)
{
	return arena_printf(
		arena, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

enum paint text_paint(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PASS:
		return PAINT_GOOD;
	case VERDICT_FAIL:
		return PAINT_BAD;
	case VERDICT_INFO:
		return PAINT_NONE;
	default:
		return PAINT_DOUBT;
	}
}

const char *text_verdict(enum verdict verdict)
{
	static const char *const words[] = {
		[VERDICT_PASS] = "pass",
		[VERDICT_FAIL] = "FAIL",
		[VERDICT_WARNING] = "WARNING",
		[VERDICT_INFO] = "info",
		[VERDICT_NOT_TESTED] = "NOT TESTED",
	};

	return words[verdict];
}

static void put_section(const struct page *page, const struct groups *groups,
	enum verdict status, bool verbose)
{
	if (!groups->count)
		return;
	page_newline(page);
	text_groups(page, groups, status, verbose);
}

static const char *count_words(const struct page *page, size_t count,
	const char *word, const char *before)
{
	if (!count)
		return before;
	return arena_printf(page->arena, "%s%s%zu %s", before,
		before[0] ? ", " : "", count, word);
}

/* When, how long, how many: the last line. */
static void put_footer(const struct page *page, const struct report *report)
{
	const char *started = time_words(page->arena, report->started_s);
	const char *counts = "";
	size_t probes = 0;

	for (size_t i = 0; i < report->endpoint_count; i++)
		probes += report->endpoints[i].facts.probe_count;
	counts = count_words(
		page, report->counts[VERDICT_PASS], "passed", counts);
	counts = count_words(
		page, report->counts[VERDICT_FAIL], "failed", counts);
	counts = count_words(page, report->counts[VERDICT_WARNING],
		report->counts[VERDICT_WARNING] == 1 ? "warning" : "warnings",
		counts);
	counts = count_words(
		page, report->counts[VERDICT_INFO], "for information", counts);
	counts = count_words(
		page, report->counts[VERDICT_NOT_TESTED], "not tested", counts);
	page_field(page, 0, 10, PAINT_FAINT, "Checks",
		counts[0] ? counts : "none");
	page_field(page, 0, 10, PAINT_FAINT, "Run",
		arena_printf(page->arena,
			"%.10s %.8s UTC, %s in %" PRId64 ".%" PRId64
			" s, by mailsonde %s",
			started, started + 11,
			text_count(page->arena, probes, "probe"),
			report->duration_us / 1000000,
			report->duration_us / 100000 % 10,
			report->tool_version));
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

static void put_report(const struct page *page, const struct report *report,
	const struct text_style *style)
{
	struct arena *arena = page->arena;
	struct groups failed = text_group(arena, report, VERDICT_FAIL);
	struct groups warned = text_group(arena, report, VERDICT_WARNING);
	struct groups untested = text_group(arena, report, VERDICT_NOT_TESTED);

	text_headline(page, report, &failed, &untested);
	if (report->endpoint_count)
		page_newline(page);
	text_matrix(page, report);
	put_section(page, &failed, VERDICT_FAIL, style->verbose);
	put_section(page, &warned, VERDICT_WARNING, style->verbose);
	put_section(page, &untested, VERDICT_NOT_TESTED, style->verbose);
	if (style->verbose) {
		struct groups told = text_group(arena, report, VERDICT_INFO);

		put_section(page, &told, VERDICT_INFO, true);
	}
	put_facts(page, report, style);
	page_newline(page);
	text_sources(page, report, style->verbose);
	put_footer(page, report);
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
	put_report(&page, report, style);
	arena_free(page.arena);
}
