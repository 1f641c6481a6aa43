/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/text/overview.h"

#include "model/text/plural.h"
#include "reports/diagnosed.h"
#include "reports/words.h"

#include <string.h>

#define SHORT_LIST 12
#define CAUSES 10
#define FIELD_COLUMNS 11

bool text_is_long(const struct report *report)
{
	return report->endpoint_count > SHORT_LIST;
}

/* "100 pass, 15 FAIL, 3 NOT TESTED" */
static const char *verdicts(struct arena *arena, const struct report *report)
{
	static const enum verdict order[] = {
		VERDICT_FAIL, VERDICT_NOT_TESTED, VERDICT_PASS};
	const char *list = "";

	for (size_t v = 0; v < sizeof(order) / sizeof(*order); v++) {
		size_t count = 0;

		for (size_t i = 0; i < report->endpoint_count; i++)
			count += report->endpoints[i].verdict == order[v];
		list = plural_list(arena, list, count,
			arena_printf(arena, "%zu %s", count,
				words_verdict(order[v])));
	}
	return list;
}

/* The first has the label, the others stand below it. */
static void put_cause(const struct page *page, size_t row, size_t endpoints,
	const char *cause)
{
	page_field(page, 0, FIELD_COLUMNS, PAINT_FAINT, row ? "" : "Causes",
		arena_printf(page->arena,
			plural_form(endpoints, "%zu endpoint: %s",
				"%zu endpoints: %s"),
			endpoints, cause));
}

/* Another cause that fits, beside the likelier one before it, is no problem
 * more. */
static bool is_beside(const struct report *report, size_t index)
{
	const struct diagnosis *one = &report->diagnoses[index];

	return index && diagnosed_is_beside(report, one) &&
	       one->endpoint_count && one[-1].endpoint_count &&
	       one->endpoints[0] == one[-1].endpoints[0];
}

static bool is_first_of_kind(const struct report *report, size_t index)
{
	if (is_beside(report, index))
		return false;
	for (size_t i = 0; i < index; i++)
		if (strcmp(report->diagnoses[i].id,
			    report->diagnoses[index].id) == 0)
			return false;
	return true;
}

/* A cause that several hosts have, each with its own diagnosis, is one row. */
static const char *tell_kind(const struct page *page,
	const struct report *report, size_t index, size_t *ret_endpoints)
{
	const struct diagnosis *first = &report->diagnoses[index];
	const char *cause = diagnosed_cause(page->arena, first);
	size_t kinds = 0;

	*ret_endpoints = 0;
	for (size_t i = index; i < report->diagnosis_count; i++)
		if (strcmp(report->diagnoses[i].id, first->id) == 0) {
			*ret_endpoints += report->diagnoses[i].endpoint_count;
			kinds++;
		}
	return kinds == 1 ? cause
			  : arena_printf(page->arena, "%s, %zu times: %s",
				    first->id, kinds, cause);
}

static size_t count_kinds(const struct report *report)
{
	size_t count = 0;

	for (size_t i = 0; i < report->diagnosis_count; i++)
		count += is_first_of_kind(report, i);
	return count;
}

static void put_kind(const struct page *page, const struct report *report,
	size_t index, size_t row)
{
	size_t endpoints;
	const char *cause = tell_kind(page, report, index, &endpoints);

	put_cause(page, row, endpoints, cause);
}

void text_overview(const struct page *page, const struct report *report,
	const struct groups *failed)
{
	size_t row = 0, all = count_kinds(report) + failed->count;

	page_field(page, 0, FIELD_COLUMNS, PAINT_FAINT, "Endpoints",
		arena_printf(page->arena, "%zu: %s", report->endpoint_count,
			verdicts(page->arena, report)));
	for (size_t i = 0; i < report->diagnosis_count && row < CAUSES; i++)
		if (is_first_of_kind(report, i))
			put_kind(page, report, i, row++);
	for (size_t i = 0; i < failed->count && row < CAUSES; i++)
		put_cause(page, row++, failed->rows[i].endpoint_count,
			failed->rows[i].findings[0]->summary);
	if (row < all)
		page_field(page, 0, FIELD_COLUMNS, PAINT_FAINT, "",
			arena_printf(page->arena,
				plural_form(all - row, "and %zu more cause",
					"and %zu more causes"),
				all - row));
}
