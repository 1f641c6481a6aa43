/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/xml.h"

#include "model/offer.h"
#include "model/spell.h"
#include "reports/record/xml_writer.h"

#include <stdlib.h>

static void write_source(struct xml *xml, const struct matrix *matrix)
{
	xml_open(xml, "source");
	xml_attribute(xml, "kind", matrix->kind);
	xml_attribute(xml, "name", matrix->name);
	xml_attribute(xml, "form", matrix->form);
	xml_attribute(xml, "digest", matrix->digest);
	xml_element(xml, "title", matrix->title);
	xml_element(xml, "note", matrix->note);
	for (size_t i = 0; i < matrix->source_count; i++) {
		const struct source *source = &matrix->sources[i];

		xml_open(xml, "origin");
		xml_attribute(xml, "url", source->url);
		xml_attribute(xml, "looked-up", source->looked_up);
		xml_attribute(xml, "certainty", source->certainty);
		xml_element(xml, "title", source->title);
		xml_element(xml, "note", source->note);
		xml_close(xml);
	}
	xml_close(xml);
}

static void write_counts(struct xml *xml, const size_t *counts)
{
	static const enum verdict order[] = {VERDICT_PASS, VERDICT_FAIL,
		VERDICT_WARNING, VERDICT_INFO, VERDICT_NOT_TESTED};

	for (size_t i = 0; i < VERDICT_COUNT; i++)
		xml_attribute_number(
			xml, verdict_name(order[i]), (int64_t)counts[order[i]]);
}

static void write_policy(struct xml *xml, const struct report_policy *used)
{
	const struct policy *policy = used->policy;

	xml_open(xml, "policy");
	xml_attribute(xml, "name", policy->name);
	xml_attribute(xml, "publisher", policy->publisher);
	xml_attribute(xml, "edition", policy->edition);
	xml_attribute(xml, "url", policy->url);
	xml_attribute(xml, "looked-up", policy->looked_up);
	xml_attribute(xml, "place", policy->place);
	xml_attribute(xml, "digest", policy->digest);
	write_counts(xml, used->counts);
	xml_attribute_number(xml, "suppressed", (int64_t)used->suppressed);
	xml_element(xml, "title", policy->title);
	xml_element(xml, "note", policy->note);
	xml_close(xml);
}

static void write_demand(
	struct xml *xml, enum demand demand, enum severity severity)
{
	xml_attribute(xml, "demand", demand_name(demand));
	xml_attribute(xml, "severity", severity_name(severity));
}

static void write_named(struct xml *xml, const char *element, const char *name,
	enum demand demand, enum severity severity)
{
	xml_open(xml, element);
	xml_attribute(xml, "name", name);
	write_demand(xml, demand, severity);
	xml_close(xml);
}

static void write_expected_tls(
	struct xml *xml, const struct expectation *expectation)
{
	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		const struct tls_expectation *tls = &expectation->tls[v];

		if (tls->demand == DEMAND_NONE)
			continue;
		xml_open(xml, "tls");
		xml_attribute(
			xml, "version", tls_version_name((enum tls_version)v));
		write_demand(xml, tls->demand, tls->severity);
		xml_attribute(xml, "note", tls->note);
		xml_close(xml);
	}
}

static void write_expectation(
	struct xml *xml, const struct expectation *expectation)
{
	xml_open(xml, "expectation");
	xml_attribute(xml, "product", expectation->product);
	if (expectation->tls_at_least != TLS_NONE)
		xml_attribute(xml, "tls-at-least",
			tls_version_name(expectation->tls_at_least));
	write_expected_tls(xml, expectation);
	for (size_t i = 0; i < expectation->mechanism_count; i++) {
		const struct mechanism_expectation *mechanism =
			&expectation->mechanisms[i];

		write_named(xml, "mechanism", mechanism->mechanism,
			mechanism->demand, mechanism->severity);
	}
	for (size_t i = 0; i < expectation->capability_count; i++) {
		const struct capability_expectation *capability =
			&expectation->capabilities[i];

		write_named(xml, "capability", capability->capability,
			capability->demand, capability->severity);
	}
	for (size_t i = 0; i < expectation->greeting_count; i++) {
		xml_open(xml, "greeting");
		xml_attribute(
			xml, "pattern", expectation->greetings[i].pattern);
		xml_close(xml);
	}
	xml_close(xml);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void write_rule(struct xml *xml, const struct finding *finding)
{
	if (!finding->policy)
		return;
	xml_attribute(xml, "policy", finding->policy);
	xml_attribute(xml, "level", finding->level);
	if (finding->rating != RATING_NONE)
		xml_attribute(xml, "rating", rating_name(finding->rating));
	if (finding->certainty != CERTAINTY_NONE)
		xml_attribute(
			xml, "certainty", certainty_name(finding->certainty));
	xml_attribute_flag(xml, "unobservable", finding->unobservable);
	xml_attribute(xml, "suppressed", finding->suppressed);
	if (!finding->rule)
		return;
	xml_attribute(xml, "title", finding->rule->title);
	xml_attribute(xml, "edition", finding->rule->edition);
	xml_attribute(xml, "url", finding->rule->url);
}

static void write_finding(struct xml *xml, const struct finding *finding)
{
	xml_open(xml, "finding");
	xml_attribute(xml, "check", finding->check);
	xml_attribute(xml, "status", verdict_name(finding->status));
	xml_attribute(xml, "severity", severity_name(finding->severity));
	xml_attribute(xml, "expected", or_empty(finding->expected));
	xml_attribute(xml, "observed", or_empty(finding->observed));
	xml_attribute(xml, "cause", finding->cause);
	xml_attribute(xml, "diagnosis", finding->diagnosis);
	write_rule(xml, finding);
	xml_element(xml, "summary", or_empty(finding->summary));
	xml_element(xml, "explanation", or_empty(finding->explanation));
	xml_element(xml, "remedy", finding->remedy);
	xml_element(xml, "reference", or_empty(finding->reference));
	xml_close(xml);
}

/* Which of the sources names the endpoint, counted from 1. */
static size_t source_number(
	const struct report *report, const struct endpoint_report *endpoint)
{
	for (size_t i = 0; i < report->matrix_count; i++) {
		const struct matrix *matrix = &report->matrices[i];

		for (size_t j = 0; j < matrix->entry_count; j++)
			if (&matrix->entries[j] == endpoint->entry)
				return i + 1;
	}
	return 0;
}

static void write_name(struct xml *xml, const struct name_facts *name)
{
	if (!name->asked)
		return;
	xml_open(xml, "name-service");
	xml_attribute_bool(xml, "answered", name->answered);
	xml_attribute(xml, "domain", name->domain);
	if (name->answered && name->domain)
		xml_attribute_bool(xml, "domain-exists", name->domain_exists);
	xml_attribute(xml, "mx", name->mx);
	xml_attribute(xml, "srv-target", name->srv_target);
	xml_close(xml);
}

/* What rules would have asked, and why nobody did. */
static void write_unasked(struct xml *xml, const struct endpoint_facts *facts)
{
	for (size_t i = 0; facts->unasked && i < offer_count; i++) {
		if (facts->unasked[i] == UNASKED_NONE)
			continue;
		xml_open(xml, "unasked");
		xml_attribute(xml, "offer", offer_table[i].id);
		xml_attribute(xml, "reason", unasked_name(facts->unasked[i]));
		xml_close(xml);
	}
}

void xml_endpoint(struct xml *xml, const struct report *report, size_t index)
{
	const struct endpoint_report *endpoint = &report->endpoints[index];
	const struct endpoint *names = &endpoint->entry->endpoint;
	const struct endpoint_facts *facts = &endpoint->facts;
	size_t number = source_number(report, endpoint);

	xml_open(xml, "endpoint");
	xml_attribute(xml, "service", service_name(names->service));
	xml_attribute(xml, "host", names->host);
	xml_attribute_number(xml, "port", names->port);
	xml_attribute(xml, "mode", mode_name(names->mode));
	xml_attribute(xml, "verdict", verdict_name(endpoint->verdict));
	if (report->matrix_count > 1 && number)
		xml_attribute_number(xml, "source", (int64_t)number);
	if (facts->versions_asked)
		xml_attribute(xml, "tls-asked",
			spell_versions(xml->arena, facts->versions_asked, " "));
	xml_attribute(xml, "connected-to", facts->connected_to);
	xml_attribute_flag(xml, "interrupted", facts->interrupted);
	write_expectation(xml, &endpoint->entry->expectation);
	xml_settings(xml, endpoint->entry);
	write_name(xml, &facts->name);
	for (size_t i = 0; i < facts->probe_count; i++)
		xml_probe(xml, facts->probes[i], names);
	for (size_t i = 0; i < facts->rule_probe_count; i++)
		xml_probe(xml, facts->rule_probes[i], names);
	write_unasked(xml, facts);
	for (size_t i = 0; i < endpoint->finding_count; i++)
		write_finding(xml, &endpoint->findings[i]);
	xml_diagnoses(xml, report, index);
	xml_close(xml);
}

/* Where the run was made. */
static void write_local(struct xml *xml, const struct local_facts *local)
{
	if (!local->now_s)
		return;
	xml_open(xml, "local");
	xml_attribute_time(xml, "clock", local->now_s);
	xml_attribute(xml, "clock-source", local->clock_source);
	xml_attribute_bool(xml, "ipv4-route", local->has_ipv4_route);
	xml_attribute_bool(xml, "ipv6-route", local->has_ipv6_route);
	xml_attribute(xml, "resolvers", local->resolvers);
	xml_close(xml);
}

static void write_summary(struct xml *xml, const struct report *report)
{
	xml_open(xml, "summary");
	write_counts(xml, report->counts);
	xml_close(xml);
}

void xml_report(struct xml *xml, const struct report *report, FILE *stream)
{
	xml_open(xml, "report");
	xml_attribute(xml, "xmlns", "urn:mailsonde:report:1");
	xml_attribute(xml, "tool-version", report->tool_version);
	xml_attribute(xml, "tool-build", report->tool_build);
	xml_attribute(xml, "started",
		spell_instant(
			xml->arena, report->started_s, report->started_ms));
	xml_attribute_whole_ms(xml, "duration-ms", report->duration_us);
	xml_attribute(xml, "verdict", verdict_name(report->verdict));
	xml_attribute_flag(xml, "interrupted", report->interrupted);
	for (size_t i = 0; i < report->matrix_count; i++)
		write_source(xml, &report->matrices[i]);
	for (size_t i = 0; i < report->policy_count; i++)
		write_policy(xml, &report->policies[i]);
	write_local(xml, &report->local);
	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct arena *whole = xml->arena;

		xml->arena = arena_new();
		xml_endpoint(xml, report, i);
		arena_free(xml->arena);
		xml->arena = whole;
		if (stream)
			xml_flush(xml, stream);
	}
	write_summary(xml, report);
	xml_close(xml);
}

char *report_to_xml(
	const struct report *report, bool transcript, size_t *ret_length)
{
	struct xml xml = {.transcript = transcript, .arena = arena_new()};

	xml_begin(&xml);
	xml_report(&xml, report, NULL);
	arena_free(xml.arena);
	if (xml.failed) {
		free(xml.data);
		return NULL;
	}
	*ret_length = xml.length;
	return xml.data;
}

bool report_write_xml(
	FILE *stream, const struct report *report, bool transcript)
{
	struct xml xml = {.transcript = transcript, .arena = arena_new()};

	xml_begin(&xml);
	xml_report(&xml, report, stream);
	xml_flush(&xml, stream);
	arena_free(xml.arena);
	free(xml.data);
	return !xml.failed;
}
