/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Causes: how sure they are, what speaks for them, and who can do what. */
#include "reports/text/parts.h"

#include "reports/words.h"

#include <string.h>

#define FIELD_COLUMNS 14 /* "For the user" and two blanks */
#define EVIDENCE_LINES 6

static bool concerns(const struct diagnosis *diagnosis, size_t endpoint)
{
	for (size_t i = 0; i < diagnosis->endpoint_count; i++)
		if (diagnosis->endpoints[i] == endpoint)
			return true;
	return false;
}

size_t text_explained(const struct report *report,
	const struct diagnosis *diagnosis, enum verdict status)
{
	size_t count = 0;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		if (!concerns(diagnosis, i))
			continue;
		for (size_t j = 0; j < endpoint->finding_count; j++) {
			const struct finding *finding = &endpoint->findings[j];

			if (finding->status == status && finding->diagnosis &&
				strcmp(finding->diagnosis, diagnosis->id) == 0)
				count++;
		}
	}
	return count;
}

static size_t explained_in_all(
	const struct report *report, const struct diagnosis *diagnosis)
{
	size_t count = 0;

	for (int v = 0; v < VERDICT_COUNT; v++)
		count += text_explained(report, diagnosis, (enum verdict)v);
	return count;
}

bool text_is_beside(
	const struct report *report, const struct diagnosis *diagnosis)
{
	return explained_in_all(report, diagnosis) == 0;
}

const struct diagnosis *text_lead(const struct report *report)
{
	if (report->verdict == VERDICT_PASS)
		return NULL;
	for (size_t i = 0; i < report->diagnosis_count; i++)
		if (text_explained(
			    report, &report->diagnoses[i], report->verdict))
			return &report->diagnoses[i];
	return NULL;
}

const struct remedy *text_remedy(
	const struct diagnosis *diagnosis, enum audience audience)
{
	for (size_t i = 0; i < diagnosis->remedy_count; i++)
		if (diagnosis->remedies[i].audience == audience)
			return &diagnosis->remedies[i];
	return NULL;
}

const struct remedy *text_nearest_remedy(
	const struct diagnosis *diagnosis, enum audience audience)
{
	static const enum audience order[AUDIENCE_COUNT][AUDIENCE_COUNT] = {
		[AUDIENCE_USER] = {AUDIENCE_USER, AUDIENCE_HELPDESK,
			AUDIENCE_ADMIN, AUDIENCE_NETWORK},
		[AUDIENCE_HELPDESK] = {AUDIENCE_HELPDESK, AUDIENCE_USER,
			AUDIENCE_ADMIN, AUDIENCE_NETWORK},
		[AUDIENCE_ADMIN] = {AUDIENCE_ADMIN, AUDIENCE_NETWORK,
			AUDIENCE_HELPDESK, AUDIENCE_USER},
		[AUDIENCE_NETWORK] = {AUDIENCE_NETWORK, AUDIENCE_ADMIN,
			AUDIENCE_HELPDESK, AUDIENCE_USER},
	};
	const struct remedy *remedy = NULL;

	for (size_t i = 0; i < AUDIENCE_COUNT && !remedy; i++)
		remedy = text_remedy(diagnosis, order[audience][i]);
	return remedy;
}

const char *text_cause(struct arena *arena, const struct diagnosis *diagnosis)
{
	return arena_printf(
		arena, "%s%s", words_confidence(diagnosis), diagnosis->summary);
}

static void put_field(
	const struct page *page, const char *label, const char *text)
{
	if (text && text[0])
		page_field(page, 2, FIELD_COLUMNS, PAINT_FAINT, label, text);
}

/* One below the other, each with a mark of its own. */
static void put_evidence(
	const struct page *page, const struct diagnosis *diagnosis, size_t most)
{
	size_t count = diagnosis->evidence_count;
	size_t shown = count > most ? most - 1 : count;

	if (count == 1) {
		put_field(page, "Seen", diagnosis->evidence[0]);
		return;
	}
	for (size_t i = 0; i < shown; i++) {
		page_blanks(page, i ? 2 + FIELD_COLUMNS : 2);
		if (i == 0)
			page_left(page, PAINT_FAINT, "Seen", FIELD_COLUMNS);
		page_label(page, 2 + FIELD_COLUMNS, 2, PAINT_FAINT, "-",
			diagnosis->evidence[i]);
	}
	if (shown < count)
		put_field(page, "",
			arena_printf(page->arena, "and %zu more; -v shows them",
				count - shown));
}

/* Another cause of the same need not say again where. */
static bool stands_beside(
	const struct report *report, const struct diagnosis *diagnosis)
{
	const struct diagnosis *before = diagnosis - 1;

	return diagnosis > report->diagnoses &&
	       text_is_beside(report, diagnosis) &&
	       before->endpoint_count == diagnosis->endpoint_count &&
	       memcmp(before->endpoints, diagnosis->endpoints,
		       before->endpoint_count * sizeof(*before->endpoints)) ==
		       0;
}

static void put_places(const struct page *page, const struct report *report,
	const struct diagnosis *diagnosis)
{
	const struct endpoint_report **endpoints;
	size_t count = diagnosis->endpoint_count;

	if (count < 2 || stands_beside(report, diagnosis))
		return;
	if (count == report->endpoint_count) {
		put_field(page, "Where",
			count == 2 ? "both endpoints"
				   : arena_printf(page->arena,
					     "all %zu endpoints", count));
		return;
	}
	endpoints = arena_alloc(page->arena, count * sizeof(*endpoints));
	for (size_t i = 0; i < count; i++)
		endpoints[i] = &report->endpoints[diagnosis->endpoints[i]];
	put_field(page, "Where", text_endpoints(page->arena, endpoints, count));
}

/* Those of `first` first; the one that was told already is left out. */
static void put_remedies(const struct page *page,
	const struct diagnosis *diagnosis, const struct remedy *first,
	const struct remedy *told)
{
	if (first && first != told)
		put_field(page, words_audience_label(first->audience),
			first->text);
	for (size_t i = 0; i < diagnosis->remedy_count; i++) {
		const struct remedy *remedy = &diagnosis->remedies[i];

		if (remedy != first && remedy != told)
			put_field(page, words_audience_label(remedy->audience),
				remedy->text);
	}
}

static void put_more(const struct page *page, const struct report *report,
	const struct diagnosis *diagnosis, bool verbose)
{
	size_t count = explained_in_all(report, diagnosis);

	if (count)
		put_field(page, "Explains",
			arena_printf(page->arena, "%s%s",
				text_count(page->arena, count, "finding"),
				verbose      ? ""
				: count == 1 ? "; -v shows it"
					     : "; -v shows them"));
	put_field(page, "More",
		arena_printf(
			page->arena, "mailsonde explain %s", diagnosis->id));
}

void text_diagnosis(const struct page *page, const struct report *report,
	const struct diagnosis *diagnosis, const struct text_style *style,
	const struct remedy *told)
{
	enum audience audience = style->audience;
	bool technical = audience >= AUDIENCE_ADMIN;
	size_t most = technical || style->verbose ? SIZE_MAX : EVIDENCE_LINES;

	put_places(page, report, diagnosis);
	put_evidence(page, diagnosis, most);
	if (technical)
		put_field(page, "Reference", diagnosis->reference);
	if (!technical)
		put_field(page, "Meaning", diagnosis->explanation);
	put_remedies(page, diagnosis, text_remedy(diagnosis, audience), told);
	put_field(page, "To be sure", diagnosis->confirm);
	if (technical)
		put_field(page, "Meaning", diagnosis->explanation);
	else if (style->verbose)
		put_field(page, "Reference", diagnosis->reference);
	put_more(page, report, diagnosis, style->verbose);
}

/* The gravest of what it explains. */
static const char *marker(const struct report *report,
	const struct diagnosis *diagnosis, enum paint *ret_paint)
{
	static const enum verdict gravest[] = {
		VERDICT_FAIL, VERDICT_NOT_TESTED, VERDICT_WARNING};

	for (size_t i = 0; i < sizeof(gravest) / sizeof(*gravest); i++)
		if (text_explained(report, diagnosis, gravest[i])) {
			*ret_paint = text_paint(gravest[i]);
			return text_verdict(gravest[i]);
		}
	*ret_paint = PAINT_DOUBT;
	return "OR";
}

void text_diagnoses(const struct page *page, const struct report *report,
	const struct diagnosis *told, const struct text_style *style)
{
	bool user = style->audience == AUDIENCE_USER && text_lead(report);

	for (size_t i = 0; i < report->diagnosis_count; i++) {
		const struct diagnosis *diagnosis = &report->diagnoses[i];
		enum paint paint;
		const char *mark = marker(report, diagnosis, &paint);
		size_t width = strlen(mark) + 2;

		if (diagnosis == told)
			continue;
		page_newline(page);
		page_left(page, paint, mark, width);
		page_wrap(page, width, width, PAINT_STRONG,
			text_cause(page->arena, diagnosis));
		text_diagnosis(page, report, diagnosis, style,
			user ? text_remedy(diagnosis, AUDIENCE_USER) : NULL);
	}
}
