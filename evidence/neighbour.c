/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/neighbour.h"

#include "model/text/ascii.h"

bool neighbour_shares_host(
	const struct endpoint *one, const struct endpoint *other)
{
	return ascii_compare(one->host, other->host) == 0;
}

bool neighbour_is_same(const struct endpoint *one, const struct endpoint *other)
{
	return one->service == other->service && one->mode == other->mode &&
	       one->port == other->port && neighbour_shares_host(one, other);
}

const struct endpoint_report *neighbour_next(const struct report *report,
	const struct endpoint *endpoint, size_t *at)
{
	while (*at < report->endpoint_count) {
		const struct endpoint_report *other = &report->endpoints[*at];
		const struct endpoint *names = &other->facts.endpoint;

		++*at;
		if (neighbour_shares_host(names, endpoint) &&
			!neighbour_is_same(names, endpoint))
			return other;
	}
	return NULL;
}

static int by_host(const void *one, const void *other)
{
	const struct endpoint_report *a = one, *b = other;

	return ascii_compare(a->facts.endpoint.host, b->facts.endpoint.host);
}

struct neighbours neighbour_index(
	struct arena *arena, const struct report *report)
{
	size_t count = report->endpoint_count;
	struct neighbours all = {
		sorted_of(arena, report->endpoints, count,
			sizeof(*report->endpoints), by_host),
		arena_alloc(arena, (count + 1) * sizeof(*all.ends)),
	};

	for (size_t i = count; i-- > 0;)
		all.ends[i] =
			i + 1 < count && by_host(all.by_host.items[i],
						 all.by_host.items[i + 1]) == 0
				? all.ends[i + 1]
				: i + 1;
	return all;
}

struct neighbour_walk neighbour_walk(
	const struct neighbours *all, const struct endpoint_report *endpoint)
{
	size_t first = sorted_first(&all->by_host, endpoint);
	struct neighbour_walk walk = {all, first, first, false};

	if (first == all->by_host.count)
		return walk;
	walk.end = all->ends[first];
	walk.is_cut = walk.end - first > NEIGHBOUR_MOST;
	if (walk.is_cut)
		walk.end = first + NEIGHBOUR_MOST;
	return walk;
}

const struct endpoint_report *neighbour_step(struct neighbour_walk *walk)
{
	return walk->at < walk->end ? walk->all->by_host.items[walk->at++]
				    : NULL;
}
