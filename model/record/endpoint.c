/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One endpoint, and what was seen of it. */
#include "model/memory.h"
#include "model/record/rows.h"

#include "model/offer.h"

#include <stdlib.h>

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

/* Logins come after the others, and then those made for rules. */

static size_t count_probes(
	const struct record_context *context, const void *owner)
{
	const struct endpoint_facts *facts =
		&((const struct endpoint_report *)owner)->facts;

	(void)context;
	return facts->probe_count + facts->login_count +
	       facts->rule_probe_count;
}

static const void *probe_item(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	const struct endpoint_facts *facts =
		&((const struct endpoint_report *)owner)->facts;

	(void)context;
	(void)room;
	if (i < facts->probe_count)
		return facts->probes[i];
	i -= facts->probe_count;
	return i < facts->login_count
		       ? facts->logins[i]
		       : facts->rule_probes[i - facts->login_count];
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

/* Of one endpoint; no run makes so many connections to one. */
#define PROBES_READ 1000

static bool keep_probe(
	struct record_context *context, void *owner, void *object)
{
	struct endpoint_facts *facts =
		&((struct endpoint_report *)owner)->facts;
	struct probe_facts *probe = object;

	if (count_probes(context, owner) == PROBES_READ) {
		context->why = "an endpoint has more than 1,000 probes";
		return false;
	}
	if (probe->purpose == PURPOSE_RULE && probe->offer)
		append(&facts->rule_probes, &facts->rule_probe_count, probe);
	else if (probe->purpose == PURPOSE_LOGIN)
		append(&facts->logins, &facts->login_count, probe);
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

RECORD_WHEN(has_offered, o->facts.offered != NULL)

static const struct record_field endpoint_fields[] = {
	{GROUP(record_entry, entry), .pointer = true},
	{ATTRIBUTE("verdict", verdict, verdict), .required = true},
	{DERIVED("source", &ordinal_value, source_number, read_source_number)},
	{ATTRIBUTE("tls-asked", versions, facts.versions_asked)},
	{ATTRIBUTE("connected-to", words, facts.connected_to)},
	{ATTRIBUTE("interrupted", flag, facts.interrupted)},
	{ATTRIBUTE("out-of-time", flag, facts.out_of_time)},
	{ATTRIBUTE("login-wanted", flag, facts.login_wanted)},
	{ATTRIBUTE("trip-wanted", flag, facts.trip_wanted)},
	{CHILD("name-service", record_name, facts.name),
		RECORD_SEEN(facts.name.asked)},
	{ITEMS("probe", "probes", record_probe, probe_list), .always = true},
	{ITEMS("unasked", "unasked", record_reason, unasked_list)},
	{CHILD("offered", record_offered, facts.offered), .pointer = true,
		.when = has_offered},
	{LIST("finding", "findings", record_finding, findings, finding_count),
		.always = true},
	{ITEMS("diagnosis", "diagnoses", record_diagnosis, record_diagnoses),
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
