/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/judge.h"

#include "checks/causes/diagnose.h"
#include "checks/judge.h"
#include "checks/rules/judge.h"
#include "checks/rules/rule.h"

void judge_report(struct arena *arena, struct report *report, bool states_only)
{
	struct judge_context context = {
		.now_s = report->started_s,
		.expiry_days = JUDGE_EXPIRY_DAYS,
		.arena = arena,
		.states_only = states_only,
	};

	for (size_t i = 0; i < report->endpoint_count; i++)
		judge_endpoint(&report->endpoints[i], &context);
	rules_judge(report, &context);
	report_conclude(report);
	diagnose(report, arena);
}

struct report judge_alone(
	struct arena *arena, const struct report *report, size_t endpoint)
{
	struct report alone = *report;

	alone.endpoints = arena_alloc(arena, sizeof(*alone.endpoints));
	alone.endpoints[0] = report->endpoints[endpoint];
	alone.endpoint_count = 1;
	alone.policies = arena_alloc(
		arena, (report->policy_count + 1) * sizeof(*report->policies));
	for (size_t i = 0; i < report->policy_count; i++)
		alone.policies[i] = report->policies[i];
	judge_report(arena, &alone, false);
	return alone;
}
