/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Causes: how sure they are, what speaks for them, and who can do what. */
#include "reports/text/diagnoses.h"

#include "model/text/plural.h"
#include "reports/diagnosed.h"
#include "reports/words.h"

#include <string.h>

#define FIELD_COLUMNS 14 /* "For the user" and two blanks */
#define EVIDENCE_LINES 6

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
			arena_printf(page->arena,
				plural_form(count - shown,
					"and %zu more; -v shows it",
					"and %zu more; -v shows them"),
				count - shown));
}

/* Another cause of the same need not say again where. */
static bool stands_beside(
	const struct report *report, const struct diagnosis *diagnosis)
{
	const struct diagnosis *before = diagnosis - 1;

	return diagnosis > report->diagnoses &&
	       diagnosed_is_beside(report, diagnosis) &&
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
	put_field(page, "Where", words_places(page->arena, endpoints, count));
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
	size_t count = diagnosed_in_all(report, diagnosis);

	if (count)
		put_field(page, "Explains",
			arena_printf(page->arena,
				verbose ? plural_form(count, "%zu finding",
						  "%zu findings")
					: plural_form(count,
						  "%zu finding; -v shows it",
						  "%zu findings; -v shows "
						  "them"),
				count));
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
	put_remedies(
		page, diagnosis, diagnosed_remedy(diagnosis, audience), told);
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
		if (diagnosed_count(report, diagnosis, gravest[i])) {
			*ret_paint = page_paint(gravest[i]);
			return words_verdict(gravest[i]);
		}
	*ret_paint = PAINT_DOUBT;
	return "OR";
}

void text_diagnoses(const struct page *page, const struct report *report,
	const struct diagnosis *told, const struct text_style *style)
{
	bool user = style->audience == AUDIENCE_USER && diagnosed_lead(report);

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
			diagnosed_cause(page->arena, diagnosis));
		text_diagnosis(page, report, diagnosis, style,
			user ? diagnosed_remedy(diagnosis, AUDIENCE_USER)
			     : NULL);
	}
}
