/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/theory.h"

#include "checks/causes/open.h"

#include <search.h>
#include <string.h>

#define EVIDENCE_LINES 10

static int compare(const void *one, const void *other)
{
	const struct theory *a = one, *b = other;
	int order = strcmp(a->cause->id, b->cause->id);

	return order ? order : strcmp(a->about, b->about);
}

static struct theory *find(
	const struct work *work, const struct cause *cause, const char *about)
{
	const struct theory key = {.cause = cause, .about = about};
	void *node = tfind(&key, &work->by_cause, compare);

	return node ? *(struct theory **)node : NULL;
}

static void add_endpoint(
	struct work *work, struct theory *theory, const struct view *view)
{
	bool is_new = !theory->endpoint_count || view->index > theory->last;

	for (size_t i = theory->endpoint_count; !is_new && i > 0; i--)
		if (theory->endpoints[i - 1] == view->index)
			return;
	if (is_new)
		theory->last = view->index;
	theory->endpoints = arena_grow(work->arena, theory->endpoints,
		theory->endpoint_count, sizeof(*theory->endpoints));
	theory->endpoints[theory->endpoint_count++] = view->index;
}

static struct theory *find_or_add(struct work *work, const struct view *view,
	const struct cause *cause, enum confidence confidence,
	const char *about)
{
	struct theory *theory = find(work, cause, about);

	if (!theory) {
		theory = arena_alloc(work->arena, sizeof(*theory));
		theory->cause = cause;
		theory->about = about;
		theory->confidence = confidence;
		work->theories = arena_grow(work->arena, work->theories,
			work->theory_count, sizeof(*work->theories));
		work->theories[work->theory_count++] = theory;
		tsearch(theory, &work->by_cause, compare);
	}
	if (confidence < theory->confidence)
		theory->confidence = confidence;
	add_endpoint(work, theory, view);
	return theory;
}

struct theory *theory_suppose(struct work *work, const struct view *view,
	const struct cause *cause, enum confidence confidence,
	unsigned explains, const char *about)
{
	struct theory *theory =
		find_or_add(work, view, cause, confidence, about);

	theory->after = NULL;
	open_take(
		view, cause->id, explains, &theory->failed, &theory->followed);
	return theory;
}

struct theory *theory_beside(struct work *work, const struct view *view,
	struct theory *first, const struct cause *cause,
	enum confidence confidence, const char *about)
{
	struct theory *theory = find(work, cause, about);

	/* What stands beside one cause is one, too. */
	for (struct theory *at = first->beside; at; at = at->next_beside)
		if (at->after == first && at->cause == cause) {
			about = at->about;
			break;
		}
	if (theory)
		return find_or_add(
			work, view, cause, confidence, theory->about);
	theory = find_or_add(work, view, cause, confidence, about);
	theory->after = first;
	theory->next_beside = first->beside;
	first->beside = theory;
	return theory;
}

void theory_add_evidence(
	struct work *work, struct theory *theory, const char *format, ...)
{
	va_list arguments;
	const char *line;

	va_start(arguments, format);
	line = arena_vprintf(work->arena, format, arguments);
	va_end(arguments);
	for (size_t i = 0; i < theory->evidence_count; i++)
		if (strcmp(theory->evidence[i], line) == 0)
			return;
	if (theory->evidence_count == EVIDENCE_LINES) {
		theory->evidence_left_out++;
		return;
	}
	theory->evidence = arena_grow(work->arena, theory->evidence,
		theory->evidence_count, sizeof(*theory->evidence));
	theory->evidence[theory->evidence_count++] = line;
}

void theory_tell(
	struct theory *theory, const char *summary, const char *user_summary)
{
	if (!theory->summary)
		theory->summary = summary;
	if (!theory->user_summary)
		theory->user_summary = user_summary;
}

void theory_advise(
	struct theory *theory, enum audience audience, const char *text)
{
	if (!theory->remedies[audience])
		theory->remedies[audience] = text;
}

void theory_explain(struct theory *theory, const char *text)
{
	if (!theory->explanation)
		theory->explanation = text;
}

void theory_confirm(struct theory *theory, const char *text)
{
	if (!theory->confirm)
		theory->confirm = text;
}

const struct theory *theory_root(const struct theory *theory)
{
	while (theory->after)
		theory = theory->after;
	return theory;
}

static void keep_node(void *node)
{
	(void)node;
}

void theory_clear(struct work *work)
{
	tdestroy(work->by_cause, keep_node);
	work->by_cause = NULL;
}
