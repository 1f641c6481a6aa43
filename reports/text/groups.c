/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Findings that say the same are told once. */
#include "reports/text/groups.h"

#include "reports/words.h"

#include <stdlib.h>
#include <string.h>

#define FIELD_COLUMNS 12 /* "What to do" and two blanks */
#define NAMED_CHECKS 6

static bool is_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

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

static bool say_same(const struct group *group, const struct finding *finding,
	const char *said)
{
	const struct finding *first = group->findings[0];

	/* One reason keeps many things from being tested. */
	if (is_caused(first) || is_caused(finding))
		return is_same(first->cause, finding->cause);
	if (finding->status == VERDICT_NOT_TESTED)
		return is_same(first->observed, finding->observed) &&
		       (first->observed ||
			       strcmp(first->check, finding->check) == 0);
	return strcmp(first->check, finding->check) == 0 &&
	       is_same(first->expected, finding->expected) &&
	       is_same(first->observed, finding->observed) &&
	       is_same(first->explanation, finding->explanation) &&
	       is_same(first->remedy, finding->remedy) &&
	       strcmp(group->said, said) == 0;
}

static size_t count_blocked(
	const struct endpoint_report *endpoint, const char *check)
{
	size_t count = 0;

	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (is_same(endpoint->findings[i].cause, check))
			count++;
	return count;
}

static void group_add(struct arena *arena, struct group *group,
	const struct endpoint_report *endpoint, const struct finding *finding)
{
	size_t last = group->endpoint_count;

	if (!last || group->endpoints[last - 1] != endpoint) {
		group->endpoints = arena_grow(arena, group->endpoints, last,
			sizeof(*group->endpoints));
		group->endpoints[group->endpoint_count++] = endpoint;
	}
	group->findings = arena_grow(arena, group->findings,
		group->finding_count, sizeof(*group->findings));
	group->findings[group->finding_count++] = finding;
	group->blocked += count_blocked(endpoint, finding->check);
}

static void groups_add(struct arena *arena, struct groups *groups,
	const struct endpoint_report *endpoint, const struct finding *finding)
{
	const char *said = predicate(arena, endpoint, finding);
	struct group *group;

	for (size_t i = 0; i < groups->count; i++)
		if (say_same(&groups->rows[i], finding, said)) {
			group_add(arena, &groups->rows[i], endpoint, finding);
			return;
		}
	groups->rows = arena_grow(
		arena, groups->rows, groups->count, sizeof(*groups->rows));
	group = &groups->rows[groups->count++];
	memset(group, 0, sizeof(*group));
	group->said = said;
	group->position = (size_t)(finding - endpoint->findings);
	group_add(arena, group, endpoint, finding);
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
	if (!a->blocked != !b->blocked)
		return a->blocked ? -1 : 1;
	if (first->severity != other->severity)
		return first->severity > other->severity ? -1 : 1;
	if (a->position != b->position)
		return a->position < b->position ? -1 : 1;
	/* All findings are in one order: that of their endpoints. */
	return a->endpoints[0] < b->endpoints[0] ? -1 : first < other ? -1 : 1;
}

struct groups text_group(struct arena *arena, const struct report *report,
	enum verdict status, bool all, bool rules)
{
	struct groups groups = {0};

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		for (size_t j = 0; j < endpoint->finding_count; j++)
			if ((rules || !endpoint->findings[j].policy) &&
				endpoint->findings[j].status == status &&
				(all || !endpoint->findings[j].diagnosis))
				groups_add(arena, &groups, endpoint,
					&endpoint->findings[j]);
	}
	if (groups.count > 1)
		qsort(groups.rows, groups.count, sizeof(*groups.rows),
			compare_groups);
	return groups;
}

/* The checks of the group, no one twice; NULL if there is one alone. */
static const char *list_checks(struct arena *arena, const struct group *group)
{
	const char *list = group->findings[0]->check;
	size_t count = 1;
	size_t more = 0;

	for (size_t i = 1; i < group->finding_count; i++) {
		const char *check = group->findings[i]->check;
		bool known = false;

		for (size_t j = 0; j < i && !known; j++)
			known = strcmp(group->findings[j]->check, check) == 0;
		if (known)
			continue;
		count++;
		if (count > NAMED_CHECKS)
			more++;
		else
			list = arena_printf(arena, "%s, %s", list, check);
	}
	if (more)
		list = arena_printf(arena, "%s and %zu more", list, more);
	return count > 1 ? list : NULL;
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
			"%s could not be made because \"%s\" did not pass at "
			"%s.",
			words_count(page->arena, group->finding_count, "check"),
			group->findings[0]->cause,
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
