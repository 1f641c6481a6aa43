/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/report.h"

#include <stdlib.h>
#include <string.h>

static enum verdict worse(enum verdict verdict, enum verdict status)
{
	if (verdict == VERDICT_FAIL || status == VERDICT_FAIL)
		return VERDICT_FAIL;
	if (verdict == VERDICT_NOT_TESTED || status == VERDICT_NOT_TESTED)
		return VERDICT_NOT_TESTED;
	return VERDICT_PASS;
}

/* Not having looked is never a pass: no endpoints or no findings conclude
 * nothing. */
void report_conclude(struct report *report)
{
	memset(report->counts, 0, sizeof(report->counts));
	report->verdict = VERDICT_PASS;
	if (report->endpoint_count == 0)
		report->verdict = VERDICT_NOT_TESTED;
	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct endpoint_report *endpoint = &report->endpoints[i];

		endpoint->verdict = VERDICT_PASS;
		if (endpoint->finding_count == 0)
			endpoint->verdict = VERDICT_NOT_TESTED;
		for (size_t j = 0; j < endpoint->finding_count; j++) {
			const struct finding *finding = &endpoint->findings[j];

			if (finding->suppressed)
				continue;
			report->counts[finding->status]++;
			if (!finding->unobservable)
				endpoint->verdict = worse(
					endpoint->verdict, finding->status);
		}
		report->verdict = worse(report->verdict, endpoint->verdict);
	}
}

static size_t size_of(struct probe_facts *const *probes, size_t count)
{
	size_t size = 0;

	for (size_t i = 0; i < count; i++)
		size += arena_size(probes[i]->arena) +
			arena_size(probes[i]->tls.chain_arena);
	return size;
}

size_t report_size(const struct report *report)
{
	size_t size = report->endpoint_count * sizeof(*report->endpoints);

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_facts *facts =
			&report->endpoints[i].facts;

		size += size_of(facts->probes, facts->probe_count) +
			size_of(facts->rule_probes, facts->rule_probe_count) +
			size_of(facts->logins, facts->login_count);
		if (facts->offered)
			size += arena_size(facts->offered->arena);
	}
	return size;
}

static void clear_facts(struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		probe_facts_free(facts->probes[i]);
	for (size_t i = 0; i < facts->rule_probe_count; i++)
		probe_facts_free(facts->rule_probes[i]);
	for (size_t i = 0; i < facts->login_count; i++)
		probe_facts_free(facts->logins[i]);
	free(facts->probes);
	free(facts->rule_probes);
	free(facts->logins);
	offered_facts_free(facts->offered);
	free(facts->unasked);
}

void report_clear(struct report *report)
{
	for (size_t i = 0; report->endpoints && i < report->endpoint_count; i++)
		clear_facts(&report->endpoints[i].facts);
	free(report->endpoints);
	report->endpoints = NULL;
	report->endpoint_count = 0;
}
