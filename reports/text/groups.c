/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Findings that say the same are told once. */
#include "reports/text/groups.h"

#include "model/text/builder.h"
#include "model/text/plural.h"
#include "model/text/sorted.h"
#include "reports/words.h"

#include <stdlib.h>
#include <string.h>

#define FIELD_COLUMNS 12 /* "What to do" and two blanks */
#define NAMED_CHECKS 6

/* Whether something else kept the check from being made. */
static bool is_caused(const struct finding *finding)
{
	return finding->status == VERDICT_NOT_TESTED && finding->cause;
}

/* What the summary says behind the name of its endpoint. */
static const char *predicate(struct arena *arena,
	const struct endpoint_report *endpoint, const struct finding *finding)
{
	const char *name = words_place(arena, &endpoint->entry->endpoint);
	size_t length = strlen(name);

	return strncmp(finding->summary, name, length) == 0
		       ? finding->summary + length
		       : finding->summary;
}

/* A finding of those that are grouped. */
struct item {
	const struct endpoint_report *endpoint;
	const struct finding *finding;
	const char *said; /* behind its endpoint's name */
	bool blocks;      /* others were not made because of it */
};

struct items {
	struct item *rows;
	size_t count;
};

/* Which findings are told. */
struct choice {
	enum verdict status;
	bool all, rules;
};

static int compare_texts(const char *a, const char *b)
{
	if (a == b)
		return 0;
	if (!a || !b)
		return a ? 1 : -1;
	return strcmp(a, b);
}

/* One reason keeps many things from being tested. */
static int compare_untested(const struct finding *a, const struct finding *b)
{
	int order = compare_texts(a->cause, b->cause);

	if (order || a->cause)
		return order;
	order = compare_texts(a->observed, b->observed);
	return order || a->observed ? order : strcmp(a->check, b->check);
}

/* Equal are those that say the same. */
static int compare_items(const void *one, const void *other)
{
	const struct item *left = one, *right = other;
	const struct finding *a = left->finding, *b = right->finding;
	int order = 0;

	if (a->status == VERDICT_NOT_TESTED)
		return compare_untested(a, b);
	order = strcmp(a->check, b->check);
	if (!order)
		order = compare_texts(a->expected, b->expected);
	if (!order)
		order = compare_texts(a->observed, b->observed);
	if (!order)
		order = compare_texts(a->explanation, b->explanation);
	if (!order)
		order = compare_texts(a->remedy, b->remedy);
	return order ? order : strcmp(left->said, right->said);
}

static int compare_causes(const void *one, const void *other)
{
	const struct finding *a = one, *b = other;

	return compare_texts(a->cause, b->cause);
}

static void group_add(
	struct arena *arena, struct group *group, const struct item *item)
{
	size_t last = group->endpoint_count;

	if (!last || group->endpoints[last - 1] != item->endpoint) {
		group->endpoints = arena_grow(arena, group->endpoints, last,
			sizeof(*group->endpoints));
		group->endpoints[group->endpoint_count++] = item->endpoint;
	}
	group->findings = arena_grow(arena, group->findings,
		group->finding_count, sizeof(*group->findings));
	group->findings[group->finding_count++] = item->finding;
	group->blocks |= item->blocks;
}

/* What keeps the rest from being tested is the gravest; what is checked
 * earlier is nearer to the cause. */
static int compare_groups(const void *left, const void *right)
{
	const struct group *a = left;
	const struct group *b = right;
	const struct finding *first = a->findings[0];
	const struct finding *other = b->findings[0];

	if (is_caused(first) != is_caused(other))
		return is_caused(first) ? 1 : -1;
	if (a->blocks != b->blocks)
		return a->blocks ? -1 : 1;
	if (first->severity != other->severity)
		return first->severity > other->severity ? -1 : 1;
	if (a->position != b->position)
		return a->position < b->position ? -1 : 1;
	/* All findings are in one order: that of their endpoints. */
	if (a->endpoints[0] != b->endpoints[0])
		return a->endpoints[0] < b->endpoints[0] ? -1 : 1;
	return first < other ? -1 : 1;
}

static void collect(struct arena *arena, const struct endpoint_report *endpoint,
	const struct choice *choice, struct items *items)
{
	struct sorted causes =
		sorted_of(arena, endpoint->findings, endpoint->finding_count,
			sizeof(struct finding), compare_causes);

	for (size_t i = 0; i < endpoint->finding_count; i++) {
		const struct finding *finding = &endpoint->findings[i];
		const struct finding key = {.cause = finding->check};

		if ((finding->policy && !choice->rules) ||
			finding->status != choice->status ||
			(finding->diagnosis && !choice->all))
			continue;
		items->rows = arena_grow(
			arena, items->rows, items->count, sizeof(*items->rows));
		items->rows[items->count++] = (struct item){
			.endpoint = endpoint,
			.finding = finding,
			.said = predicate(arena, endpoint, finding),
			.blocks = sorted_find(&causes, &key) != NULL,
		};
	}
}

static void divide(
	struct arena *arena, const struct items *items, struct groups *groups)
{
	struct sorted sorted = sorted_of(arena, items->rows, items->count,
		sizeof(*items->rows), compare_items);

	for (size_t i = 0; i < sorted.count; i++) {
		const struct item *item = sorted.items[i];

		if (i == 0 || compare_items(sorted.items[i - 1], item) != 0) {
			groups->rows = arena_grow(arena, groups->rows,
				groups->count, sizeof(*groups->rows));
			groups->rows[groups->count++] = (struct group){
				.said = item->said,
				.position = (size_t)(item->finding -
						     item->endpoint->findings),
			};
		}
		group_add(arena, &groups->rows[groups->count - 1], item);
	}
}

struct groups text_group(struct arena *arena, const struct report *report,
	enum verdict status, bool all, bool rules)
{
	const struct choice choice = {status, all, rules};
	struct groups groups = {0};
	struct items items = {0};

	for (size_t i = 0; i < report->endpoint_count; i++)
		collect(arena, &report->endpoints[i], &choice, &items);
	divide(arena, &items, &groups);
	if (groups.count > 1)
		qsort(groups.rows, groups.count, sizeof(*groups.rows),
			compare_groups);
	return groups;
}

static int compare_checks(const void *one, const void *other)
{
	const struct finding *const *a = one, *const *b = other;

	return strcmp((*a)->check, (*b)->check);
}

/* The checks of the group, no one twice; NULL if there is one alone. */
static const char *list_checks(struct arena *arena, const struct group *group)
{
	struct sorted checks = sorted_of(arena, group->findings,
		group->finding_count, sizeof(*group->findings), compare_checks);
	struct builder list = {.arena = arena};
	size_t count = 0;

	for (size_t i = 0; i < group->finding_count; i++) {
		const struct finding *const *finding = &group->findings[i];

		if (sorted_find(&checks, finding) == finding &&
			count++ < NAMED_CHECKS)
			builder_item(&list, ", ", (*finding)->check);
	}
	if (count > NAMED_CHECKS)
		return plural_more(arena, list.text, count - NAMED_CHECKS);
	return count > 1 ? list.text : NULL;
}

static void put_field(
	const struct page *page, const char *label, const char *text)
{
	if (text && text[0])
		page_field(page, 2, FIELD_COLUMNS, PAINT_FAINT, label, text);
}

static void put_summary(
	const struct page *page, enum verdict status, const char *text)
{
	const char *verdict = words_verdict(status);
	size_t width = strlen(verdict) + 2;

	page_put(page, page_paint(status), verdict);
	page_blanks(page, 2);
	page_wrap(page, width, width, PAINT_STRONG, text);
}

static void put_caused(const struct page *page, const struct group *group)
{
	put_summary(page, VERDICT_NOT_TESTED,
		arena_printf(page->arena,
			plural_form(group->finding_count,
				"%zu check could not be made because \"%s\" "
				"did not pass at %s.",
				"%zu checks could not be made because \"%s\" "
				"did not pass at %s."),
			group->finding_count, group->findings[0]->cause,
			words_places(page->arena, group->endpoints,
				group->endpoint_count)));
}

static void put_details(const struct page *page, const struct group *group,
	const char *remedy, bool verbose)
{
	const struct finding *first = group->findings[0];
	const char *checks = list_checks(page->arena, group);

	if (group->endpoint_count > 1)
		put_field(page, "Also",
			words_places(page->arena, group->endpoints + 1,
				group->endpoint_count - 1));
	put_field(page, "Checks", checks);
	if (!checks)
		put_field(page, "Expected", first->expected);
	put_field(page, "Observed", first->observed);
	if (!checks)
		put_field(page, "Meaning", first->explanation);
	put_field(page, "What to do", remedy);
	if (!checks)
		put_field(page, "Reference", first->reference);
	if (verbose && !checks)
		put_field(page, "Check", first->check);
	if (verbose && !checks)
		put_field(page, "Diagnosis", first->diagnosis);
}

void text_group_details(
	const struct page *page, const struct group *group, bool verbose)
{
	put_details(page, group, NULL, verbose);
}

void text_groups(const struct page *page, const struct groups *groups,
	const struct group *told, enum verdict status, bool verbose)
{
	bool caused = false; /* those stand together */

	for (size_t i = 0; i < groups->count; i++) {
		const struct group *group = &groups->rows[i];
		const struct finding *first = group->findings[0];

		if (group == told)
			continue;
		if (!caused)
			page_newline(page);
		caused = is_caused(first);
		if (caused) {
			put_caused(page, group);
			continue;
		}
		put_summary(page, status, first->summary);
		put_details(page, group, first->remedy, verbose);
	}
}
