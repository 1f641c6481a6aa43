/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* formats FORMAT ENDPOINTS FINDINGS: writes a report of that many endpoints
 * with that many findings each to standard output. Its own figures are small
 * beside those of the writing: what all endpoints say is kept once. */

#include "model/report.h"
#include "reports/format.h"
#include "reports/monitor/nagios.h"
#include "reports/page/page.h"
#include "reports/text/text.h"

#include <stdlib.h>
#include <string.h>

static const struct rule rule = {
	.id = "VER-003",
	.level = "MUST NOT",
	.title = "TLS 1.0 is not negotiated",
	.reference = "RFC 9325 section 3.1.1",
	.edition = "2022-11",
	.url = "https://www.rfc-editor.org/rfc/rfc9325",
};

static struct finding *make_findings(struct arena *arena, size_t count)
{
	struct finding *findings =
		arena_alloc(arena, count * sizeof(*findings));

	for (size_t i = 0; i < count; i++)
		findings[i] = (struct finding){
			.check = arena_printf(arena, "VER-%03zu", i),
			.status = (enum verdict)(i % VERDICT_COUNT),
			.severity = SEVERITY_ERROR,
			.expected = "TLS 1.0 is not negotiated",
			.observed = "refused: alert 70 (protocol_version)",
			.summary = "mail.example.com:993 (IMAP) does not "
				   "negotiate TLS 1.0.",
			.explanation =
				"TLS 1.0 is of 1999 and must not be used any "
				"more: its building blocks are broken. Only "
				"very old programs and devices still need it.",
			.remedy = "Switch TLS 1.0 off in the server's settings "
				  "and start it again.",
			.reference = "RFC 9325 section 3.1.1",
			.policy = "rfc9325",
			.rule = &rule,
			.level = "MUST NOT",
			.rating = RATING_HIGH,
			.certainty = CERTAINTY_CONFIRMED,
		};
	return findings;
}

static struct report *make_report(
	struct arena *arena, size_t endpoints, size_t count)
{
	struct report *report = arena_alloc(arena, sizeof(*report));
	struct finding *findings = make_findings(arena, count);

	report->tool_version = "0";
	report->started_s = 1795000000;
	report->endpoint_count = endpoints;
	report->endpoints =
		arena_alloc(arena, endpoints * sizeof(*report->endpoints));
	for (size_t i = 0; i < endpoints; i++) {
		struct matrix_entry *entry = arena_alloc(arena, sizeof(*entry));

		entry->endpoint = (struct endpoint){SERVICE_IMAP, MODE_IMPLICIT,
			arena_printf(arena, "mail%zu.example.com", i), 993};
		entry->expectation.tls_at_least = TLS_NONE;
		report->endpoints[i].entry = entry;
		report->endpoints[i].findings = findings;
		report->endpoints[i].finding_count = count;
	}
	report_conclude(report);
	return report;
}

static bool write_format(const char *name, const struct report *report)
{
	const struct text_style text = {.columns = 80};
	const struct plugin_style plugin = {0};
	const struct format_style style = {.text = &text, .plugin = &plugin};
	enum format format;

	if (strcmp(name, "html") == 0) {
		report_write_page(stdout, report, &(struct page_options){0});
		return true;
	}
	if (!format_from_name(name, strlen(name), &format))
		return strcmp(name, "none") == 0;
	return format_table[format]->write &&
	       format_table[format]->write(stdout, report, &style);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	bool done = argc == 4 &&
		    write_format(argv[1],
			    make_report(arena, strtoul(argv[2], NULL, 10),
				    strtoul(argv[3], NULL, 10)));

	arena_free(arena);
	return done && fflush(stdout) == 0 ? 0 : 1;
}
