/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/junit.h"
#include "reports/format.h"

#include "evidence/reached.h"
#include "model/text/spell.h"
#include "reports/record/xml_writer.h"
#include "reports/words.h"

#include <inttypes.h>
#include <stdlib.h>

struct tally {
	size_t tests;
	size_t failures;
	size_t skipped;
};

static void count(struct tally *tally, const struct endpoint_report *endpoint,
	bool fail_on_warning)
{
	for (size_t i = 0; i < endpoint->finding_count; i++) {
		const struct finding *finding = &endpoint->findings[i];
		bool skipped = words_finding_skipped(finding) != NULL;

		tally->tests++;
		tally->skipped += skipped;
		tally->failures += !skipped && words_finding_fails(finding,
						       fail_on_warning);
	}
}

static void put_tally(struct xml *xml, const struct tally *tally)
{
	xml_attribute_number(xml, "tests", (int64_t)tally->tests);
	xml_attribute_number(xml, "failures", (int64_t)tally->failures);
	xml_attribute_number(xml, "errors", 0);
}

static void put_seconds(struct xml *xml, int64_t us)
{
	if (us < 0)
		us = 0;
	xml_attribute(xml, "time",
		arena_printf(xml->arena, "%" PRId64 ".%03" PRId64, us / 1000000,
			us / 1000 % 1000));
}

static void put_property(struct xml *xml, const char *name, const char *value)
{
	if (!value)
		return;
	xml_open(xml, "property");
	xml_attribute(xml, "name", name);
	xml_attribute(xml, "value", value);
	xml_close(xml);
}

static void put_details(struct xml *xml, const struct finding *finding)
{
	xml_text(xml, arena_printf(xml->arena,
			      "expected: %s\nobserved: %s\n%s\n%s%s%s",
			      finding->expected ? finding->expected : "-",
			      finding->observed ? finding->observed : "-",
			      finding->explanation ? finding->explanation : "",
			      finding->remedy ? finding->remedy : "",
			      finding->remedy ? "\n" : "",
			      finding->reference ? finding->reference : ""));
}

static void put_case(struct xml *xml, const char *suite,
	const struct finding *finding, bool fail_on_warning)
{
	const char *skipped = words_finding_skipped(finding);

	xml_open(xml, "testcase");
	xml_attribute(xml, "classname", suite);
	xml_attribute(xml, "name", words_finding(xml->arena, finding));
	xml_attribute(xml, "time", "0.000");
	if (skipped) {
		xml_open(xml, "skipped");
		xml_attribute(xml, "message", skipped);
		xml_close(xml);
	} else if (words_finding_fails(finding, fail_on_warning)) {
		xml_open(xml, "failure");
		xml_attribute(xml, "message",
			finding->summary ? finding->summary : "");
		xml_attribute(xml, "type", verdict_name(finding->status));
		put_details(xml, finding);
		xml_close(xml);
	} else if (finding->status != VERDICT_PASS) {
		xml_open(xml, "system-out");
		put_details(xml, finding);
		xml_close(xml);
	}
	xml_close(xml);
}

static void put_suite(struct xml *xml, const struct report *report,
	size_t index, bool fail_on_warning)
{
	const struct endpoint_report *endpoint = &report->endpoints[index];
	const struct endpoint *names = &endpoint->entry->endpoint;
	const char *suite = words_endpoint(xml->arena, names);
	struct tally tally = {0};

	count(&tally, endpoint, fail_on_warning);
	xml_open(xml, "testsuite");
	xml_attribute(xml, "name", suite);
	xml_attribute_number(xml, "id", (int64_t)index);
	put_tally(xml, &tally);
	xml_attribute_number(xml, "skipped", (int64_t)tally.skipped);
	put_seconds(xml, reached_duration_us(&endpoint->facts));
	xml_attribute(xml, "timestamp",
		arena_printf(xml->arena, "%.19s",
			spell_instant(xml->arena, report->started_s,
				report->started_ms)));
	xml_attribute(xml, "hostname", names->host);
	xml_open(xml, "properties");
	put_property(xml, "service", service_name(names->service));
	put_property(xml, "host", names->host);
	put_property(xml, "port", arena_printf(xml->arena, "%u", names->port));
	put_property(xml, "mode", mode_name(names->mode));
	put_property(xml, "verdict", verdict_name(endpoint->verdict));
	put_property(xml, "tool-version", report->tool_version);
	if (report->interrupted)
		put_property(xml, "interrupted", "true");
	xml_close(xml);
	for (size_t i = 0; i < endpoint->finding_count; i++)
		put_case(xml, suite, &endpoint->findings[i], fail_on_warning);
	xml_close(xml);
}

bool report_write_junit(
	FILE *stream, const struct report *report, bool fail_on_warning)
{
	struct arena *whole = arena_new();
	struct xml xml = {.stream = stream, .arena = whole};
	struct tally tally = {0};

	for (size_t i = 0; i < report->endpoint_count; i++)
		count(&tally, &report->endpoints[i], fail_on_warning);
	xml_begin(&xml);
	xml_open(&xml, "testsuites");
	xml_attribute(&xml, "name", "mailsonde");
	/* Not how many were skipped: junit-10.xsd has no room for it here. */
	put_tally(&xml, &tally);
	put_seconds(&xml, report->duration_us);
	for (size_t i = 0; i < report->endpoint_count; i++) {
		xml.arena = arena_new();
		put_suite(&xml, report, i, fail_on_warning);
		arena_free(xml.arena);
	}
	xml.arena = whole;
	xml_close(&xml);
	xml_flush(&xml);
	arena_free(whole);
	free(xml.data);
	return !xml.failed;
}

static bool write_format(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	return report_write_junit(stream, report, style->fail_on_warning);
}

const struct format_row format_junit = {.name = "junit", .write = write_format};
