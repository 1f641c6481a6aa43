/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The first lines: the verdict with its cause, and the next step. */
#include "reports/text/headline.h"

#include "model/text/plural.h"
#include "reports/diagnosed.h"
#include "reports/text/diagnoses.h"
#include "reports/text/policies.h"
#include "reports/words.h"

#include <string.h>

static void put_line(const struct page *page, const char *label,
	enum paint paint, size_t width, const char *text)
{
	page_left(page, paint, label, width);
	page_wrap(page, width, width,
		paint == PAINT_FAINT ? PAINT_NONE : PAINT_STRONG, text);
}

static void put_verdict(const struct page *page, enum verdict verdict,
	size_t width, const char *text)
{
	put_line(
		page, words_verdict(verdict), page_paint(verdict), width, text);
}

static void put_next(const struct page *page, size_t width, const char *remedy)
{
	if (remedy)
		put_line(page, "Next", PAINT_FAINT, width, remedy);
}

static size_t count_findings(const struct report *report)
{
	size_t count = 0;

	for (int v = 0; v < VERDICT_COUNT; v++)
		count += report->counts[v];
	return count;
}

/* "12 of 45 checks could not be made" */
static const char *untested_words(
	struct arena *arena, const struct report *report)
{
	size_t all = count_findings(report);

	return arena_printf(arena,
		plural_form(all, "%zu of %zu check could not be made",
			"%zu of %zu checks could not be made"),
		report->counts[VERDICT_NOT_TESTED], all);
}

static const char *broken_off_words(const struct report *report)
{
	return report->out_of_time ? "The run reached its deadline"
				   : "The run was interrupted";
}

static void put_interrupted(
	const struct page *page, const struct report *report, size_t width)
{
	if (report->interrupted)
		put_line(page, "Note", PAINT_DOUBT, width,
			arena_printf(page->arena, "%s: %s.",
				broken_off_words(report),
				untested_words(page->arena, report)));
}

static const struct finding *find_unasked(
	const struct endpoint_report *endpoint)
{
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (strcmp(endpoint->findings[i].check, "addresses") == 0 &&
			endpoint->findings[i].status == VERDICT_INFO)
			return &endpoint->findings[i];
	return NULL;
}

/* A verdict holds for what was asked: the addresses that were not are named
 * with it. */
static void put_unasked(
	const struct page *page, const struct report *report, size_t width)
{
	const struct finding *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct finding *finding =
			find_unasked(&report->endpoints[i]);

		count += finding != NULL;
		first = first ? first : finding;
	}
	if (count == 1)
		put_line(page, "Note", PAINT_DOUBT, width, first->summary);
	else if (count)
		put_line(page, "Note", PAINT_DOUBT, width,
			arena_printf(page->arena,
				"%zu endpoints were not tested at all of their "
				"addresses; -v shows which.",
				count));
}

/* A sentence, and how many problems it does not tell of. */
static const char *add_problems(
	struct arena *arena, const char *sentence, size_t more)
{
	return more ? arena_printf(arena,
			      plural_form(more, "%s And %zu more problem.",
				      "%s And %zu more problems."),
			      sentence, more)
		    : sentence;
}

static size_t label_width(const struct report *report)
{
	return strlen(words_verdict(report->verdict)) + 2;
}

static void put_failed(const struct page *page, const struct report *report,
	const struct groups *failed)
{
	const struct group *group = &failed->rows[0];
	const struct finding *first = group->findings[0];
	size_t others = group->endpoint_count - 1;
	const char *words = first->summary;

	if (others)
		words = arena_printf(page->arena,
			plural_form(others,
				"%s The same at %zu other endpoint.",
				"%s The same at %zu other endpoints."),
			words, others);
	put_verdict(page, VERDICT_FAIL, 6,
		add_problems(page->arena, words, failed->count - 1));
	put_next(page, 6, first->remedy);
	put_interrupted(page, report, 6);
	put_unasked(page, report, 6);
}

static void put_broken_off(const struct page *page, const struct report *report)
{
	put_verdict(page, VERDICT_NOT_TESTED, 12,
		arena_printf(page->arena, "%s: %s. Nothing failed until then.",
			broken_off_words(report),
			untested_words(page->arena, report)));
	put_next(page, 12,
		report->out_of_time
			? "Run the check again with a later deadline."
			: "Run the check again without interrupting it.");
}

static void put_untested(const struct page *page, const struct report *report,
	const struct finding *first)
{
	put_verdict(page, VERDICT_NOT_TESTED, 12,
		arena_printf(page->arena, "%s (%s.)", first->summary,
			untested_words(page->arena, report)));
	put_next(page, 12, first->remedy);
}

const char *text_passed(struct arena *arena, const struct report *report)
{
	const struct matrix *matrix = report->matrices;
	size_t count = report->endpoint_count;

	if (count == 0)
		return "There was nothing to check";
	if (count == 1)
		return arena_printf(arena, "%s passes all checks",
			words_place(
				arena, &report->endpoints[0].entry->endpoint));
	if (report->matrix_count != 1)
		return arena_printf(arena,
			"All %zu endpoints of %zu targets pass all checks",
			count, report->matrix_count);
	return arena_printf(arena, "All %zu endpoints of %s are as %s", count,
		matrix->name,
		strcmp(matrix->kind, "profile") == 0 ? "documented"
						     : "described");
}

static void put_passed(const struct page *page, const struct report *report)
{
	const char *words = text_passed(page->arena, report);
	size_t warnings = report->counts[VERDICT_WARNING];

	put_line(page, "PASS", PAINT_GOOD, 6,
		warnings
			? arena_printf(page->arena,
				  plural_form(warnings, "%s, with %zu warning.",
					  "%s, with %zu warnings."),
				  words, warnings)
			: arena_printf(page->arena, "%s.", words));
	put_unasked(page, report, 6);
}

/* "VER-003 of rfc9325: TLS 1.0 is not negotiated" */
static const char *rule_words(
	struct arena *arena, const struct finding *finding)
{
	return arena_printf(arena, "%s of %s: %s", finding->check,
		finding->policy,
		finding->rule && finding->rule->title ? finding->rule->title
						      : finding->expected);
}

/* "2 of 3 endpoints", or the one by its name */
static const char *who(struct arena *arena, const struct report *report,
	const struct rules_told *told)
{
	if (told->endpoints == 1)
		return words_place(arena, &told->place->entry->endpoint);
	if (told->endpoints == report->endpoint_count)
		return arena_printf(
			arena, "All %zu endpoints", report->endpoint_count);
	return arena_printf(arena, "%zu of %zu endpoints", told->endpoints,
		report->endpoint_count);
}

/* Nothing else failed. */
static void put_rules_broken(
	const struct page *page, const struct report *report)
{
	struct rules_told told =
		text_rules_told(page->arena, report, VERDICT_FAIL);
	const char *place = who(page->arena, report, &told);
	const char *first = rule_words(page->arena, told.first);

	put_verdict(page, VERDICT_FAIL, 6,
		told.rules == 1
			? arena_printf(page->arena,
				  plural_form(told.endpoints,
					  "%s violates rule %s.",
					  "%s violate rule %s."),
				  place, first)
			: arena_printf(page->arena,
				  plural_form(told.endpoints,
					  "%s violates %zu rules. The first is "
					  "%s.",
					  "%s violate %zu rules. The first is "
					  "%s."),
				  place, told.rules, first));
	put_next(page, 6, told.first->remedy);
	put_interrupted(page, report, 6);
}

/* Nothing failed, but not all is known. */
static void put_unknown(const struct page *page, const struct report *report)
{
	struct rules_told told =
		text_rules_told(page->arena, report, VERDICT_NOT_TESTED);

	if (told.rules)
		put_verdict(page, VERDICT_NOT_TESTED, 12,
			arena_printf(page->arena,
				plural_form(told.rules,
					"%zu rule could not be tested; nothing "
					"failed. It is %s.",
					"%zu rules could not be tested; "
					"nothing failed. The first is %s."),
				told.rules,
				rule_words(page->arena, told.first)));
	else if (count_findings(report))
		put_verdict(page, VERDICT_NOT_TESTED, 12,
			arena_printf(page->arena, "%s; nothing failed.",
				untested_words(page->arena, report)));
	else
		put_verdict(
			page, VERDICT_NOT_TESTED, 12, "Nothing was checked.");
}

/* Problems that are told below: other causes, and what has none. */
static size_t count_others(const struct report *report,
	const struct diagnosis *lead, const struct groups *failed)
{
	size_t count = failed->count;

	for (size_t i = 0; i < report->diagnosis_count; i++)
		if (&report->diagnoses[i] != lead &&
			diagnosed_count(
				report, &report->diagnoses[i], VERDICT_FAIL))
			count++;
	return count;
}

/* Whoever reads this may not be the one who can act. */
static const char *next_step(struct arena *arena, const struct remedy *remedy,
	enum audience audience)
{
	if (remedy->audience == audience)
		return remedy->text;
	return arena_printf(arena, "For %s: %s",
		words_audience(remedy->audience), remedy->text);
}

static void put_diagnosed(const struct page *page, const struct report *report,
	const struct diagnosis *lead, const struct groups *failed,
	const struct text_style *style, bool brief)
{
	size_t width = label_width(report);
	const struct remedy *remedy =
		diagnosed_nearest_remedy(lead, style->audience);

	put_verdict(page, report->verdict, width,
		add_problems(page->arena, diagnosed_cause(page->arena, lead),
			count_others(report, lead, failed)));
	if (remedy)
		put_next(page, width,
			next_step(page->arena, remedy, style->audience));
	put_interrupted(page, report, width);
	put_unasked(page, report, width);
	if (brief)
		return;
	page_newline(page);
	text_diagnosis(page, report, lead, style, remedy);
}

const struct group *text_headline(const struct page *page,
	const struct report *report, const struct diagnosis *lead,
	const struct groups *failed, const struct groups *untested,
	const struct text_style *style, bool brief)
{
	const struct group *told = NULL;

	if (lead) {
		put_diagnosed(page, report, lead, failed, style, brief);
	} else if (report->verdict == VERDICT_PASS) {
		put_passed(page, report);
	} else if (report->verdict == VERDICT_FAIL && failed->count) {
		told = &failed->rows[0];
		put_failed(page, report, failed);
	} else if (report->verdict == VERDICT_FAIL &&
		   text_rules_told(page->arena, report, VERDICT_FAIL).rules) {
		put_rules_broken(page, report);
	} else if (report->interrupted) {
		put_broken_off(page, report);
	} else if (untested->count) {
		told = &untested->rows[0];
		put_untested(page, report, told->findings[0]);
	} else {
		put_unknown(page, report);
	}
	if (brief || !told || told->findings[0]->cause || style->verbose)
		return NULL;
	page_newline(page);
	text_group_details(page, told, false);
	return told;
}

static const char *user_cause(
	struct arena *arena, const struct diagnosis *diagnosis)
{
	return words_supposed(arena, diagnosis,
		diagnosis->user_summary ? diagnosis->user_summary
					: diagnosis->summary);
}

static const char *user_step(
	struct arena *arena, const struct diagnosis *diagnosis)
{
	const struct remedy *remedy =
		diagnosed_nearest_remedy(diagnosis, AUDIENCE_USER);

	if (!remedy)
		return NULL;
	if (remedy->audience == AUDIENCE_USER)
		return remedy->text;
	return arena_printf(arena, "You cannot fix this yourself; contact %s.",
		words_audience(remedy->audience));
}

/* Beside another cause it is enough to know of one that nobody but others can
 * do anything about. */
static void put_user_cause(const struct page *page, const struct report *report,
	const struct diagnosis *diagnosis, size_t width)
{
	bool beside = diagnosed_is_beside(report, diagnosis);

	put_line(page, beside ? "OR" : "ALSO", PAINT_DOUBT, width,
		user_cause(page->arena, diagnosis));
	if (!beside || diagnosed_remedy(diagnosis, AUDIENCE_USER))
		put_next(page, width, user_step(page->arena, diagnosis));
}

void text_user(const struct page *page, const struct report *report,
	const struct diagnosis *lead)
{
	size_t width = label_width(report);

	put_verdict(
		page, report->verdict, width, user_cause(page->arena, lead));
	put_next(page, width, user_step(page->arena, lead));
	for (size_t i = 0; i < report->diagnosis_count; i++)
		if (&report->diagnoses[i] != lead)
			put_user_cause(
				page, report, &report->diagnoses[i], width);
	put_interrupted(page, report, width);
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_NONE,
		diagnosed_remedy(lead, AUDIENCE_USER)
			? "If that does not help, forward this page to the "
			  "helpdesk. The details below are for them."
			: "Forward this page to the helpdesk. The details "
			  "below are for them.");
}
