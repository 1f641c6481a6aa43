/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/diagnosed.h"

#include "model/table.h"
#include "reports/words.h"

#include <string.h>

static bool concerns(const struct diagnosis *diagnosis, size_t endpoint)
{
	for (size_t i = 0; i < diagnosis->endpoint_count; i++)
		if (diagnosis->endpoints[i] == endpoint)
			return true;
	return false;
}

size_t diagnosed_count(const struct report *report,
	const struct diagnosis *diagnosis, enum verdict status)
{
	size_t count = 0;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		if (!concerns(diagnosis, i))
			continue;
		for (size_t j = 0; j < endpoint->finding_count; j++) {
			const struct finding *finding = &endpoint->findings[j];

			if (finding->status == status && finding->diagnosis &&
				strcmp(finding->diagnosis, diagnosis->id) == 0)
				count++;
		}
	}
	return count;
}

size_t diagnosed_in_all(
	const struct report *report, const struct diagnosis *diagnosis)
{
	size_t count = 0;

	for (int v = 0; v < VERDICT_COUNT; v++)
		count += diagnosed_count(report, diagnosis, (enum verdict)v);
	return count;
}

bool diagnosed_is_beside(
	const struct report *report, const struct diagnosis *diagnosis)
{
	return diagnosed_in_all(report, diagnosis) == 0;
}

const struct diagnosis *diagnosed_lead(const struct report *report)
{
	if (report->verdict == VERDICT_PASS)
		return NULL;
	for (size_t i = 0; i < report->diagnosis_count; i++)
		if (diagnosed_count(
			    report, &report->diagnoses[i], report->verdict))
			return &report->diagnoses[i];
	return NULL;
}

const struct remedy *diagnosed_remedy(
	const struct diagnosis *diagnosis, enum audience audience)
{
	for (size_t i = 0; i < diagnosis->remedy_count; i++)
		if (diagnosis->remedies[i].audience == audience)
			return &diagnosis->remedies[i];
	return NULL;
}

const struct remedy *diagnosed_nearest_remedy(
	const struct diagnosis *diagnosis, enum audience audience)
{
	static const enum audience order[][AUDIENCE_COUNT] = {
		[AUDIENCE_USER] = {AUDIENCE_USER, AUDIENCE_HELPDESK,
			AUDIENCE_ADMIN, AUDIENCE_NETWORK},
		[AUDIENCE_HELPDESK] = {AUDIENCE_HELPDESK, AUDIENCE_USER,
			AUDIENCE_ADMIN, AUDIENCE_NETWORK},
		[AUDIENCE_ADMIN] = {AUDIENCE_ADMIN, AUDIENCE_NETWORK,
			AUDIENCE_HELPDESK, AUDIENCE_USER},
		[AUDIENCE_NETWORK] = {AUDIENCE_NETWORK, AUDIENCE_ADMIN,
			AUDIENCE_HELPDESK, AUDIENCE_USER},
	};
	static_assert(COUNT_OF(order) == AUDIENCE_COUNT, "each one's order");
	const struct remedy *remedy = NULL;

	for (size_t i = 0; i < AUDIENCE_COUNT && !remedy; i++)
		remedy = diagnosed_remedy(diagnosis, order[audience][i]);
	return remedy;
}

const char *diagnosed_cause(
	struct arena *arena, const struct diagnosis *diagnosis)
{
	return words_supposed(arena, diagnosis, diagnosis->summary);
}
