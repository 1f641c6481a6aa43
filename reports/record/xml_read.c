/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/xml_read.h"

#include "model/memory.h"
#include "model/offer.h"
#include "reports/record/xml_read_parts.h"

#include <stdlib.h>
#include <string.h>

/* Nodes. */

bool node_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
	       strcmp((const char *)node->name, name) == 0;
}

const xmlNode *node_next(const xmlNode *node, const char *name)
{
	while (node && !node_is(node, name))
		node = node->next;
	return node;
}

size_t node_count(const xmlNode *parent, const char *name)
{
	size_t count = 0;

	for (const xmlNode *node = parent->children; node; node = node->next)
		count += node_is(node, name);
	return count;
}

const char *node_attribute(
	struct xml_reader *r, const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	const char *text =
		value ? arena_strdup(r->arena, (const char *)value) : NULL;

	xmlFree(value);
	return text;
}

const char *node_text(struct xml_reader *r, const xmlNode *node)
{
	xmlChar *value = node ? xmlNodeGetContent(node) : NULL;
	const char *text =
		value ? arena_strdup(r->arena, (const char *)value) : NULL;

	xmlFree(value);
	return text;
}

const char *child_text(
	struct xml_reader *r, const xmlNode *parent, const char *name)
{
	return node_text(r, node_next(parent->children, name));
}

bool node_flag(const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	bool flag = value && (strcmp((const char *)value, "true") == 0 ||
				     strcmp((const char *)value, "1") == 0);

	xmlFree(value);
	return flag;
}

int64_t node_number(const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	int64_t number =
		value ? (int64_t)strtoll((const char *)value, NULL, 10) : 0;

	xmlFree(value);
	return number;
}

/* "12.345" are microseconds. */
int64_t node_us(const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	const char *text = value ? (const char *)value : "0";
	char *end;
	int64_t us = (int64_t)strtoll(text, &end, 10) * 1000;
	int64_t part = 0;

	if (*end == '.')
		for (int i = 1, unit = 100;
			i <= 3 && end[i] >= '0' && end[i] <= '9';
			i++, unit /= 10)
			part += (end[i] - '0') * unit;
	us += *text == '-' ? -part : part;
	xmlFree(value);
	return us;
}

int64_t node_time(struct xml_reader *r, const xmlNode *node, const char *name)
{
	const char *text = node_attribute(r, node, name);
	int64_t seconds = 0;
	unsigned ms;

	if (text && !spell_time_from(text, &seconds, &ms))
		read_fails(r, node, "a time cannot be read");
	return seconds;
}

void read_fails(struct xml_reader *r, const xmlNode *node, const char *why)
{
	if (r->why)
		return;
	r->why = why;
	r->line = xmlGetLineNo(node);
}

struct octets read_octets(
	struct xml_reader *r, const xmlNode *node, const char *text)
{
	struct octets octets = {0};

	if (text && !escape_undo(r->arena, text, &octets))
		read_fails(r, node, "escaped text cannot be read");
	return octets;
}

/* Settings. */

static void read_sources(
	struct xml_reader *r, const xmlNode *node, struct matrix *matrix)
{
	struct source *source;

	matrix->source_count = node_count(node, "origin");
	if (!matrix->source_count)
		return;
	source = arena_alloc(r->arena, matrix->source_count * sizeof(*source));
	matrix->sources = source;
	for (const xmlNode *child = node_next(node->children, "origin"); child;
		child = node_next(child->next, "origin"))
		*source++ = (struct source){
			.title = child_text(r, child, "title"),
			.url = node_attribute(r, child, "url"),
			.looked_up = node_attribute(r, child, "looked-up"),
			.certainty = node_attribute(r, child, "certainty"),
			.note = child_text(r, child, "note"),
		};
}

static void read_matrix(
	struct xml_reader *r, const xmlNode *node, struct matrix *matrix)
{
	*matrix = (struct matrix){
		.kind = node_attribute(r, node, "kind"),
		.name = node_attribute(r, node, "name"),
		.form = node_attribute(r, node, "form"),
		.digest = node_attribute(r, node, "digest"),
		.title = child_text(r, node, "title"),
		.note = child_text(r, node, "note"),
	};
	read_sources(r, node, matrix);
}

/* How many endpoints name that source; without one, all are the first's. */
static size_t count_entries(const xmlNode *root, size_t source)
{
	size_t count = 0;

	for (const xmlNode *node = node_next(root->children, "endpoint"); node;
		node = node_next(node->next, "endpoint")) {
		int64_t number = node_number(node, "source");

		count += (size_t)(number ? number : 1) == source;
	}
	return count;
}

static void read_matrices(
	struct xml_reader *r, const xmlNode *root, struct report *report)
{
	size_t count = node_count(root, "source");
	size_t least = count ? count : 1;
	struct matrix *matrix = arena_alloc(r->arena, least * sizeof(*matrix));
	const xmlNode *node = node_next(root->children, "source");

	report->matrices = matrix;
	report->matrix_count = count;
	for (size_t i = 0; i < least; i++) {
		if (node) {
			read_matrix(r, node, &matrix[i]);
			node = node_next(node->next, "source");
		}
		matrix[i].entry_count = count_entries(root, i + 1);
		if (matrix[i].entry_count)
			matrix[i].entries = arena_alloc(
				r->arena, matrix[i].entry_count *
						  sizeof(*matrix[i].entries));
		matrix[i].entry_count = 0; /* counted again as they come */
	}
}

/* Policies. */

static const char *const count_names[VERDICT_COUNT] = {
	[VERDICT_PASS] = "pass",
	[VERDICT_FAIL] = "fail",
	[VERDICT_WARNING] = "warning",
	[VERDICT_INFO] = "info",
	[VERDICT_NOT_TESTED] = "not-tested",
};

static void read_counts(const xmlNode *node, size_t *counts)
{
	for (int v = 0; v < VERDICT_COUNT; v++)
		counts[v] = (size_t)node_number(node, count_names[v]);
}

static void read_policies(
	struct xml_reader *r, const xmlNode *root, struct report *report)
{
	struct report_policy *used;

	report->policy_count = node_count(root, "policy");
	if (!report->policy_count)
		return;
	used = arena_alloc(r->arena, report->policy_count * sizeof(*used));
	report->policies = used;
	for (const xmlNode *node = node_next(root->children, "policy"); node;
		node = node_next(node->next, "policy"), used++) {
		struct policy *policy = arena_alloc(r->arena, sizeof(*policy));

		*policy = (struct policy){
			.name = node_attribute(r, node, "name"),
			.publisher = node_attribute(r, node, "publisher"),
			.edition = node_attribute(r, node, "edition"),
			.url = node_attribute(r, node, "url"),
			.looked_up = node_attribute(r, node, "looked-up"),
			.place = node_attribute(r, node, "place"),
			.digest = node_attribute(r, node, "digest"),
			.title = child_text(r, node, "title"),
			.note = child_text(r, node, "note"),
		};
		*used = (struct report_policy){.policy = policy};
		read_counts(node, used->counts);
		used->suppressed = (size_t)node_number(node, "suppressed");
	}
}

/* Findings and diagnoses. */

static void read_rule(
	struct xml_reader *r, const xmlNode *node, struct finding *finding)
{
	const char *rating = node_attribute(r, node, "rating");
	const char *certainty = node_attribute(r, node, "certainty");
	const char *title = node_attribute(r, node, "title");
	struct rule *rule;

	finding->policy = node_attribute(r, node, "policy");
	if (!finding->policy)
		return;
	finding->level = node_attribute(r, node, "level");
	if (rating)
		rating_from_name(rating, &finding->rating);
	if (certainty)
		certainty_from_name(certainty, &finding->certainty);
	finding->unobservable = node_flag(node, "unobservable");
	finding->suppressed = node_attribute(r, node, "suppressed");
	if (!title)
		return;
	rule = arena_alloc(r->arena, sizeof(*rule));
	*rule = (struct rule){
		.id = finding->check,
		.level = finding->level,
		.title = title,
		.reference = finding->reference,
		.edition = node_attribute(r, node, "edition"),
		.url = node_attribute(r, node, "url"),
		.rating = finding->rating,
		.certainty = finding->certainty,
		.explanation = finding->explanation,
		.fix = finding->remedy,
	};
	finding->rule = rule;
}

static void read_finding(
	struct xml_reader *r, const xmlNode *node, struct finding *finding)
{
	*finding = (struct finding){
		.check = node_attribute(r, node, "check"),
		.expected = node_attribute(r, node, "expected"),
		.observed = node_attribute(r, node, "observed"),
		.cause = node_attribute(r, node, "cause"),
		.diagnosis = node_attribute(r, node, "diagnosis"),
		.summary = child_text(r, node, "summary"),
		.explanation = child_text(r, node, "explanation"),
		.remedy = child_text(r, node, "remedy"),
		.reference = child_text(r, node, "reference"),
	};
	verdict_from_name(node_attribute(r, node, "status"), &finding->status);
	severity_from_name(
		node_attribute(r, node, "severity"), &finding->severity);
	read_rule(r, node, finding);
}

static void read_findings(struct xml_reader *r, const xmlNode *node,
	struct endpoint_report *endpoint)
{
	struct finding *finding;

	endpoint->finding_count = node_count(node, "finding");
	if (!endpoint->finding_count)
		return;
	finding = arena_alloc(
		r->arena, endpoint->finding_count * sizeof(*finding));
	endpoint->findings = finding;
	for (const xmlNode *child = node_next(node->children, "finding"); child;
		child = node_next(child->next, "finding"))
		read_finding(r, child, finding++);
}

static void read_remedies(
	struct xml_reader *r, const xmlNode *node, struct diagnosis *diagnosis)
{
	for (const xmlNode *child = node_next(node->children, "remedy");
		child && diagnosis->remedy_count < AUDIENCE_COUNT;
		child = node_next(child->next, "remedy")) {
		struct remedy *remedy =
			&diagnosis->remedies[diagnosis->remedy_count++];

		audience_from_name(
			node_attribute(r, child, "for"), &remedy->audience);
		remedy->text = node_text(r, child);
	}
}

static void read_evidence(
	struct xml_reader *r, const xmlNode *node, struct diagnosis *diagnosis)
{
	const char **line;

	diagnosis->evidence_count = node_count(node, "evidence");
	line = arena_alloc(
		r->arena, (diagnosis->evidence_count + 1) * sizeof(*line));
	diagnosis->evidence = line;
	for (const xmlNode *child = node_next(node->children, "evidence");
		child; child = node_next(child->next, "evidence"))
		*line++ = node_text(r, child);
}

/* endpoints = 1*DIGIT *( " " 1*DIGIT ): numbers from 1 */
static void read_places(struct xml_reader *r, const xmlNode *node,
	size_t endpoint, size_t count, struct diagnosis *diagnosis)
{
	const char *list = node_attribute(r, node, "endpoints");
	size_t room = list ? strlen(list) / 2 + 1 : 1;
	size_t *places = arena_alloc(r->arena, room * sizeof(*places));
	char *end = NULL;

	diagnosis->endpoints = places;
	if (!list) {
		places[diagnosis->endpoint_count++] = endpoint;
		return;
	}
	for (; *list && diagnosis->endpoint_count < room; list = end) {
		unsigned long number = strtoul(list, &end, 10);

		if (end == list || !number || number > count) {
			read_fails(r, node, "there is no such endpoint");
			return;
		}
		places[diagnosis->endpoint_count++] = number - 1;
	}
}

static void read_diagnosis(struct xml_reader *r, const xmlNode *node,
	size_t endpoint, struct report *report)
{
	size_t rank = (size_t)node_number(node, "rank");
	struct diagnosis *diagnosis;

	if (!rank || rank > report->diagnosis_count ||
		report->diagnoses[rank - 1].id) {
		read_fails(r, node, "the ranks of diagnoses are not in order");
		return;
	}
	diagnosis = &report->diagnoses[rank - 1];
	*diagnosis = (struct diagnosis){
		.id = node_attribute(r, node, "id"),
		.summary = child_text(r, node, "summary"),
		.user_summary = child_text(r, node, "user-summary"),
		.explanation = child_text(r, node, "explanation"),
		.confirm = child_text(r, node, "confirm"),
		.reference = child_text(r, node, "reference"),
	};
	confidence_from_name(
		node_attribute(r, node, "confidence"), &diagnosis->confidence);
	read_evidence(r, node, diagnosis);
	read_remedies(r, node, diagnosis);
	read_places(r, node, endpoint, report->endpoint_count, diagnosis);
}

/* Endpoints. */

static void read_name(
	struct xml_reader *r, const xmlNode *node, struct name_facts *name)
{
	if (!node)
		return;
	*name = (struct name_facts){
		.asked = true,
		.answered = node_flag(node, "answered"),
		.domain = node_attribute(r, node, "domain"),
		.domain_exists = node_flag(node, "domain-exists"),
		.mx = node_attribute(r, node, "mx"),
		.srv_target = node_attribute(r, node, "srv-target"),
	};
}

static void read_unasked(
	struct xml_reader *r, const xmlNode *node, struct endpoint_facts *facts)
{
	for (const xmlNode *child = node_next(node->children, "unasked"); child;
		child = node_next(child->next, "unasked")) {
		const char *id = node_attribute(r, child, "offer");
		enum offer_id offer = id ? offer_find(id) : OFFER_NONE;

		if (!facts->unasked)
			facts->unasked = memory_calloc(
				OFFER_COUNT, sizeof(*facts->unasked));
		if (offer != OFFER_NONE)
			unasked_from_name(node_attribute(r, child, "reason"),
				&facts->unasked[offer]);
	}
}

/* Those made for rules stand behind the others. */
static void read_probes(
	struct xml_reader *r, const xmlNode *node, struct endpoint_facts *facts)
{
	size_t count = node_count(node, "probe");
	struct arena *arena = r->arena;

	facts->probes = memory_calloc(count + 1, sizeof(*facts->probes));
	facts->rule_probes =
		memory_calloc(count + 1, sizeof(*facts->rule_probes));
	for (const xmlNode *child = node_next(node->children, "probe"); child;
		child = node_next(child->next, "probe")) {
		struct probe_facts *probe = probe_facts_new();

		r->arena = probe->arena;
		read_probe(r, child, &facts->endpoint, probe);
		if (probe->purpose == PURPOSE_RULE && probe->offer)
			facts->rule_probes[facts->rule_probe_count++] = probe;
		else
			facts->probes[facts->probe_count++] = probe;
	}
	r->arena = arena;
}

static void read_endpoint(struct xml_reader *r, const xmlNode *node,
	struct report *report, size_t index)
{
	struct endpoint_report *endpoint = &report->endpoints[index];
	struct endpoint_facts *facts = &endpoint->facts;
	size_t source = (size_t)node_number(node, "source");
	struct matrix *matrix = (struct matrix *)(uintptr_t)report->matrices;
	struct matrix_entry *entry;
	const char *versions = node_attribute(r, node, "tls-asked");
	const xmlNode *child;

	if (source > report->matrix_count) {
		read_fails(r, node, "there is no such source");
		return;
	}
	matrix += source ? source - 1 : 0;
	entry = &matrix->entries[matrix->entry_count++];
	service_from_name(
		node_attribute(r, node, "service"), &entry->endpoint.service);
	mode_from_name(node_attribute(r, node, "mode"), &entry->endpoint.mode);
	entry->endpoint.host = node_attribute(r, node, "host");
	entry->endpoint.port = (unsigned)node_number(node, "port");
	read_expectation(r, node_next(node->children, "expectation"),
		&entry->expectation);
	child = node_next(node->children, "settings");
	if (child)
		read_settings(r, child, entry);
	endpoint->entry = entry;
	verdict_from_name(
		node_attribute(r, node, "verdict"), &endpoint->verdict);
	facts->endpoint = entry->endpoint;
	facts->connected_to = node_attribute(r, node, "connected-to");
	facts->interrupted = node_flag(node, "interrupted");
	if (versions && !spell_versions_from(versions, &facts->versions_asked))
		read_fails(r, node, "tls-asked cannot be read");
	read_name(r, node_next(node->children, "name-service"), &facts->name);
	read_probes(r, node, facts);
	read_unasked(r, node, facts);
	read_findings(r, node, endpoint);
}

static void read_endpoints(
	struct xml_reader *r, const xmlNode *root, struct report *report)
{
	size_t index = 0;

	report->endpoint_count = node_count(root, "endpoint");
	report->endpoints = memory_calloc(
		report->endpoint_count + 1, sizeof(*report->endpoints));
	for (const xmlNode *node = node_next(root->children, "endpoint"); node;
		node = node_next(node->next, "endpoint"))
		report->diagnosis_count += node_count(node, "diagnosis");
	report->diagnoses = arena_alloc(r->arena,
		(report->diagnosis_count + 1) * sizeof(*report->diagnoses));
	for (const xmlNode *node = node_next(root->children, "endpoint");
		node && !r->why; node = node_next(node->next, "endpoint")) {
		read_endpoint(r, node, report, index);
		for (const xmlNode *child =
				node_next(node->children, "diagnosis");
			child && !r->why;
			child = node_next(child->next, "diagnosis"))
			read_diagnosis(r, child, index, report);
		index++;
	}
}

static void read_local(
	struct xml_reader *r, const xmlNode *node, struct local_facts *local)
{
	if (!node)
		return;
	*local = (struct local_facts){
		.now_s = node_time(r, node, "clock"),
		.clock_source = node_attribute(r, node, "clock-source"),
		.has_ipv4_route = node_flag(node, "ipv4-route"),
		.has_ipv6_route = node_flag(node, "ipv6-route"),
		.resolvers = node_attribute(r, node, "resolvers"),
	};
}

static void read_report(
	struct xml_reader *r, const xmlNode *root, struct report *report)
{
	const char *started = node_attribute(r, root, "started");
	const xmlNode *summary = node_next(root->children, "summary");

	report->tool_version = node_attribute(r, root, "tool-version");
	report->tool_build = node_attribute(r, root, "tool-build");
	if (!started || !spell_time_from(started, &report->started_s,
				&report->started_ms))
		read_fails(r, root, "started cannot be read");
	report->duration_us = node_number(root, "duration-ms") * 1000;
	report->interrupted = node_flag(root, "interrupted");
	verdict_from_name(node_attribute(r, root, "verdict"), &report->verdict);
	read_matrices(r, root, report);
	read_policies(r, root, report);
	read_local(r, node_next(root->children, "local"), &report->local);
	read_endpoints(r, root, report);
	if (summary)
		read_counts(summary, report->counts);
}

bool report_from_xml(struct arena *arena, const xmlNode *root,
	struct report *ret_report, const char **ret_why, long *ret_line)
{
	struct xml_reader r = {.arena = arena};
	struct report report = {0};

	read_report(&r, root, &report);
	if (r.why) {
		*ret_why = r.why;
		*ret_line = r.line;
		report_clear(&report);
		return false;
	}
	*ret_report = report;
	return true;
}
