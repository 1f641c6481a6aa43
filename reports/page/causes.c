/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/page/causes.h"

#include "model/table.h"
#include "reports/diagnosed.h"

#include <stdlib.h>
#include <string.h>

#define FAILS 3 /* times as bad as a warning */

static unsigned rating_weight(const struct finding *finding)
{
	static const unsigned weights[] = {
		[RATING_NONE] = 5, /* a check: the settings do not work out */
		[RATING_INFO] = 1,
		[RATING_LOW] = 2,
		[RATING_MEDIUM] = 3,
		[RATING_HIGH] = 5,
		[RATING_CRITICAL] = 8,
	};
	static_assert(COUNT_OF(weights) == RATING_COUNT, "each one's weight");

	return weights[finding->rating] *
	       (finding->status == VERDICT_FAIL ? FAILS : 1);
}

static unsigned diagnosis_weight(enum verdict status)
{
	/* As bad as four rules: mail programs do not get through. */
	return status == VERDICT_FAIL ? 4 * 8 * FAILS : 5;
}

static void add_endpoint(
	const struct sheet *sheet, struct page_cause *cause, size_t endpoint)
{
	size_t at = cause->endpoint_count;

	while (at && cause->endpoints[at - 1] > endpoint)
		at--;
	if (at && cause->endpoints[at - 1] == endpoint)
		return;
	cause->endpoints = arena_grow(sheet->out.arena, cause->endpoints,
		cause->endpoint_count, sizeof(*cause->endpoints));
	memmove(cause->endpoints + at + 1, cause->endpoints + at,
		(cause->endpoint_count - at) * sizeof(*cause->endpoints));
	cause->endpoints[at] = endpoint;
	cause->endpoint_count++;
}

static struct page_cause *add_cause(
	const struct sheet *sheet, struct page_causes *causes)
{
	struct page_cause *cause;

	causes->rows = arena_grow(sheet->out.arena, causes->rows, causes->count,
		sizeof(*causes->rows));
	cause = &causes->rows[causes->count++];
	memset(cause, 0, sizeof(*cause));
	return cause;
}

/* The gravest of what the diagnosis explains; pass if that is nothing. */
static enum verdict explained(
	const struct sheet *sheet, const struct diagnosis *diagnosis)
{
	static const enum verdict order[] = {
		VERDICT_FAIL, VERDICT_NOT_TESTED, VERDICT_WARNING};

	for (size_t i = 0; i < COUNT_OF(order); i++)
		for (size_t k = 0; k < diagnosis->endpoint_count; k++) {
			const struct endpoint_report *endpoint =
				&sheet->report
					 ->endpoints[diagnosis->endpoints[k]];

			for (size_t f = 0; f < endpoint->finding_count; f++) {
				const struct finding *finding =
					&endpoint->findings[f];

				if (finding->status == order[i] &&
					finding->diagnosis &&
					strcmp(finding->diagnosis,
						diagnosis->id) == 0)
					return order[i];
			}
		}
	return VERDICT_PASS;
}

static struct page_cause *find_diagnosed(
	const struct page_causes *causes, const char *id)
{
	for (size_t i = 0; i < causes->count; i++)
		if (strcmp(causes->rows[i].diagnosis->id, id) == 0)
			return &causes->rows[i];
	return NULL;
}

static void add_diagnoses(const struct sheet *sheet, struct page_causes *causes)
{
	const struct report *report = sheet->report;

	for (size_t i = 0; i < report->diagnosis_count; i++) {
		const struct diagnosis *diagnosis = &report->diagnoses[i];
		enum verdict status = explained(sheet, diagnosis);
		struct page_cause *cause =
			find_diagnosed(causes, diagnosis->id);

		/* Another one that fits stands at the endpoint. */
		if (status == VERDICT_PASS)
			continue;
		if (!cause) {
			cause = add_cause(sheet, causes);
			cause->diagnosis = diagnosis;
			cause->status = status;
			cause->weight = diagnosis_weight(status);
		}
		for (size_t k = 0; k < diagnosis->endpoint_count; k++)
			add_endpoint(sheet, cause, diagnosis->endpoints[k]);
	}
}

static bool counts(const struct sheet *sheet, const struct finding *finding,
	enum verdict status)
{
	return finding->status == status && !finding->suppressed &&
	       !finding->diagnosis && !sheet_is_bundle(sheet, finding);
}

static int by_rule(const void *left, const void *right)
{
	const struct ruling *a = *(const struct ruling *const *)left;
	const struct ruling *b = *(const struct ruling *const *)right;
	int order = strcmp(a->finding->check, b->finding->check);

	if (order)
		return order;
	if (a->policy != b->policy)
		return a->policy < b->policy ? -1 : 1;
	return a->endpoint < b->endpoint ? -1 : a->endpoint > b->endpoint;
}

static void add_policy(
	const struct sheet *sheet, struct page_cause *cause, const char *words)
{
	cause->policies = arena_grow(sheet->out.arena, cause->policies,
		cause->policy_count, sizeof(*cause->policies));
	cause->policies[cause->policy_count++] = words;
}

/* One rule may be of several policies. */
static void add_rules(const struct sheet *sheet, struct page_causes *causes,
	const struct ruling **rulings, size_t count)
{
	struct page_cause *cause = NULL;
	const char *check = NULL;
	size_t policy = 0;

	for (size_t i = 0; i < count; i++) {
		const struct finding *finding = rulings[i]->finding;

		if (!check || strcmp(check, finding->check) != 0) {
			cause = add_cause(sheet, causes);
			check = finding->check;
			policy = 0;
			cause->finding = finding;
			cause->status = finding->status;
		}
		if (rating_weight(finding) > cause->weight)
			cause->weight = rating_weight(finding);
		add_endpoint(sheet, cause, rulings[i]->endpoint);
		if (rulings[i]->policy != policy)
			add_policy(sheet, cause,
				arena_printf(sheet->out.arena, "%s (%s)",
					finding->policy, finding->level));
		policy = rulings[i]->policy;
	}
}

static void add_findings(const struct sheet *sheet, struct page_causes *causes,
	enum verdict status)
{
	const struct ruling **rulings = arena_alloc(sheet->out.arena,
		(sheet->rulings.count + 1) * sizeof(const struct ruling *));
	size_t count = 0;

	for (size_t i = 0; i < sheet->rulings.count; i++)
		if (counts(sheet, sheet->rulings.rows[i].finding, status))
			rulings[count++] = &sheet->rulings.rows[i];
	if (count)
		qsort(rulings, count, sizeof(*rulings), by_rule);
	add_rules(sheet, causes, rulings, count);
}

static int by_weight(const void *left, const void *right)
{
	const struct page_cause *a = left, *b = right;
	size_t one = a->weight * a->endpoint_count;
	size_t other = b->weight * b->endpoint_count;

	if (one != other)
		return one > other ? -1 : 1;
	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	if (a->endpoints[0] != b->endpoints[0])
		return a->endpoints[0] < b->endpoints[0] ? -1 : 1;
	if (!a->finding || !b->finding)
		return a->finding ? 1 : b->finding ? -1 : 0;
	return strcmp(a->finding->check, b->finding->check);
}

struct page_causes causes_rank(const struct sheet *sheet)
{
	struct page_causes causes = {0};

	add_diagnoses(sheet, &causes);
	add_findings(sheet, &causes, VERDICT_FAIL);
	if (!causes.count)
		add_findings(sheet, &causes, VERDICT_WARNING);
	if (causes.count)
		qsort(causes.rows, causes.count, sizeof(*causes.rows),
			by_weight);
	return causes;
}

bool causes_is_demand(const struct page_cause *cause)
{
	return cause->finding &&
	       (cause->finding->policy || cause->endpoint_count > 1);
}

const char *causes_summary(
	const struct sheet *sheet, const struct page_cause *cause)
{
	const char *title = NULL;

	if (!cause->diagnosis)
		return causes_is_demand(cause)
			       ? sheet_demand(sheet, cause->finding)
			       : cause->finding->summary;
	if (cause->endpoint_count > cause->diagnosis->endpoint_count &&
		sheet->options->title)
		title = sheet->options->title(cause->diagnosis->id);
	return title ? title
		     : diagnosed_cause(sheet->out.arena, cause->diagnosis);
}
