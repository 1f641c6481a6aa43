/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was concluded: findings and diagnoses. */
#include "model/record/rows.h"
#include "model/text/builder.h"

#include <stdlib.h>

#define OWNER struct rule

static const struct record_field rule_fields[] = {
	{ATTRIBUTE("title", words, title)},
	{ATTRIBUTE("edition", words, edition)},
	{ATTRIBUTE("url", words, url)},
};

static const struct record_type record_rule = {
	RECORD_TYPE("finding", rule_fields),
};
#undef OWNER

#define OWNER struct finding

static const struct record_field finding_fields[] = {
	{ATTRIBUTE("check", id, check), .required = true},
	{ATTRIBUTE("status", finding_status, status), .required = true},
	{ATTRIBUTE("severity", severity, severity), .required = true},
	{ATTRIBUTE("expected", words, expected), .required = true},
	{ATTRIBUTE("observed", words, observed), .required = true},
	{ATTRIBUTE("cause", id, cause)},
	{ATTRIBUTE("diagnosis", id, diagnosis)},
	{ATTRIBUTE("policy", words, policy)},
	{ATTRIBUTE("level", words, level)},
	{ATTRIBUTE("rating", rating, rating)},
	{ATTRIBUTE("certainty", certainty, certainty)},
	{ATTRIBUTE("unobservable", flag, unobservable)},
	{ATTRIBUTE("suppressed", words, suppressed)},
	{ATTRIBUTE("basis", words, basis)},
	{GROUP(record_rule, rule), .pointer = true},
	{TEXT("summary", words, summary), .required = true},
	{TEXT("explanation", words, explanation), .required = true},
	{TEXT("remedy", words, remedy)},
	{TEXT("reference", words, reference), .required = true},
};

/* What the rule has in common with what was found. */
static bool finding_end(struct record_context *context, void *object)
{
	struct finding *finding = object;
	struct rule *rule = (struct rule *)(uintptr_t)finding->rule;

	(void)context;
	if (!rule)
		return true;
	rule->id = finding->check;
	rule->level = finding->level;
	rule->reference = finding->reference;
	rule->rating = finding->rating;
	rule->certainty = finding->certainty;
	rule->explanation = finding->explanation;
	rule->fix = finding->remedy;
	return true;
}

const struct record_type record_finding = {
	RECORD_TYPE("finding", finding_fields),
	.end = finding_end,
};
#undef OWNER

/* Diagnoses: each stands at the endpoint where it shows best. */

#define OWNER struct remedy

static const struct record_field remedy_fields[] = {
	{ATTRIBUTE("for", audience, audience), .always = true},
	{CONTENT(words, text)},
};

static const struct record_type record_remedy = {
	RECORD_TYPE("remedy", remedy_fields),
};
#undef OWNER

struct ranked {
	struct diagnosis diagnosis;
	unsigned rank; /* from 1 */
};
#define OWNER struct ranked

static const char *endpoint_numbers(
	const struct record_context *context, const void *object)
{
	const struct diagnosis *diagnosis =
		&((const struct ranked *)object)->diagnosis;
	struct builder list = {.arena = context->arena};

	if (diagnosis->endpoint_count < 2)
		return NULL;
	for (size_t i = 0; i < diagnosis->endpoint_count; i++)
		builder_printf(&list, "%s%zu", i ? " " : "",
			diagnosis->endpoints[i] + 1);
	return builder_text(&list);
}

/* ordinals = 1*DIGIT *(" " 1*DIGIT) */
static bool read_endpoint_numbers(
	struct record_context *context, void *object, const char *text)
{
	struct diagnosis *diagnosis = &((struct ranked *)object)->diagnosis;
	size_t *numbers = NULL;
	char *end;

	for (;; text = end + 1) {
		unsigned long number = strtoul(text, &end, 10);

		if (*text < '0' || *text > '9' || !number)
			return false;
		numbers = arena_grow(context->arena, numbers,
			diagnosis->endpoint_count, sizeof(*numbers));
		numbers[diagnosis->endpoint_count++] = number - 1;
		if (!*end)
			break;
		if (*end != ' ')
			return false;
	}
	diagnosis->endpoints = numbers;
	return true;
}

static const struct record_value ordinals_value = {
	.schema = "ordinals",
	.json = RECORD_NUMBERS,
};

static size_t count_remedies(
	const struct record_context *context, const void *owner)
{
	(void)context;
	return ((const struct ranked *)owner)->diagnosis.remedy_count;
}

static const void *remedy_item(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	(void)context;
	(void)room;
	return &((const struct ranked *)owner)->diagnosis.remedies[i];
}

static bool keep_remedy(
	struct record_context *context, void *owner, void *object)
{
	struct diagnosis *diagnosis = &((struct ranked *)owner)->diagnosis;

	if (diagnosis->remedy_count == AUDIENCE_COUNT)
		return record_fail(context, "there are too many remedies");
	diagnosis->remedies[diagnosis->remedy_count++] =
		*(const struct remedy *)object;
	return true;
}

static const struct record_list remedy_list = {
	.count = count_remedies,
	.item = remedy_item,
	.keep = keep_remedy,
};

static const struct record_field diagnosis_fields[] = {
	{ATTRIBUTE("id", id, diagnosis.id), .required = true},
	{ATTRIBUTE("confidence", confidence, diagnosis.confidence),
		.required = true},
	{ATTRIBUTE("rank", ordinal, rank)},
	{DERIVED("endpoints", &ordinals_value, endpoint_numbers,
		read_endpoint_numbers)},
	{TEXT("summary", words, diagnosis.summary), .required = true},
	{TEXT("user-summary", words, diagnosis.user_summary)},
	{TEXTS("evidence", "evidence", words, diagnosis.evidence,
		 diagnosis.evidence_count),
		.always = true},
	{TEXT("explanation", words, diagnosis.explanation), .required = true},
	{ITEMS("remedy", "remedies", record_remedy, remedy_list),
		.always = true},
	{TEXT("confirm", words, diagnosis.confirm)},
	{TEXT("reference", words, diagnosis.reference)},
};

const struct record_type record_diagnosis = {
	RECORD_TYPE("diagnosis", diagnosis_fields),
};
#undef OWNER

static size_t count_diagnoses(
	const struct record_context *context, const void *owner)
{
	(void)owner;
	return context->report->diagnosis_count;
}

static const void *diagnosis_item(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	const struct diagnosis *diagnosis = &context->report->diagnoses[i];
	struct ranked *item = room;

	(void)owner;
	if (!diagnosis->endpoint_count ||
		diagnosis->endpoints[0] != context->index)
		return NULL;
	*item = (struct ranked){*diagnosis, (unsigned)i + 1};
	return item;
}

/* They come in the order of their endpoints; order_diagnoses() ranks them. */
static bool keep_diagnosis(
	struct record_context *context, void *owner, void *object)
{
	struct report *report = context->reading;
	struct ranked *item = object;
	size_t count = report->diagnosis_count;
	size_t *endpoint;

	(void)owner;
	if (!item->diagnosis.endpoint_count) {
		endpoint = arena_alloc(context->arena, sizeof(*endpoint));
		*endpoint = report->endpoint_count - 1;
		item->diagnosis.endpoints = endpoint;
		item->diagnosis.endpoint_count = 1;
	}
	report->diagnoses = arena_grow(context->arena, report->diagnoses, count,
		sizeof(*report->diagnoses));
	context->ranks = arena_grow(
		context->arena, context->ranks, count, sizeof(*context->ranks));
	report->diagnoses[count] = item->diagnosis;
	context->ranks[count] = item->rank;
	report->diagnosis_count++;
	return true;
}

const struct record_list record_diagnoses = {
	.count = count_diagnoses,
	.item = diagnosis_item,
	.keep = keep_diagnosis,
};
