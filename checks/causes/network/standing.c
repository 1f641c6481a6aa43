/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/network/standing.h"

#include "checks/causes/theory.h"
#include "checks/say.h"
#include "evidence/address.h"

#include <string.h>

static bool has_failed(const struct attempt *attempt)
{
	return attempt->tried && !attempt->connected && !attempt->overtaken &&
	       (attempt->status == ST_TIMEOUT ||
		       attempt->status == ST_CONN_REFUSED ||
		       attempt->status == ST_UNREACHABLE ||
		       attempt->status == ST_RESET);
}

static struct standing *find_standing(
	struct standings *standings, const struct attempt *attempt)
{
	for (size_t i = 0; i < standings->count; i++)
		if (strcmp(standings->list[i].attempt->address,
			    attempt->address) == 0)
			return &standings->list[i];
	if (standings->count == ADDRESSES)
		return NULL;
	standings->list[standings->count] =
		(struct standing){.attempt = attempt};
	return &standings->list[standings->count++];
}

static void note(struct standings *standings, const struct probe_facts *probe,
	const struct attempt *attempt)
{
	struct standing *standing = find_standing(standings, attempt);

	if (!standing || !attempt->tried)
		return;
	if (attempt->connected ||
		(has_failed(attempt) && !standing->attempt->connected))
		standing->attempt = attempt;
	if (!attempt->connected || probe->connect_only ||
		probe->status == ST_THROTTLED)
		return;
	if (probe->outcome == OUTCOME_COMPLETED)
		standing->completed++;
	if (probe->purpose != PURPOSE_BEST &&
		probe->question != QUESTION_ADDRESS)
		return;
	if (probe->outcome == OUTCOME_COMPLETED) {
		standing->whole++;
	} else {
		standing->broken++;
		standing->broke = probe;
	}
}

struct standings standing_list(const struct view *view)
{
	struct standings standings = {.count = 0};

	struct address_walk walk = {0};
	const struct attempt *attempt;

	while ((attempt = address_next(view->facts, &walk)))
		note(&standings, walk.probe, attempt);
	return standings;
}

struct families standing_by_family(const struct standings *standings)
{
	struct families families = {{0, 0}, {0, 0}};

	for (size_t i = 0; i < standings->count; i++) {
		const struct attempt *attempt = standings->list[i].attempt;

		if (attempt->connected)
			families.good[attempt->ipv6]++;
		else if (has_failed(attempt))
			families.bad[attempt->ipv6]++;
	}
	return families;
}

/* One TLS version alone may work where the whole dialogue does not. */
static bool is_broken(const struct standing *standing)
{
	return standing->broken && !standing->whole;
}

bool standing_differs(const struct standings *standings)
{
	size_t working = 0, broken = 0;

	for (size_t i = 0; i < standings->count; i++) {
		bool breaks = is_broken(&standings->list[i]);

		working += standings->list[i].completed > 0 && !breaks;
		broken += breaks;
	}
	return working && broken;
}

void standing_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct standings *standings)
{
	for (size_t i = 0; i < standings->count; i++) {
		const struct standing *standing = &standings->list[i];
		const char *words = "not needed";

		if (is_broken(standing))
			words = say_stop(work->arena, standing->broke);
		else if (standing->completed)
			words = "works";
		else if (standing->attempt->connected)
			words = "connected";
		else if (has_failed(standing->attempt))
			words = status_words(standing->attempt->status);
		theory_add_evidence(work, theory, "%s, port %u: %s",
			standing->attempt->address, view->endpoint->port,
			words);
	}
}
