/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/telling.h"

#include "checks/causes/advice.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "model/service.h"
#include "model/table.h"
#include "model/text/plural.h"
#include "model/text/sorted.h"

#include <string.h>

static int by_host(const void *one, const void *other)
{
	return view_compare_hosts(*(const struct view *const *)one,
		*(const struct view *const *)other);
}

static const char *name_hosts(struct work *work, const struct theory *theory)
{
	const struct view **views = arena_alloc(
		work->arena, theory->endpoint_count * sizeof(*views));
	const char *list = NULL;
	size_t shown = 0, count = 0;
	struct sorted hosts;

	for (size_t i = 0; i < theory->endpoint_count; i++)
		views[i] = &work->views[theory->endpoints[i]];
	hosts = sorted_of(work->arena, views, theory->endpoint_count,
		sizeof(*views), by_host);
	for (size_t i = 0; i < theory->endpoint_count; i++) {
		const struct view *view = views[i];

		/* Named where it comes first. */
		if (sorted_find(&hosts, &views[i]) != &views[i])
			continue;
		count++;
		if (shown == 3)
			continue;
		shown++;
		list = say_list(work->arena, list, view->endpoint->host);
	}
	return plural_more(work->arena, list, count - shown);
}

static const char *name_places(struct work *work, const struct theory *theory)
{
	const char *list = NULL;

	for (size_t i = 0; i < theory->endpoint_count && i < 4; i++)
		list = say_list(work->arena, list,
			view_place(work, &work->views[theory->endpoints[i]]));
	if (theory->endpoint_count > 4)
		return plural_more(
			work->arena, list, theory->endpoint_count - 4);
	return list;
}

/* "the incoming mail server a.example" */
static const char *name_server(
	struct work *work, const struct theory *theory, bool begins)
{
	const struct view *first = &work->views[theory->endpoints[0]];
	const struct service_row *row = service_row(first->endpoint->service);
	const char *one = row->server, *several = row->servers;
	bool many = false;

	for (size_t i = 0; i < theory->endpoint_count; i++) {
		const struct view *view = &work->views[theory->endpoints[i]];

		if (strcmp(service_row(view->endpoint->service)->server,
			    row->server) != 0) {
			one = "mail server";
			several = "mail servers";
		}
		many = many || !view_same_host(first, view);
	}
	return arena_printf(work->arena, begins ? "The %s %s" : "the %s %s",
		many ? several : one, name_hosts(work, theory));
}

/* Replaces every {word}; an arena's worth of copies is nothing here. */
static const char *expand(
	struct work *work, const struct theory *theory, const char *text)
{
	const struct {
		const char *word;
		const char *value;
	} words[] = {
		{"{places}", name_places(work, theory)},
		{"{hosts}", name_hosts(work, theory)},
		{"{server}", name_server(work, theory, false)},
		{"{Server}", name_server(work, theory, true)},
		{ADVICE_ENCRYPTED, advice_encrypted(work, theory)},
		{ADVICE_SUBMISSION, advice_submission(work, theory)},
		{ADVICE_MAIL_PORTS, advice_mail_ports(work->arena)},
	};

	/* Once each: what stands behind may be a peer's. */
	for (size_t i = 0; text && i < COUNT_OF(words); i++)
		text = advice_put(
			work->arena, text, words[i].word, words[i].value);
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
	if (words && !theory->after)
		return words;
	if (!theory->after)
		return arena_printf(
			work->arena, "%s: {places}.", theory->cause->title);
	return arena_printf(work->arena,
		"Another possible cause for {places}: %s.",
		theory->cause->title);
}

struct diagnosis telling_of(struct work *work, const struct theory *theory)
{
	const struct cause *cause = theory->cause;
	/* Causes that fit the same facts stand on them, too. */
	const struct theory *witness =
		theory->evidence_count ? theory : theory_root(theory);
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
		.explanation = theory->explanation ? theory->explanation
						   : cause->explanation,
		.advised = theory->endpoint_count == 1 ? theory->advised : NULL,
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
