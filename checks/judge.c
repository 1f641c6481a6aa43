/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/judge.h"

#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/witness.h"

#include <string.h>

/* The way that a connection takes. A check that failed stands in the way of
 * what follows, unless some probe passed all the same: a greeting of another
 * product, say, hinders nothing. */
struct gate {
	const struct check *check;
	bool (*passed)(const struct endpoint_facts *facts);
};

static const struct gate implicit_way[] = {
	{&check_connect, reached_connection},
	{&check_mode, reached_tls_record},
	{&check_tls_best, reached_tls},
	{&check_greeting, reached_greeting},
	{NULL, NULL},
};

static const struct gate explicit_way[] = {
	{&check_connect, reached_connection},
	{&check_mode, reached_greeting},
	{&check_greeting, reached_greeting},
	{&check_capability_starttls, reached_starttls},
	{&check_tls_best, reached_tls},
	{NULL, NULL},
};

/* The finding of that check if it can be the cause of others, or NULL. */
static const struct finding *find_obstacle(
	const struct endpoint_report *endpoint, const char *check)
{
	for (size_t i = 0; i < endpoint->finding_count; i++) {
		const struct finding *finding = &endpoint->findings[i];

		if (strcmp(finding->check, check) == 0 &&
			(finding->status == VERDICT_FAIL ||
				finding->status == VERDICT_NOT_TESTED))
			return finding;
	}
	return NULL;
}

/* The first check that stands in the way of `finding`, or NULL. */
static const char *find_cause(
	const struct endpoint_report *endpoint, const struct finding *finding)
{
	const struct gate *gate = implicit_way;

	if (endpoint->facts.endpoint.mode != MODE_IMPLICIT)
		gate = explicit_way;
	for (; gate->check; gate++) {
		const struct finding *obstacle =
			find_obstacle(endpoint, gate->check->id);

		if (obstacle == finding)
			return NULL;
		if (!obstacle || gate->passed(&endpoint->facts))
			continue;
		/* One that was itself kept from its answer names the root. */
		if (obstacle->cause &&
			find_obstacle(endpoint, obstacle->cause) == finding)
			return NULL;
		return obstacle->cause ? obstacle->cause : obstacle->check;
	}
	return NULL;
}

static const char *not_reached_words(
	struct arena *arena, const struct endpoint_facts *facts)
{
	const struct probe_facts *most = witness_furthest(facts);

	if (!most)
		return facts->out_of_time ? "the run reached its deadline first"
		       : facts->interrupted ? "the run was interrupted first"
					    : "no connection was tried";
	if (most->status == ST_OK)
		return "not observed";
	return say_stop(arena, most);
}

void judge_explain_not_tested(const struct endpoint_report *endpoint,
	const struct judge_context *context, struct finding *finding)
{
	const struct endpoint_facts *facts = &endpoint->facts;

	if (finding->cause && !find_obstacle(endpoint, finding->cause))
		finding->cause = NULL;
	if (!finding->observed && !finding->cause && facts->probe_count > 0)
		finding->cause = find_cause(endpoint, finding);
	if (!finding->observed) {
		finding->observed = not_reached_words(context->arena, facts);
		finding->remedy = "Run the check again.";
	}
	if (finding->cause)
		finding->remedy = arena_printf(context->arena,
			"Fix the problem reported by \"%s\" first, then run "
			"the check again.",
			finding->cause);
	if (!finding->summary)
		say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} was not tested for \"%s\": %s.",
			finding->check, finding->observed);
}

static void judge_row(const struct check *check,
	struct endpoint_report *endpoint, const struct judge_context *context)
{
	struct finding finding = {
		.check = check->id,
		.status = VERDICT_NOT_TESTED,
		.severity = check->severity,
		.explanation = check->explanation,
		.remedy = check->remedy,
		.reference = check->reference,
	};

	if (!check->judge(check, &endpoint->facts,
		    &endpoint->entry->expectation, context, &finding))
		return;
	if (finding.status == VERDICT_PASS || finding.status == VERDICT_INFO)
		finding.remedy = NULL;
	endpoint->findings = arena_grow(context->arena, endpoint->findings,
		endpoint->finding_count, sizeof(finding));
	endpoint->findings[endpoint->finding_count++] = finding;
}

void judge_endpoint(
	struct endpoint_report *endpoint, const struct judge_context *context)
{
	struct judge_context own = *context;

	own.entry = endpoint->entry;
	endpoint->findings = NULL;
	endpoint->finding_count = 0;
	for (size_t i = 0; i < check_count; i++)
		judge_row(check_table[i], endpoint, &own);
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (endpoint->findings[i].status == VERDICT_NOT_TESTED)
			judge_explain_not_tested(
				endpoint, &own, &endpoint->findings[i]);
}
