/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The run, its endpoints, and what was concluded. */
#include "model/memory.h"
#include "model/record/rows.h"

#include "model/offer.h"
#include "model/text/spell.h"

#include <stdlib.h>
#include <string.h>

/* Findings. */

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

static const struct record_type record_finding = {
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
	const char *list = "";

	if (diagnosis->endpoint_count < 2)
		return NULL;
	for (size_t i = 0; i < diagnosis->endpoint_count; i++)
		list = arena_printf(context->arena, "%s%s%zu", list,
			i ? " " : "", diagnosis->endpoints[i] + 1);
	return list;
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

static const struct record_type record_ranked = {
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

static const struct record_list diagnosis_list = {
	.count = count_diagnoses,
	.item = diagnosis_item,
	.keep = keep_diagnosis,
};

/* Endpoints. */

#define OWNER struct name_facts

RECORD_WHEN(knows_domain, o->answered && o->domain)

static const struct record_field name_fields[] = {
	{ATTRIBUTE("answered", truth, answered), .required = true},
	{ATTRIBUTE("domain", words, domain)},
	{ATTRIBUTE("domain-exists", truth, domain_exists),
		.when = knows_domain},
	{ATTRIBUTE("mx", words, mx)},
	{ATTRIBUTE("srv-target", words, srv_target)},
};

static const struct record_type record_name = {
	RECORD_TYPE("name-service", name_fields),
};
#undef OWNER

struct reason {
	const char *offer;
	enum unasked reason;
};
#define OWNER struct reason

static const struct record_field unasked_fields[] = {
	{ATTRIBUTE("offer", id, offer), .required = true},
	{ATTRIBUTE("reason", unasked, reason), .required = true},
};

static const struct record_type record_reason = {
	RECORD_TYPE("unasked", unasked_fields),
};
#undef OWNER

static size_t count_unasked(
	const struct record_context *context, const void *owner)
{
	const struct endpoint_report *endpoint = owner;

	(void)context;
	return endpoint->facts.unasked ? OFFER_COUNT : 0;
}

static const void *unasked_item(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	const struct endpoint_report *endpoint = owner;
	struct reason *item = room;

	(void)context;
	*item = (struct reason){offer_table[i].id, endpoint->facts.unasked[i]};
	return item->reason == UNASKED_NONE ? NULL : item;
}

/* Of an offer that this version does not know nothing can be told. */
static bool keep_unasked(
	struct record_context *context, void *owner, void *object)
{
	struct endpoint_facts *facts =
		&((struct endpoint_report *)owner)->facts;
	const struct reason *item = object;
	enum offer_id offer = offer_find(item->offer);

	(void)context;
	if (!facts->unasked)
		facts->unasked =
			memory_calloc(OFFER_COUNT, sizeof(*facts->unasked));
	if (offer != OFFER_NONE)
		facts->unasked[offer] = item->reason;
	return true;
}

static const struct record_list unasked_list = {
	.count = count_unasked,
	.item = unasked_item,
	.keep = keep_unasked,
};

/* Those made for rules come after the others. */

static size_t count_probes(
	const struct record_context *context, const void *owner)
{
	const struct endpoint_facts *facts =
		&((const struct endpoint_report *)owner)->facts;

	(void)context;
	return facts->probe_count + facts->rule_probe_count;
}

static const void *probe_item(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	const struct endpoint_facts *facts =
		&((const struct endpoint_report *)owner)->facts;

	(void)context;
	(void)room;
	return i < facts->probe_count
		       ? facts->probes[i]
		       : facts->rule_probes[i - facts->probe_count];
}

static void *add_probe(struct record_context *context, void *owner)
{
	(void)owner;
	return arena_alloc(context->arena, sizeof(struct probe_facts));
}

static void append(
	struct probe_facts ***probes, size_t *count, struct probe_facts *probe)
{
	if ((*count & (*count - 1)) == 0)
		*probes = memory_realloc(*probes,
			2 * (*count + 1) * sizeof(struct probe_facts *));
	(*probes)[(*count)++] = probe;
}

static bool keep_probe(
	struct record_context *context, void *owner, void *object)
{
	struct endpoint_facts *facts =
		&((struct endpoint_report *)owner)->facts;
	struct probe_facts *probe = object;

	(void)context;
	if (probe->purpose == PURPOSE_RULE && probe->offer)
		append(&facts->rule_probes, &facts->rule_probe_count, probe);
	else
		append(&facts->probes, &facts->probe_count, probe);
	return true;
}

static const struct record_list probe_list = {
	.count = count_probes,
	.item = probe_item,
	.add = add_probe,
	.keep = keep_probe,
};

#define OWNER struct matrix_entry

RECORD_WHEN(has_settings, o->origin.place || o->remark_count || o->documented ||
				  o->account.user_name)

static const struct record_field entry_fields[] = {
	{ATTRIBUTE("service", service, endpoint.service), .required = true},
	{ATTRIBUTE("host", words, endpoint.host), .required = true},
	{ATTRIBUTE("port", port, endpoint.port), .required = true},
	{ATTRIBUTE("mode", mode, endpoint.mode), .required = true},
	{CHILD("expectation", record_expectation, expectation)},
	{PART("settings", record_settings), .when = has_settings},
};

static const struct record_type record_entry = {
	RECORD_TYPE("endpoint", entry_fields),
};
#undef OWNER

#define OWNER struct endpoint_report

/* Which of several sources names it, counted from 1. */
static const char *source_number(
	const struct record_context *context, const void *object)
{
	const struct matrix_entry *entry =
		((const struct endpoint_report *)object)->entry;
	const struct report *report = context->report;

	for (size_t i = 0; report->matrix_count > 1 && i < report->matrix_count;
		i++) {
		const struct matrix *matrix = &report->matrices[i];

		if (entry >= matrix->entries &&
			entry < matrix->entries + matrix->entry_count)
			return arena_printf(context->arena, "%zu", i + 1);
	}
	return NULL;
}

static bool read_source_number(
	struct record_context *context, void *object, const char *text)
{
	struct report *report = context->reading;
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	(void)object;
	if (*text < '1' || *text > '9' || *end)
		return false;
	if (number > report->matrix_count)
		return record_fail(context, "there is no such source");
	context->sources[report->endpoint_count - 1] = number - 1;
	return true;
}

static const struct record_value ordinal_value = {
	.schema = "ordinal",
	.json = RECORD_FIGURE,
};

static const struct record_field endpoint_fields[] = {
	{GROUP(record_entry, entry), .pointer = true},
	{ATTRIBUTE("verdict", verdict, verdict), .required = true},
	{DERIVED("source", &ordinal_value, source_number, read_source_number)},
	{ATTRIBUTE("tls-asked", versions, facts.versions_asked)},
	{ATTRIBUTE("connected-to", words, facts.connected_to)},
	{ATTRIBUTE("interrupted", flag, facts.interrupted)},
	{CHILD("name-service", record_name, facts.name),
		RECORD_SEEN(facts.name.asked)},
	{ITEMS("probe", "probes", record_probe, probe_list), .always = true},
	{ITEMS("unasked", "unasked", record_reason, unasked_list)},
	{LIST("finding", "findings", record_finding, findings, finding_count),
		.always = true},
	{ITEMS("diagnosis", "diagnoses", record_ranked, diagnosis_list),
		.always = true},
};
static void endpoint_begin(struct record_context *context, void *object)
{
	struct endpoint_report *endpoint = object;
	struct matrix_entry *entry =
		arena_alloc(context->arena, sizeof(*entry));

	entry->expectation.tls_at_least = TLS_NONE;
	endpoint->entry = entry;
}

static void endpoint_enter(struct record_context *context, const void *object)
{
	const struct endpoint_report *endpoint = object;

	context->endpoint = &endpoint->entry->endpoint;
	if (context->report)
		context->index =
			(size_t)(endpoint - context->report->endpoints);
}

static bool endpoint_end(struct record_context *context, void *object)
{
	struct endpoint_report *endpoint = object;

	(void)context;
	endpoint->facts.endpoint = endpoint->entry->endpoint;
	return true;
}

const struct record_type record_endpoint = {
	RECORD_TYPE("endpoint", endpoint_fields),
	.begin = endpoint_begin,
	.enter = endpoint_enter,
	.end = endpoint_end,
};
#undef OWNER

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
