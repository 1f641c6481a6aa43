/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/diagnose.h"

#include "checks/causes/open.h"
#include "checks/causes/telling.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/witness.h"
#include "model/text/plural.h"

#include <stdlib.h>

static struct work begin(struct report *report, struct arena *arena)
{
	struct work work = {.report = report, .arena = arena};

	work.view_count = report->endpoint_count;
	if (!work.view_count)
		return work;
	work.views = arena_alloc(arena, work.view_count * sizeof(*work.views));
	for (size_t i = 0; i < work.view_count; i++) {
		struct endpoint_report *endpoint = &report->endpoints[i];

		for (size_t j = 0; j < endpoint->finding_count; j++)
			endpoint->findings[j].diagnosis = NULL;
		work.views[i] = (struct view){
			.report = endpoint,
			.facts = &endpoint->facts,
			.endpoint = &endpoint->facts.endpoint,
			.most = witness_furthest(&endpoint->facts),
			.index = i,
		};
		work.any_connected |= view_connected(&work.views[i]);
	}
	view_group(&work);
	return work;
}

static void match_each(
	struct work *work, const struct cause *cause, cause_match *match)
{
	unsigned due = cause->of_settings ? OF_SETTINGS : OF_ALL;

	for (size_t i = 0; i < work->view_count; i++)
		if (open_checks(&work->views[i]) & due)
			match(work, &work->views[i]);
}

static bool any_is_open(const struct work *work)
{
	for (size_t i = 0; i < work->view_count; i++)
		if (open_checks(&work->views[i]))
			return true;
	return false;
}

/* Whether the turn of the functions of this cause is over with it. */
static bool is_last(size_t rank, cause_match *match, cause_match *match_rest)
{
	for (size_t i = rank + 1; i < cause_count; i++)
		if ((match && cause_table[i]->match == match) ||
			(match_rest &&
				cause_table[i]->match_rest == match_rest))
			return false;
	return true;
}

static void match_all(struct work *work)
{
	for (size_t i = 0; i < cause_count; i++)
		if (cause_table[i]->match &&
			is_last(i, cause_table[i]->match, NULL))
			match_each(work, cause_table[i], cause_table[i]->match);
	for (size_t i = 0; i < cause_count; i++)
		if (cause_table[i]->match_rest &&
			is_last(i, NULL, cause_table[i]->match_rest))
			match_each(work, cause_table[i],
				cause_table[i]->match_rest);
}

/* What always keeps somebody from working comes before what does so at times,
 * that before what was only not tested, and that before a warning; then the
 * more fundamental, as the table has it. */
static int gravity(const struct theory *theory)
{
	if (theory->failed)
		return theory->cause->at_times ? 1 : 0;
	return theory->followed ? 2 : 3;
}

static size_t rank_of(const struct cause *cause)
{
	size_t rank = 0;

	while (cause_table[rank] != cause)
		rank++;
	return rank;
}

static int compare_roots(const struct theory *a, const struct theory *b)
{
	if (gravity(a) != gravity(b))
		return gravity(a) - gravity(b);
	if (a->cause != b->cause)
		return rank_of(a->cause) < rank_of(b->cause) ? -1 : 1;
	if (a->endpoint_count != b->endpoint_count)
		return a->endpoint_count > b->endpoint_count ? -1 : 1;
	return a->endpoints[0] < b->endpoints[0] ? -1 : 1;
}

/* One that stands beside another follows it at once. */
static int compare(const void *left, const void *right)
{
	const struct theory *a = *(struct theory *const *)left;
	const struct theory *b = *(struct theory *const *)right;

	if (a == b)
		return 0;
	if (theory_root(a) != theory_root(b))
		return compare_roots(theory_root(a), theory_root(b));
	if (!a->after != !b->after)
		return a->after ? 1 : -1;
	if (a->confidence != b->confidence)
		return (int)a->confidence - (int)b->confidence;
	return rank_of(a->cause) < rank_of(b->cause) ? -1 : 1;
}

void diagnose(struct report *report, struct arena *arena)
{
	struct work work = begin(report, arena);

	report->diagnoses = NULL;
	report->diagnosis_count = 0;
	if (!any_is_open(&work))
		return;
	match_all(&work);
	theory_clear(&work);
	if (!work.theory_count)
		return;
	qsort(work.theories, work.theory_count, sizeof(*work.theories),
		compare);
	report->diagnoses = arena_alloc(
		arena, work.theory_count * sizeof(*report->diagnoses));
	for (size_t i = 0; i < work.theory_count; i++) {
		struct theory *theory = work.theories[i];

		if (theory->evidence_left_out)
			theory->evidence[theory->evidence_count -
					 1] = arena_printf(arena,
				plural_form(theory->evidence_left_out,
					"%s (and %zu more)",
					"%s (and %zu more)"),
				theory->evidence[theory->evidence_count - 1],
				theory->evidence_left_out);
		report->diagnoses[report->diagnosis_count++] =
			telling_of(&work, theory);
	}
}
