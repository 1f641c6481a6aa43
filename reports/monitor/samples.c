/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/samples.h"

#include "evidence/chain.h"
#include "evidence/witness.h"
#include "model/text/sorted.h"

#include <string.h>

#define DAY_SECONDS 86400

static int compare_names(const struct endpoint *a, const struct endpoint *b)
{
	if (a->service != b->service)
		return a->service < b->service ? -1 : 1;
	if (a->mode != b->mode)
		return a->mode < b->mode ? -1 : 1;
	if (a->port != b->port)
		return a->port < b->port ? -1 : 1;
	return strcmp(a->host, b->host);
}

static int compare_endpoints(const void *one, const void *other)
{
	const struct endpoint_report *a = one, *b = other;

	return compare_names(&a->entry->endpoint, &b->entry->endpoint);
}

const struct endpoint_report **sample_endpoints(
	struct arena *arena, const struct report *report, size_t *ret_count)
{
	const struct endpoint_report **endpoints = arena_alloc(
		arena, (report->endpoint_count + 1) * sizeof(*endpoints));
	struct sorted all =
		sorted_of(arena, report->endpoints, report->endpoint_count,
			sizeof(*report->endpoints), compare_endpoints);
	size_t count = 0;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		if (sorted_find(&all, endpoint) == endpoint)
			endpoints[count++] = endpoint;
	}
	*ret_count = count;
	return endpoints;
}

const struct probe_facts *sample_completed(
	const struct endpoint_report *endpoint)
{
	const struct probe_facts *best = witness_best(&endpoint->facts);

	return best && best->outcome == OUTCOME_COMPLETED ? best : NULL;
}

const struct certificate *sample_certificate(
	const struct endpoint_report *endpoint)
{
	return chain_leaf(&endpoint->facts);
}

int64_t sample_days(
	const struct report *report, const struct certificate *certificate)
{
	int64_t left = certificate->not_after - report->started_s;

	return left >= 0 ? left / DAY_SECONDS
			 : -((DAY_SECONDS - 1 - left) / DAY_SECONDS);
}

/* When the stage before the one left at `until` was left. */
static int64_t left_before(const struct probe_facts *probe, enum stage stage)
{
	int64_t until = probe->stage_us[stage], before = 0;

	for (int s = 0; s < STAGE_COUNT; s++) {
		int64_t other = probe->stage_us[s];

		if (s != (int)stage && other > before &&
			(other < until || (other == until && s < (int)stage)))
			before = other;
	}
	return before;
}

void sample_stages(const struct probe_facts *probe, int64_t ret_us[STAGE_COUNT])
{
	for (int s = 0; s < STAGE_COUNT; s++)
		ret_us[s] = probe->stage_us[s] < 0
				    ? -1
				    : probe->stage_us[s] -
					      left_before(probe, (enum stage)s);
}
