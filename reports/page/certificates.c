/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The servers' certificates on one time line, those that expire first at the
 * top. */
#include "evidence/chain.h"
#include "model/text/escape.h"
#include "model/text/spell.h"
#include "reports/page/parts.h"
#include "reports/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define DAY_SECONDS 86400
#define SOON_DAYS 14

/* One certificate, at the endpoints that show it. */
struct shown {
	const struct certificate *certificate;
	const struct tls_facts *tls;
	size_t endpoint; /* the one of this row, then the first */
	size_t *endpoints;
	size_t endpoint_count;
};

struct line {
	struct shown *rows;
	size_t count;
	int64_t from; /* what the line spans */
	int64_t to;
};

static int by_digest(const void *left, const void *right)
{
	const struct shown *a = left, *b = right;
	int order = strcmp(a->certificate->sha256, b->certificate->sha256);

	if (order)
		return order;
	return a->endpoint < b->endpoint ? -1 : a->endpoint > b->endpoint;
}

static int by_end(const void *left, const void *right)
{
	const struct shown *a = left, *b = right;
	int64_t one = a->certificate->not_after;
	int64_t other = b->certificate->not_after;

	if (one != other)
		return one < other ? -1 : 1;
	return a->endpoint < b->endpoint ? -1 : a->endpoint > b->endpoint;
}

bool page_has_certificates(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->report->endpoint_count; i++) {
		const struct certificate *leaf =
			chain_leaf(&sheet->report->endpoints[i].facts);

		if (leaf && leaf->not_after)
			return true;
	}
	return false;
}

/* Those that are alike become one. */
static void merge(const struct sheet *sheet, struct line *line)
{
	size_t kept = 0;

	qsort(line->rows, line->count, sizeof(*line->rows), by_digest);
	for (size_t i = 0; i < line->count; i++) {
		struct shown *row = &line->rows[i];
		struct shown *last = kept ? &line->rows[kept - 1] : NULL;
		size_t endpoint = row->endpoint;

		if (!last || strcmp(last->certificate->sha256,
				     row->certificate->sha256) != 0) {
			line->rows[kept] = *row;
			last = &line->rows[kept++];
		}
		last->endpoints = arena_grow(sheet->out.arena, last->endpoints,
			last->endpoint_count, sizeof(*last->endpoints));
		last->endpoints[last->endpoint_count++] = endpoint;
	}
	line->count = kept;
	qsort(line->rows, line->count, sizeof(*line->rows), by_end);
}

static struct line collect(const struct sheet *sheet)
{
	const struct report *report = sheet->report;
	struct line line = {
		.rows = arena_alloc(sheet->out.arena,
			(report->endpoint_count + 1) * sizeof(*line.rows)),
		.from = report->started_s,
		.to = report->started_s + DAY_SECONDS,
	};

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_facts *facts =
			&report->endpoints[i].facts;
		const struct certificate *leaf = chain_leaf(facts);

		if (!leaf || !leaf->not_after)
			continue;
		line.rows[line.count++] = (struct shown){
			.certificate = leaf,
			.tls = chain_judged(facts),
			.endpoint = i,
		};
	}
	merge(sheet, &line);
	return line;
}

/* Two years to either side of the run at the most: what lasts longer goes on
 * beyond the line's end. */
static void span(struct line *line, int64_t now)
{
	const int64_t most = (int64_t)730 * DAY_SECONDS;

	for (size_t i = 0; i < line->count; i++) {
		const struct certificate *one = line->rows[i].certificate;

		if (one->not_before < line->from)
			line->from = one->not_before;
		if (one->not_after > line->to)
			line->to = one->not_after;
	}
	if (line->from < now - most)
		line->from = now - most;
	if (line->to > now + most)
		line->to = now + most;
}

/* In thousandths of the line. */
static int64_t place_of(const struct line *line, int64_t time)
{
	if (time <= line->from)
		return 0;
	if (time >= line->to)
		return 1000;
	return (time - line->from) * 1000 / (line->to - line->from);
}

static const char *life_words(
	struct arena *arena, const struct certificate *one, int64_t now)
{
	int64_t days = (one->not_after - now) / DAY_SECONDS;

	if (now < one->not_before)
		return "not valid yet";
	if (now > one->not_after)
		return days == 0 ? "expired today"
				 : words_days_left(arena, now, one->not_after);
	return words_days_left(arena, now, one->not_after);
}

static enum verdict life_verdict(const struct certificate *one, int64_t now)
{
	if (now < one->not_before || now > one->not_after)
		return VERDICT_FAIL;
	return one->not_after - now < (int64_t)SOON_DAYS * DAY_SECONDS
		       ? VERDICT_WARNING
		       : VERDICT_PASS;
}

static void put_life(const struct sheet *sheet, const struct line *line,
	const struct certificate *one)
{
	struct arena *arena = sheet->out.arena;
	int64_t now = sheet->report->started_s;
	int64_t from = place_of(line, one->not_before);
	int64_t to = place_of(line, one->not_after);

	markup_put(&sheet->out,
		"<svg class=\"life %\" viewBox=\"0 0 1000 24\" "
		"preserveAspectRatio=\"none\" aria-hidden=\"true\">"
		"<line x1=\"0\" x2=\"1000\" y1=\"12\" y2=\"12\"/>"
		"<rect x=\"%\" y=\"5\" width=\"%\" height=\"14\"/>"
		"<line class=\"now\" x1=\"%\" x2=\"%\" y1=\"0\" y2=\"24\"/>"
		"</svg>",
		verdict_name(life_verdict(one, now)),
		arena_printf(arena, "%" PRId64, from),
		arena_printf(arena, "%" PRId64, to > from + 4 ? to - from : 4),
		arena_printf(arena, "%" PRId64, place_of(line, now)),
		arena_printf(arena, "%" PRId64, place_of(line, now)));
}

static void put_certificate(const struct sheet *sheet, const struct shown *row)
{
	struct arena *arena = sheet->out.arena;
	const struct certificate *one = row->certificate;

	markup_put(&sheet->out,
		"<th scope=\"row\">%<span class=\"small\">Issuer: %</span>"
		"<span class=\"small\">%, %; SHA-256 <code>%…</code></span>",
		escape_octets(arena, one->common_name.length ? one->common_name
							     : one->subject),
		one->self_issued ? "itself"
				 : escape_name(arena, one->issuer, SIZE_MAX),
		arena_printf(arena, "%s %u bits", one->key ? one->key : "key",
			one->key_bits),
		row->tls->trust_own_anchors
			? arena_printf(arena, "%s (by anchors of a file)",
				  words_trust(row->tls->trust))
			: words_trust(row->tls->trust),
		arena_printf(arena, "%.16s", one->sha256));
	markup_raw(&sheet->out, "<span class=\"small\">At ");
	sheet_places(sheet, row->endpoints, row->endpoint_count, SHEET_PLACES);
	markup_raw(&sheet->out, "</span>");
	if (row->tls->revocation.status != REVOCATION_UNASKED)
		markup_put(&sheet->out,
			"<span class=\"small\">Revocation: %</span>",
			words_revocation(row->tls->revocation.status));
	for (size_t i = 0; i < row->tls->issuer_revocation_count; i++) {
		const struct issuer_revocation *issuer =
			&row->tls->issuer_revocations[i];

		markup_put(&sheet->out,
			"<span class=\"small\">Revocation of %: %</span>",
			escape_name(arena, issuer->subject, SIZE_MAX),
			words_revocation(issuer->said.status));
	}
	markup_raw(&sheet->out, "</th>");
}

static void put_row(const struct sheet *sheet, const struct line *line,
	const struct shown *row)
{
	struct arena *arena = sheet->out.arena;
	const struct certificate *one = row->certificate;
	int64_t now = sheet->report->started_s;
	enum verdict verdict = life_verdict(one, now);

	markup_raw(&sheet->out, "<tr>");
	put_certificate(sheet, row);
	markup_raw(&sheet->out, "<td data-label=\"Valid\">");
	put_life(sheet, line, one);
	markup_put(&sheet->out,
		"<span class=\"dates\"><span>%</span><span>%</span></span>"
		"<span class=\"mark %\"><i aria-hidden=\"true\">%</i> %"
		"</span></td></tr>\n",
		arena_printf(
			arena, "%.10s", spell_time(arena, one->not_before)),
		arena_printf(arena, "%.10s", spell_time(arena, one->not_after)),
		verdict_name(verdict), sheet_sign(verdict),
		life_words(arena, one, now));
}

void page_certificates(const struct sheet *sheet)
{
	struct line line;
	struct arena *arena = sheet->out.arena;

	if (!page_has_certificates(sheet))
		return;
	line = collect(sheet);
	span(&line, sheet->report->started_s);
	markup_put(&sheet->out,
		"<section aria-labelledby=\"certificates\">"
		"<h2 id=\"certificates\">Certificates</h2>"
		"<p class=\"small\">One line for all, from % to %; the upright "
		"stroke is the day of the run.</p>"
		"<table class=\"certificates stack\"><caption class=\"hidden\">"
		"Certificates, the first to expire first</caption><thead><tr>"
		"<th scope=\"col\">Certificate</th>"
		"<th scope=\"col\">Valid</th></tr></thead>\n<tbody>\n",
		arena_printf(arena, "%.10s", spell_time(arena, line.from)),
		arena_printf(arena, "%.10s", spell_time(arena, line.to)));
	for (size_t i = 0; i < line.count; i++)
		put_row(sheet, &line, &line.rows[i]);
	markup_raw(&sheet->out, "</tbody></table></section>\n");
}
