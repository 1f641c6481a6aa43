/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the policies' rules came to: the broken ones with their evidence; with
 * -v all of them. */
#include "reports/text/policies.h"
#include "reports/decided.h"

#include "model/text/plural.h"
#include "reports/words.h"

#include <stdlib.h>
#include <string.h>

#define FIELD_COLUMNS 12

static const char *count_words(
	struct arena *arena, const struct report_policy *used)
{
	const char *words = "";

	words = plural_list(arena, words, used->counts[VERDICT_FAIL],
		arena_printf(arena, "%zu broken", used->counts[VERDICT_FAIL]));
	words = plural_list(arena, words, used->counts[VERDICT_WARNING],
		arena_printf(arena, "%zu not followed",
			used->counts[VERDICT_WARNING]));
	words = plural_list(arena, words, used->counts[VERDICT_PASS],
		arena_printf(arena, "%zu kept", used->counts[VERDICT_PASS]));
	words = plural_list(arena, words, used->counts[VERDICT_INFO],
		arena_printf(arena, "%zu for information",
			used->counts[VERDICT_INFO]));
	words = plural_list(arena, words, used->counts[VERDICT_NOT_TESTED],
		arena_printf(arena, "%zu not tested",
			used->counts[VERDICT_NOT_TESTED]));
	words = plural_list(arena, words, used->suppressed,
		arena_printf(arena, "%zu suppressed", used->suppressed));
	return *words ? words : "no rule applies to these endpoints";
}

static void put_field(
	const struct page *page, const char *label, const char *text)
{
	if (text && *text)
		page_field(page, 2, FIELD_COLUMNS, PAINT_FAINT, label, text);
}

/* The policy's number; the count of policies for a finding of a check. */
static size_t find_policy(
	const struct report *report, const struct finding *finding)
{
	for (size_t i = 0; finding->policy && i < report->policy_count; i++)
		if (strcmp(report->policies[i].policy->name, finding->policy) ==
			0)
			return i;
	return report->policy_count;
}

/* What is told without -v. */
static bool is_open(const struct finding *finding)
{
	return finding->status == VERDICT_FAIL ||
	       finding->status == VERDICT_WARNING || finding->suppressed ||
	       (finding->status == VERDICT_NOT_TESTED && !finding->cause &&
		       !finding->unobservable);
}

/* A rule's finding, and where it stands. */
struct ruling {
	const struct finding *finding;
	size_t policy; /* in the report */
	size_t endpoint;
};

struct rulings {
	struct ruling *rows;
	size_t count;
};

static int compare_words(const char *a, const char *b)
{
	if (a == b)
		return 0;
	if (!a || !b)
		return a ? 1 : -1;
	return strcmp(a, b);
}

/* 0 for two that say the same of different endpoints. */
static int compare_rulings(const struct ruling *a, const struct ruling *b)
{
	const struct finding *one = a->finding, *other = b->finding;
	int order;

	if (a->policy != b->policy)
		return a->policy < b->policy ? -1 : 1;
	if (one->status != other->status)
		return one->status < other->status ? -1 : 1;
	order = strcmp(one->check, other->check);
	if (!order)
		order = compare_words(one->level, other->level);
	if (!order)
		order = compare_words(one->observed, other->observed);
	return order ? order
		     : compare_words(one->suppressed, other->suppressed);
}

static int by_words(const void *left, const void *right)
{
	const struct ruling *a = left, *b = right;
	int order = compare_rulings(a, b);

	if (order)
		return order;
	return a->endpoint < b->endpoint ? -1 : a->endpoint > b->endpoint;
}

/* Those that say the same stand together, by endpoint. */
static struct rulings collect(
	struct arena *arena, const struct report *report, bool verbose)
{
	struct rulings all = {NULL, 0};

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		for (size_t k = 0; k < endpoint->finding_count; k++) {
			const struct finding *finding = &endpoint->findings[k];
			size_t policy = find_policy(report, finding);

			if (policy == report->policy_count ||
				(!verbose && !is_open(finding)))
				continue;
			all.rows = arena_grow(
				arena, all.rows, all.count, sizeof(*all.rows));
			all.rows[all.count++] =
				(struct ruling){finding, policy, i};
		}
	}
	if (all.count)
		qsort(all.rows, all.count, sizeof(*all.rows), by_words);
	return all;
}

/* The endpoints of which the same is said. */
static const char *places(const struct page *page, const struct report *report,
	const struct ruling *first, size_t count)
{
	const struct endpoint_report **endpoints =
		arena_alloc(page->arena, count * sizeof(*endpoints));

	for (size_t i = 0; i < count; i++)
		endpoints[i] = &report->endpoints[first[i].endpoint];
	if (count > 1 && count == report->endpoint_count)
		return "all endpoints";
	return words_places(page->arena, endpoints, count);
}

static const char *source(struct arena *arena, const struct finding *finding)
{
	return finding->certainty == CERTAINTY_UNCERTAIN
		       ? arena_printf(arena, "%s (source not confirmed)",
				 finding->reference)
		       : finding->reference;
}

/* Each thing that decided at one of the endpoints, once. */
static void put_decided(const struct page *page, const struct report *report,
	const struct ruling *first, size_t count)
{
	const char *last = NULL;

	for (size_t i = 0; i < count; i++) {
		const char *words = decided_words(page->arena, report,
			&report->endpoints[first[i].endpoint],
			first[i].finding);

		if (!words || (last && strcmp(last, words) == 0))
			continue;
		put_field(page, "Decided by", words);
		last = words;
	}
}

static void put_rule(const struct page *page, const struct report *report,
	const struct ruling *first, size_t count, bool verbose)
{
	const struct finding *finding = first->finding;
	const char *word = finding->suppressed ? "suppressed"
					       : words_verdict(finding->status);
	size_t width = strlen(word) + 2;

	page_newline(page);
	page_put(page,
		finding->suppressed ? PAINT_FAINT : page_paint(finding->status),
		word);
	page_blanks(page, 2);
	page_wrap(page, width, width, PAINT_STRONG,
		arena_printf(page->arena, "%s (%s): %s", finding->check,
			finding->level,
			finding->rule ? finding->rule->title
				      : finding->expected));
	put_field(page, "Where", places(page, report, first, count));
	put_field(page, "Observed", finding->observed);
	put_field(page, "Reason", finding->suppressed);
	if (verbose)
		put_decided(page, report, first, count);
	put_field(page, "What to do", finding->remedy);
	put_field(page, "Reference", source(page->arena, finding));
}

/* Of one policy, what came to that status. */
static void put_rules(const struct page *page, const struct report *report,
	const struct rulings *all, size_t policy, enum verdict status,
	bool verbose)
{
	for (size_t i = 0, count; i < all->count; i += count) {
		const struct ruling *first = &all->rows[i];

		for (count = 1; i + count < all->count; count++)
			if (compare_rulings(first, first + count) != 0)
				break;
		if (first->policy == policy && first->finding->status == status)
			put_rule(page, report, first, count, verbose);
	}
}

void text_policies(
	const struct page *page, const struct report *report, bool verbose)
{
	struct rulings all = collect(page->arena, report, verbose);
	static const enum verdict order[] = {VERDICT_FAIL, VERDICT_WARNING,
		VERDICT_NOT_TESTED, VERDICT_INFO, VERDICT_PASS};

	for (size_t i = 0; i < report->policy_count; i++) {
		const struct report_policy *used = &report->policies[i];
		const struct policy *policy = used->policy;

		page_newline(page);
		page_wrap(page, 0, 2, PAINT_STRONG,
			arena_printf(page->arena, "Policy %s: %s%s%s%s",
				policy->name, policy->title,
				policy->edition ? " (" : "",
				policy->edition ? policy->edition : "",
				policy->edition ? ")" : ""));
		page_wrap(page, 0, 2, PAINT_NONE,
			arena_printf(page->arena, "Rules: %s.",
				count_words(page->arena, used)));
		for (size_t k = 0; k < sizeof(order) / sizeof(*order); k++)
			put_rules(page, report, &all, i, order[k], verbose);
	}
}

static bool counts(const struct finding *finding, enum verdict status)
{
	return finding->policy && finding->status == status &&
	       !finding->suppressed && !finding->unobservable;
}

static bool is_rule_of(const struct finding *a, const struct finding *b)
{
	return strcmp(a->check, b->check) == 0 &&
	       strcmp(a->policy, b->policy) == 0;
}

struct rules_told text_rules_told(
	struct arena *arena, const struct report *report, enum verdict status)
{
	struct rules_told told = {0};
	const struct finding **known = NULL;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];
		bool any = false;

		for (size_t k = 0; k < endpoint->finding_count; k++) {
			const struct finding *finding = &endpoint->findings[k];
			size_t r = 0;

			if (!counts(finding, status))
				continue;
			any = true;
			while (r < told.rules && !is_rule_of(known[r], finding))
				r++;
			if (r < told.rules)
				continue;
			known = arena_grow(
				arena, known, told.rules, sizeof(*known));
			known[told.rules++] = finding;
			if (told.rules == 1)
				told.place = endpoint;
		}
		told.endpoints += any;
	}
	told.first = told.rules ? known[0] : NULL;
	return told;
}
