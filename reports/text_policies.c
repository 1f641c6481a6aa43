/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the policies' rules came to: the broken ones with their evidence; with
 * -v all of them. */
#include "reports/text_parts.h"

#include "reports/words.h"

#include <string.h>

#define FIELD_COLUMNS 12

static const char *add_count(
	struct arena *arena, const char *words, size_t count, const char *what)
{
	if (!count)
		return words;
	return arena_printf(
		arena, "%s%s%zu %s", words, *words ? ", " : "", count, what);
}

static const char *count_words(
	struct arena *arena, const struct report_policy *used)
{
	const char *words = "";

	words = add_count(arena, words, used->counts[VERDICT_FAIL], "broken");
	words = add_count(
		arena, words, used->counts[VERDICT_WARNING], "not followed");
	words = add_count(arena, words, used->counts[VERDICT_PASS], "kept");
	words = add_count(
		arena, words, used->counts[VERDICT_INFO], "for information");
	words = add_count(
		arena, words, used->counts[VERDICT_NOT_TESTED], "not tested");
	words = add_count(arena, words, used->suppressed, "suppressed");
	return *words ? words : "no rule speaks of these endpoints";
}

static void put_field(
	const struct page *page, const char *label, const char *text)
{
	if (text && *text)
		page_field(page, 2, FIELD_COLUMNS, PAINT_FAINT, label, text);
}

static bool is_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Whether both say the same of different endpoints. */
static bool say_same(const struct finding *a, const struct finding *b)
{
	return is_same(a->policy, b->policy) && is_same(a->check, b->check) &&
	       a->status == b->status && is_same(a->level, b->level) &&
	       is_same(a->observed, b->observed) &&
	       is_same(a->suppressed, b->suppressed);
}

static const struct finding *find_same(
	const struct endpoint_report *endpoint, const struct finding *finding)
{
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (say_same(&endpoint->findings[i], finding))
			return &endpoint->findings[i];
	return NULL;
}

/* The endpoints from `first` on of which the same is said. */
static const char *places(const struct page *page, const struct report *report,
	size_t first, const struct finding *finding)
{
	const struct endpoint_report **endpoints = arena_alloc(
		page->arena, report->endpoint_count * sizeof(*endpoints));
	size_t count = 0;

	for (size_t i = first; i < report->endpoint_count; i++)
		if (find_same(&report->endpoints[i], finding))
			endpoints[count++] = &report->endpoints[i];
	if (count > 1 && count == report->endpoint_count)
		return "all endpoints";
	return text_endpoints(page->arena, endpoints, count);
}

static bool told_before(const struct report *report, size_t endpoint,
	const struct finding *finding)
{
	for (size_t i = 0; i < endpoint; i++)
		if (find_same(&report->endpoints[i], finding))
			return true;
	return false;
}

static const char *source(struct arena *arena, const struct finding *finding)
{
	return finding->certainty == CERTAINTY_UNCERTAIN
		       ? arena_printf(arena, "%s (source not confirmed)",
				 finding->reference)
		       : finding->reference;
}

static void put_rule(const struct page *page, const struct report *report,
	size_t endpoint, const struct finding *finding)
{
	const char *word = finding->suppressed ? "suppressed"
					       : text_verdict(finding->status);
	size_t width = strlen(word) + 2;

	page_newline(page);
	page_put(page,
		finding->suppressed ? PAINT_FAINT : text_paint(finding->status),
		word);
	page_blanks(page, 2);
	page_wrap(page, width, width, PAINT_STRONG,
		arena_printf(page->arena, "%s (%s): %s", finding->check,
			finding->level,
			finding->rule ? finding->rule->title
				      : finding->expected));
	put_field(page, "Where", places(page, report, endpoint, finding));
	put_field(page, "Observed", finding->observed);
	put_field(page, "Reason", finding->suppressed);
	put_field(page, "What to do", finding->remedy);
	put_field(page, "Reference", source(page->arena, finding));
}

/* What is told without -v. */
static bool is_open(const struct finding *finding)
{
	return finding->status == VERDICT_FAIL ||
	       finding->status == VERDICT_WARNING || finding->suppressed ||
	       (finding->status == VERDICT_NOT_TESTED && !finding->cause &&
		       !finding->unobservable);
}

static void put_rules(const struct page *page, const struct report *report,
	const char *policy, enum verdict status, bool verbose)
{
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		for (size_t k = 0; k < endpoint->finding_count; k++) {
			const struct finding *finding = &endpoint->findings[k];

			if (!is_same(finding->policy, policy) ||
				finding->status != status ||
				(!verbose && !is_open(finding)) ||
				told_before(report, i, finding))
				continue;
			put_rule(page, report, i, finding);
		}
	}
}

void text_policies(
	const struct page *page, const struct report *report, bool verbose)
{
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
			put_rules(
				page, report, policy->name, order[k], verbose);
	}
}

size_t text_broken_rules(const struct report *report)
{
	size_t count = 0;

	for (size_t i = 0; i < report->policy_count; i++)
		count += report->policies[i].counts[VERDICT_FAIL];
	return count;
}
