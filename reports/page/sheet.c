/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/page/sheet.h"

#include "model/table.h"
#include "model/text/plural.h"
#include "reports/words.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *sign;
	const char *word;
	const char *noun;
	const char *nouns;
} marks[] = {
	[VERDICT_PASS] = {"✓", "Passed", "passed", "passed"},
	[VERDICT_FAIL] = {"✗", "Failed", "failed", "failed"},
	[VERDICT_WARNING] = {"!", "Warning", "warning", "warnings"},
	[VERDICT_INFO] = {"i", "Info", "for information", "for information"},
	[VERDICT_NOT_TESTED] = {"?", "Not tested", "not tested", "not tested"},
};
static_assert(COUNT_OF(marks) == VERDICT_COUNT, "a mark for each verdict");

/* The policy's number, from 1; 0 for a check. */
static size_t find_policy(
	const struct report *report, const struct finding *finding)
{
	for (size_t i = 0; finding->policy && i < report->policy_count; i++)
		if (strcmp(report->policies[i].policy->name, finding->policy) ==
			0)
			return i + 1;
	return 0;
}

static void count_finding(struct tally *tally, const struct finding *finding)
{
	if (finding->suppressed)
		tally->suppressed++;
	else if (finding->unobservable)
		tally->unobservable++;
	else
		tally->counts[finding->status]++;
}

static int compare_words(const char *a, const char *b)
{
	if (a == b)
		return 0;
	if (!a || !b)
		return a ? 1 : -1;
	return strcmp(a, b);
}

static int compare_findings(const struct finding *a, const struct finding *b)
{
	int order = sheet_rank(a) - sheet_rank(b);

	if (!order)
		order = strcmp(a->check, b->check);
	if (!order)
		order = compare_words(a->level, b->level);
	if (!order)
		order = compare_words(a->observed, b->observed);
	return order ? order : compare_words(a->suppressed, b->suppressed);
}

bool sheet_is_same(const struct finding *one, const struct finding *other)
{
	return compare_findings(one, other) == 0;
}

static int by_policy(const void *left, const void *right)
{
	const struct ruling *a = left, *b = right;
	int order;

	if (a->policy != b->policy)
		return a->policy < b->policy ? -1 : 1;
	order = compare_findings(a->finding, b->finding);
	if (order)
		return order;
	return a->endpoint < b->endpoint ? -1 : a->endpoint > b->endpoint;
}

static int by_id(const void *left, const void *right)
{
	const struct rule_title *a = left, *b = right;

	return strcmp(a->id, b->id);
}

static void collect_titles(struct sheet *sheet)
{
	const struct rulings *all = &sheet->rulings;
	const char *last = NULL;

	sheet->titles = arena_alloc(
		sheet->out.arena, (all->count + 1) * sizeof(*sheet->titles));
	for (size_t i = 0; i < all->count; i++) {
		const struct finding *finding = all->rows[i].finding;

		if (!finding->rule || !finding->rule->title ||
			finding->check == last)
			continue;
		last = finding->check;
		sheet->titles[sheet->title_count++] = (struct rule_title){
			finding->check, finding->rule->title};
	}
	if (sheet->title_count)
		qsort(sheet->titles, sheet->title_count, sizeof(*sheet->titles),
			by_id);
}

static void collect(struct sheet *sheet)
{
	const struct report *report = sheet->report;
	size_t columns = report->policy_count + 1, count = 0;
	struct rulings *all = &sheet->rulings;

	for (size_t i = 0; i < report->endpoint_count; i++)
		count += report->endpoints[i].finding_count;
	all->rows =
		arena_alloc(sheet->out.arena, (count + 1) * sizeof(*all->rows));
	sheet->tallies = arena_alloc(
		sheet->out.arena, (report->endpoint_count * columns + 1) *
					  sizeof(*sheet->tallies));
	for (size_t i = 0; i < report->endpoint_count; i++)
		for (size_t k = 0; k < report->endpoints[i].finding_count;
			k++) {
			const struct finding *finding =
				&report->endpoints[i].findings[k];
			size_t policy = find_policy(report, finding);

			count_finding(
				&sheet->tallies[i * columns + policy], finding);
			all->rows[all->count++] =
				(struct ruling){finding, i, policy};
		}
}

void sheet_init(struct sheet *sheet, FILE *stream, struct arena *arena,
	const struct report *report, const struct page_options *options)
{
	*sheet = (struct sheet){
		.out = {stream, arena}, .report = report, .options = options};
	collect(sheet);
	if (sheet->rulings.count)
		qsort(sheet->rulings.rows, sheet->rulings.count,
			sizeof(*sheet->rulings.rows), by_policy);
	collect_titles(sheet);
}

const struct tally *sheet_tally(
	const struct sheet *sheet, size_t endpoint, size_t policy)
{
	return &sheet->tallies[endpoint * (sheet->report->policy_count + 1) +
			       policy];
}

enum verdict sheet_conclude(const struct tally *tally)
{
	static const enum verdict gravest[] = {VERDICT_FAIL, VERDICT_WARNING,
		VERDICT_NOT_TESTED, VERDICT_PASS};

	for (size_t i = 0; i < COUNT_OF(gravest); i++)
		if (tally->counts[gravest[i]])
			return gravest[i];
	return VERDICT_INFO;
}

size_t sheet_count(const struct sheet *sheet, enum verdict verdict)
{
	size_t count = 0;

	for (size_t i = 0; i < sheet->report->endpoint_count; i++)
		count += sheet->report->endpoints[i].verdict == verdict;
	return count;
}

int sheet_rank(const struct finding *finding)
{
	static const int ranks[] = {
		[VERDICT_FAIL] = 0,
		[VERDICT_WARNING] = 1,
		[VERDICT_NOT_TESTED] = 3,
		[VERDICT_INFO] = 4,
		[VERDICT_PASS] = 5,
	};
	static_assert(COUNT_OF(ranks) == VERDICT_COUNT, "each one's rank");

	return finding->suppressed ? 2 : ranks[finding->status];
}

const char *sheet_verdict_word(enum verdict verdict)
{
	return marks[verdict].word;
}

const char *sheet_sign(enum verdict verdict)
{
	return marks[verdict].sign;
}

void sheet_mark(const struct sheet *sheet, enum verdict verdict)
{
	markup_put(&sheet->out,
		"<span class=\"mark %\"><i aria-hidden=\"true\">%</i> "
		"%</span>",
		verdict_name(verdict), marks[verdict].sign,
		marks[verdict].word);
}

const char *sheet_number(const struct sheet *sheet, size_t number)
{
	return arena_printf(sheet->out.arena, "%zu", number);
}

void sheet_place(const struct sheet *sheet, size_t endpoint)
{
	const struct endpoint *names =
		&sheet->report->endpoints[endpoint].entry->endpoint;

	markup_put(&sheet->out, "<a class=\"place\" href=\"#e%\">% %</a>",
		sheet_number(sheet, endpoint + 1),
		service_label(names->service),
		words_host_port(sheet->out.arena, names));
}

void sheet_places(const struct sheet *sheet, const size_t *endpoints,
	size_t count, size_t most)
{
	size_t named = count > most ? most - 1 : count;

	if (count > 1 && count == sheet->report->endpoint_count) {
		markup_put(&sheet->out, "all % endpoints",
			sheet_number(sheet, count));
		return;
	}
	for (size_t i = 0; i < named; i++) {
		if (i)
			markup_raw(&sheet->out, ", ");
		sheet_place(sheet, endpoints[i]);
	}
	if (named < count)
		markup_put(&sheet->out, " and % more",
			sheet_number(sheet, count - named));
}

const char *sheet_tally_words(
	const struct sheet *sheet, const struct tally *tally)
{
	enum verdict verdict = sheet_conclude(tally);
	size_t count = tally->counts[verdict];

	if (verdict == VERDICT_PASS)
		return marks[verdict].noun;
	if (verdict == VERDICT_INFO)
		return "nothing to judge";
	return arena_printf(sheet->out.arena, "%zu %s", count,
		plural_form(count, marks[verdict].noun, marks[verdict].nouns));
}

/* How long the id of a rule at the start of the text is; 0 if none is there.
 *
 * id = 1*(ALPHA / DIGIT) "-" 1*DIGIT ; upper case */
static size_t id_length(const char *text)
{
	size_t word = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	size_t digits;

	if (!word || text[word] != '-')
		return 0;
	digits = strspn(text + word + 1, "0123456789");
	return digits ? word + 1 + digits : 0;
}

static const char *title_of(
	const struct sheet *sheet, const char *id, size_t length)
{
	struct rule_title key = {
		arena_printf(sheet->out.arena, "%.*s", (int)length, id), NULL};
	const struct rule_title *found =
		sheet->title_count
			? bsearch(&key, sheet->titles, sheet->title_count,
				  sizeof(*sheet->titles), by_id)
			: NULL;

	return found ? found->title : NULL;
}

/* The next id of a rule whose title is known, with that; NULL at the end. */
static const char *next_rule(const struct sheet *sheet, const char *text,
	size_t *ret_length, const char **ret_title)
{
	static const char parts[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789_-";

	for (text += strcspn(text, parts); *text;
		text += strcspn(text, parts)) {
		size_t whole = strspn(text, parts);

		if (whole == id_length(text)) {
			*ret_title = title_of(sheet, text, whole);
			*ret_length = whole;
			if (*ret_title)
				return text;
		}
		text += whole;
	}
	return NULL;
}

void sheet_observed(const struct sheet *sheet, const char *text)
{
	const char *at, *title;
	size_t length;

	while (text && (at = next_rule(sheet, text, &length, &title))) {
		markup_put(&sheet->out, "%“%”",
			arena_printf(sheet->out.arena, "%.*s", (int)(at - text),
				text),
			title);
		text = at + length;
	}
	markup_text(&sheet->out, text);
}

bool sheet_is_bundle(const struct sheet *sheet, const struct finding *finding)
{
	const char *title;
	size_t length;

	return finding->policy && finding->observed &&
	       next_rule(sheet, finding->observed, &length, &title);
}

const char *sheet_demand(
	const struct sheet *sheet, const struct finding *finding)
{
	const char *title = NULL;

	if (finding->rule && finding->rule->title)
		return finding->rule->title;
	if (!finding->policy && sheet->options->title)
		title = sheet->options->title(finding->check);
	if (title)
		return title;
	return finding->expected && *finding->expected ? finding->expected
						       : finding->summary;
}
