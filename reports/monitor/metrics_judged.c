/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was concluded, as metrics. */

#include "model/text/sorted.h"
#include "reports/monitor/metrics.h"

#include <string.h>

void metrics_write_findings(struct metrics *m)
{
	for (size_t i = 0; i < m->endpoint_count; i++) {
		const struct endpoint_report *endpoint = m->endpoints[i];
		size_t counts[VERDICT_COUNT] = {0};

		for (size_t k = 0; k < endpoint->finding_count; k++)
			if (!endpoint->findings[k].policy &&
				!endpoint->findings[k].suppressed)
				counts[endpoint->findings[k].status]++;
		for (int v = 0; v < VERDICT_COUNT; v++) {
			metrics_put_endpoint(m, i);
			metrics_put_label(m, ",", "status",
				verdict_name((enum verdict)v));
			metrics_end_count(m, counts[v]);
		}
	}
}

/* -1: not tested, 0: broken, 1: holds */
static int holds(enum verdict status)
{
	if (status == VERDICT_NOT_TESTED)
		return -1;
	return status == VERDICT_PASS || status == VERDICT_INFO;
}

static int compare_checks(const void *one, const void *other)
{
	const struct finding *a = one, *b = other;

	if (!a->policy != !b->policy)
		return a->policy ? 1 : -1;
	return strcmp(a->check, b->check);
}

/* One check may find several things; the worst is told. */
static int worst_of(const void *const *findings, size_t count)
{
	int result = -1;

	for (size_t i = 0; i < count; i++) {
		const struct finding *finding = findings[i];
		int one = holds(finding->status);

		if (one >= 0 && (result < 0 || one < result))
			result = one;
	}
	return result;
}

static void write_endpoint_checks(struct metrics *m, size_t i)
{
	const struct endpoint_report *endpoint = m->endpoints[i];
	struct arena_mark mark = arena_mark(m->arena);
	struct sorted sorted =
		sorted_of(m->arena, endpoint->findings, endpoint->finding_count,
			sizeof(*endpoint->findings), compare_checks);

	for (size_t k = 0; k < endpoint->finding_count; k++) {
		const struct finding *finding = &endpoint->findings[k];
		const void *const *same;
		size_t count;
		int result;

		if (finding->policy || sorted_find(&sorted, finding) != finding)
			continue;
		same = sorted_all(&sorted, finding, &count);
		result = worst_of(same, count);
		if (result < 0)
			continue;
		metrics_put_endpoint(m, i);
		metrics_put_label(m, ",", "check", finding->check);
		metrics_end_count(m, (size_t)result);
	}
	arena_release(m->arena, mark);
}

void metrics_write_checks(struct metrics *m)
{
	for (size_t i = 0; i < m->endpoint_count; i++)
		write_endpoint_checks(m, i);
}

static int compare_diagnoses(const void *one, const void *other)
{
	const struct diagnosis *a = one, *b = other;

	return strcmp(a->id, b->id);
}

/* One id may be the cause of several failures. */
void metrics_write_diagnoses(struct metrics *m)
{
	struct sorted sorted = sorted_of(m->arena, m->report->diagnoses,
		m->report->diagnosis_count, sizeof(*m->report->diagnoses),
		compare_diagnoses);

	for (size_t i = 0; i < m->report->diagnosis_count; i++) {
		const struct diagnosis *diagnosis = &m->report->diagnoses[i];
		size_t count, endpoints = 0;
		const void *const *same;

		if (sorted_find(&sorted, diagnosis) != diagnosis)
			continue;
		same = sorted_all(&sorted, diagnosis, &count);
		for (size_t k = 0; k < count; k++)
			endpoints += ((const struct diagnosis *)same[k])
					     ->endpoint_count;
		fputs(m->name, m->stream);
		metrics_put_label(m, "{", "diagnosis", diagnosis->id);
		metrics_end_count(m, endpoints);
	}
}

static int compare_policies(const void *one, const void *other)
{
	const struct report_policy *a = one, *b = other;

	return strcmp(a->policy->name, b->policy->name);
}

static void put_policy(const struct metrics *m,
	const struct report_policy *policy, const char *status, size_t count)
{
	fputs(m->name, m->stream);
	metrics_put_label(m, "{", "policy", policy->policy->name);
	metrics_put_label(m, ",", "status", status);
	metrics_end_count(m, count);
}

void metrics_write_policies(struct metrics *m)
{
	struct sorted sorted = sorted_of(m->arena, m->report->policies,
		m->report->policy_count, sizeof(*m->report->policies),
		compare_policies);

	for (size_t i = 0; i < m->report->policy_count; i++) {
		const struct report_policy *policy = &m->report->policies[i];

		if (sorted_find(&sorted, policy) != policy)
			continue;
		for (int v = 0; v < VERDICT_COUNT; v++)
			put_policy(m, policy, verdict_name((enum verdict)v),
				policy->counts[v]);
		put_policy(m, policy, "suppressed", policy->suppressed);
	}
}
