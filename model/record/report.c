/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The run. */
#include "model/memory.h"
#include "model/record/rows.h"

#include "model/text/spell.h"

/* Policies. */

#define COUNTS(member)                                                         \
	{ATTRIBUTE("pass", total, member[VERDICT_PASS]), .required = true},    \
		{ATTRIBUTE("fail", total, member[VERDICT_FAIL]),               \
			.required = true},                                     \
		{ATTRIBUTE("warning", total, member[VERDICT_WARNING]),         \
			.required = true},                                     \
		{ATTRIBUTE("info", total, member[VERDICT_INFO]),               \
			.required = true},                                     \
	{                                                                      \
		ATTRIBUTE("not-tested", total, member[VERDICT_NOT_TESTED]),    \
			.required = true                                       \
	}

#define OWNER struct policy

static const struct record_field policy_fields[] = {
	{ATTRIBUTE("name", words, name), .required = true},
	{ATTRIBUTE("publisher", words, publisher)},
	{ATTRIBUTE("edition", words, edition)},
	{ATTRIBUTE("url", words, url)},
	{ATTRIBUTE("looked-up", day, looked_up)},
	{ATTRIBUTE("place", words, place)},
	{ATTRIBUTE("digest", digest, digest)},
	{TEXT("title", words, title), .required = true},
	{TEXT("note", words, note)},
};

static const struct record_type record_policy = {
	RECORD_TYPE("policy", policy_fields),
};
#undef OWNER

#define OWNER struct report_policy

static const struct record_field used_fields[] = {
	{GROUP(record_policy, policy), .pointer = true},
	COUNTS(counts),
	{ATTRIBUTE("suppressed", total, suppressed), .required = true},
};

static const struct record_type record_used = {
	RECORD_TYPE("policy", used_fields),
};
#undef OWNER

/* The run. */

#define OWNER struct local_facts

static const struct record_field local_fields[] = {
	{ATTRIBUTE("clock", time, now_s), .required = true},
	{ATTRIBUTE("clock-source", words, clock_source)},
	{ATTRIBUTE("ipv4-route", truth, has_ipv4_route), .required = true},
	{ATTRIBUTE("ipv6-route", truth, has_ipv6_route), .required = true},
	{ATTRIBUTE("resolvers", words, resolvers)},
};

static const struct record_type record_local = {
	RECORD_TYPE("local", local_fields),
};
#undef OWNER

static size_t count_endpoints(
	const struct record_context *context, const void *owner)
{
	(void)context;
	return ((const struct report *)owner)->endpoint_count;
}

static const void *endpoint_item(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	(void)context;
	(void)room;
	return &((const struct report *)owner)->endpoints[i];
}

/* In an array of its own, for report_clear() to free. */
static void *add_endpoint(struct record_context *context, void *owner)
{
	struct report *report = owner;
	size_t count = report->endpoint_count;

	if ((count & (count - 1)) == 0)
		report->endpoints = memory_realloc(report->endpoints,
			2 * (count + 1) * sizeof(*report->endpoints));
	context->sources = arena_grow(context->arena, context->sources, count,
		sizeof(*context->sources));
	context->sources[count] = 0;
	report->endpoints[count] = (struct endpoint_report){0};
	report->endpoint_count++;
	return &report->endpoints[count];
}

static bool keep_endpoint(
	struct record_context *context, void *owner, void *object)
{
	(void)context;
	(void)owner;
	(void)object;
	return true;
}

static const struct record_list endpoint_list = {
	.count = count_endpoints,
	.item = endpoint_item,
	.add = add_endpoint,
	.keep = keep_endpoint,
};

#define OWNER struct report

RECORD_GET(started, spell_instant(context->arena, o->started_s, o->started_ms))

static bool read_started(
	struct record_context *context, void *object, const char *text)
{
	struct report *report = object;

	(void)context;
	return spell_time_from(text, &report->started_s, &report->started_ms);
}

static const struct record_value instant_value = {.schema = "instant"};

RECORD_WHEN(has_local, o->local.now_s != 0)

static const struct record_field summary_fields[] = {
	COUNTS(counts),
};
static const struct record_type record_summary = {
	RECORD_TYPE("summary", summary_fields),
};

static const struct record_field report_fields[] = {
	{ATTRIBUTE("tool-version", words, tool_version), .required = true},
	{ATTRIBUTE("tool-build", words, tool_build)},
	{DERIVED("started", &instant_value, started, read_started),
		.required = true},
	{ATTRIBUTE("duration-ms", whole_ms, duration_us), .required = true},
	{ATTRIBUTE("verdict", verdict, verdict), .required = true},
	{ATTRIBUTE("interrupted", flag, interrupted)},
	{ATTRIBUTE("out-of-time", flag, out_of_time)},
	{LIST("source", "sources", record_source, matrices, matrix_count),
		.always = true},
	{LIST("policy", "policies", record_used, policies, policy_count),
		.always = true},
	{CHILD("local", record_local, local), .when = has_local},
	{ITEMS("endpoint", "endpoints", record_endpoint, endpoint_list),
		.always = true, .apart = true},
	{PART("summary", record_summary), .required = true},
};

/* Gives each source its entries, which came with the endpoints. */
static void distribute_entries(struct record_context *context)
{
	struct report *report = context->reading;
	struct matrix *matrices = (struct matrix *)(uintptr_t)report->matrices;

	for (size_t i = 0; i < report->matrix_count; i++)
		matrices[i].entry_count = 0;
	if (!report->matrix_count)
		return;
	for (size_t i = 0; i < report->endpoint_count; i++)
		matrices[context->sources[i]].entry_count++;
	for (size_t i = 0; i < report->matrix_count; i++) {
		matrices[i].entries = arena_alloc(context->arena,
			matrices[i].entry_count * sizeof(*matrices[i].entries));
		matrices[i].entry_count = 0;
	}
	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct matrix *matrix = &matrices[context->sources[i]];
		struct matrix_entry *entry =
			&matrix->entries[matrix->entry_count++];

		*entry = *report->endpoints[i].entry;
		report->endpoints[i].entry = entry;
	}
}

static bool is_placed(
	const struct report *report, const struct diagnosis *diagnosis)
{
	for (size_t i = 0; i < diagnosis->endpoint_count; i++)
		if (diagnosis->endpoints[i] >= report->endpoint_count)
			return false;
	return true;
}

/* By their ranks, each of which is there once. */
static bool order_diagnoses(struct record_context *context)
{
	struct report *report = context->reading;
	size_t count = report->diagnosis_count;
	struct diagnosis *ordered =
		arena_alloc(context->arena, (count + 1) * sizeof(*ordered));

	for (size_t i = 0; i < count; i++) {
		unsigned rank = context->ranks[i];

		if (!rank || rank > count || ordered[rank - 1].id)
			return record_fail(context,
				"the ranks of diagnoses are not in order");
		if (!is_placed(report, &report->diagnoses[i]))
			return record_fail(
				context, "there is no such endpoint");
		ordered[rank - 1] = report->diagnoses[i];
	}
	report->diagnoses = ordered;
	return true;
}

static bool report_end(struct record_context *context, void *object)
{
	(void)object;
	distribute_entries(context);
	return order_diagnoses(context);
}

const struct record_type record_report = {
	RECORD_TYPE("report", report_fields),
	.end = report_end,
};
