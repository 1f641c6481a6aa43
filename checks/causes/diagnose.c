/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/diagnose.h"

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/witness.h"
#include "model/table.h"

#include <stdlib.h>
#include <string.h>

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
	}
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

/* What keeps somebody from working comes before what was only not tested, and
 * that before a warning; then the more fundamental, as the table has it. */
static int gravity(const struct theory *theory)
{
	if (theory->failed)
		return 0;
	return theory->followed ? 1 : 2;
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

static const struct theory *root_of(const struct theory *theory)
{
	while (theory->after)
		theory = theory->after;
	return theory;
}

/* One that stands beside another follows it at once. */
static int compare(const void *left, const void *right)
{
	const struct theory *a = *(struct theory *const *)left;
	const struct theory *b = *(struct theory *const *)right;

	if (a == b)
		return 0;
	if (root_of(a) != root_of(b))
		return compare_roots(root_of(a), root_of(b));
	if (!a->after != !b->after)
		return a->after ? 1 : -1;
	if (a->confidence != b->confidence)
		return (int)a->confidence - (int)b->confidence;
	return rank_of(a->cause) < rank_of(b->cause) ? -1 : 1;
}

static const char *name_hosts(struct work *work, const struct theory *theory)
{
	const char *list = NULL;
	size_t shown = 0, count = 0;

	for (size_t i = 0; i < theory->endpoint_count; i++) {
		const struct view *view = &work->views[theory->endpoints[i]];
		bool known = false;

		for (size_t j = 0; j < i && !known; j++)
			known = view_same_host(
				view, &work->views[theory->endpoints[j]]);
		if (known)
			continue;
		count++;
		if (shown == 3)
			continue;
		shown++;
		list = say_list(work->arena, list, view->endpoint->host);
	}
	if (count > shown)
		list = arena_printf(
			work->arena, "%s and %zu more", list, count - shown);
	return list;
}

static const char *name_places(struct work *work, const struct theory *theory)
{
	const char *list = NULL;

	for (size_t i = 0; i < theory->endpoint_count && i < 4; i++)
		list = say_list(work->arena, list,
			view_place(work, &work->views[theory->endpoints[i]]));
	if (theory->endpoint_count > 4)
		list = arena_printf(work->arena, "%s and %zu more", list,
			theory->endpoint_count - 4);
	return list;
}

static const char *name_server(
	struct work *work, const struct theory *theory, const char *article)
{
	const struct view *first = &work->views[theory->endpoints[0]];
	const char *server = service_row(first->endpoint->service)->server;
	bool many = false;

	for (size_t i = 0; i < theory->endpoint_count; i++) {
		const struct view *view = &work->views[theory->endpoints[i]];

		if (strcmp(service_row(view->endpoint->service)->server,
			    server) != 0)
			server = "mail server";
		many = many || !view_same_host(first, view);
	}
	return arena_printf(work->arena, "%s %s%s %s", article, server,
		many ? "s" : "", name_hosts(work, theory));
}

/* Replaces every {word}; an arena's worth of copies is nothing here. */
static const char *expand(
	struct work *work, const struct theory *theory, const char *text)
{
	static const char *const words[] = {
		"{places}", "{hosts}", "{server}", "{Server}"};
	const char *const values[] = {
		name_places(work, theory),
		name_hosts(work, theory),
		name_server(work, theory, "the"),
		name_server(work, theory, "The"),
	};

	for (size_t i = 0; text && i < COUNT_OF(words); i++) {
		const char *at = strstr(text, words[i]);

		/* Once each: what stands behind may be a peer's. */
		if (at)
			text = arena_printf(work->arena, "%.*s%s%s",
				(int)(at - text), text, values[i],
				at + strlen(words[i]));
	}
	return text;
}

static void conclude_remedies(struct work *work, const struct theory *theory,
	struct diagnosis *diagnosis)
{
	for (int i = -1; i < AUDIENCE_COUNT; i++) {
		enum audience audience =
			i < 0 ? theory->cause->first : (enum audience)i;
		const char *text = theory->remedies[audience];

		if (i >= 0 && audience == theory->cause->first)
			continue;
		if (!text)
			text = theory->cause->remedies[audience];
		if (text)
			diagnosis->remedies[diagnosis->remedy_count++] =
				(struct remedy){
					audience, expand(work, theory, text)};
	}
}

/* The words of one that nobody has found words for. What stands beside another
 * may be, and is not claimed. */
static const char *default_words(
	struct work *work, const struct theory *theory, const char *words)
{
	const char *title = theory->cause->title;

	if (words && !theory->after)
		return words;
	return arena_printf(work->arena,
		"It may also be this, with {places}: %c%s.",
		title[0] >= 'A' && title[0] <= 'Z' ? title[0] - 'A' + 'a'
						   : title[0],
		title + 1);
}

static struct diagnosis conclude(struct work *work, const struct theory *theory)
{
	const struct cause *cause = theory->cause;
	/* Causes that fit the same facts stand on them, too. */
	const struct theory *witness =
		theory->evidence_count ? theory : root_of(theory);
	struct diagnosis diagnosis = {
		.id = cause->id,
		.confidence = theory->confidence,
		.summary = expand(work, theory,
			theory->summary
				? theory->summary
				: default_words(work, theory, cause->summary)),
		.user_summary = expand(work, theory,
			theory->user_summary ? theory->user_summary
					     : default_words(work, theory,
						       cause->user_summary)),
		.evidence = witness->evidence,
		.evidence_count = witness->evidence_count,
		.explanation = cause->explanation,
		.confirm = theory->confirm ? theory->confirm : cause->confirm,
		.reference = cause->reference,
		.endpoints = theory->endpoints,
		.endpoint_count = theory->endpoint_count,
	};

	if (theory->confidence == CONFIDENCE_CERTAIN)
		diagnosis.confirm = NULL;
	diagnosis.confirm = expand(work, theory, diagnosis.confirm);
	conclude_remedies(work, theory, &diagnosis);
	return diagnosis;
}

void diagnose(struct report *report, struct arena *arena)
{
	struct work work = begin(report, arena);

	report->diagnoses = NULL;
	report->diagnosis_count = 0;
	match_all(&work);
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
				"%s (and %zu more)",
				theory->evidence[theory->evidence_count - 1],
				theory->evidence_left_out);
		report->diagnoses[report->diagnosis_count++] =
			conclude(&work, theory);
	}
}
