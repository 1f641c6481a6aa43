/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/csv.h"
#include "reports/format.h"

#include "model/text/escape.h"
#include "model/text/spell.h"

#include <string.h>

static void put_quoted(FILE *stream, struct arena *arena, const char *text)
{
	putc_unlocked('"', stream);
	if (text && text[0] && strchr("=+-@\t\n", text[0]))
		putc_unlocked('\'', stream);
	for (text = text ? escape_clean(arena, text) : ""; *text;) {
		size_t plain = strcspn(text, "\"");

		fwrite_unlocked(text, 1, plain, stream);
		text += plain;
		if (*text == '"') {
			fputs_unlocked("\"\"", stream);
			text++;
		}
	}
	putc_unlocked('"', stream);
}

void csv_put_row(FILE *stream, struct arena *arena, const char *const *columns,
	size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			putc_unlocked(',', stream);
		put_quoted(stream, arena, columns[i]);
	}
	fputs_unlocked("\r\n", stream);
}

static void put_row(FILE *stream, struct arena *arena,
	const struct report *report, const struct endpoint_report *endpoint,
	const struct finding *finding)
{
	const struct endpoint *names = &endpoint->entry->endpoint;
	const struct rule *rule = finding->rule;
	const char *const columns[] = {
		spell_instant(arena, report->started_s, report->started_ms),
		service_name(names->service),
		names->host,
		arena_printf(arena, "%u", names->port),
		mode_name(names->mode),
		verdict_name(endpoint->verdict),
		finding->check,
		verdict_name(finding->status),
		severity_name(finding->severity),
		finding->expected,
		finding->observed,
		finding->summary,
		finding->remedy,
		finding->reference,
		finding->cause,
		finding->diagnosis,
		finding->policy,
		finding->level,
		finding->rating != RATING_NONE ? rating_name(finding->rating)
					       : NULL,
		finding->certainty != CERTAINTY_NONE
			? certainty_name(finding->certainty)
			: NULL,
		finding->unobservable ? "true" : NULL,
		finding->suppressed,
		rule ? rule->title : NULL,
		rule ? rule->edition : NULL,
		rule ? rule->url : NULL,
	};

	csv_put_row(stream, arena, columns, sizeof(columns) / sizeof(*columns));
}

void report_write_csv(FILE *stream, const struct report *report)
{
	fputs("started,service,host,port,mode,verdict,check,status,severity,"
	      "expected,observed,summary,remedy,reference,cause,diagnosis,"
	      "policy,level,rating,certainty,unobservable,suppressed,title,"
	      "edition,url\r\n",
		stream);
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];
		struct arena *arena = arena_new();

		for (size_t k = 0; k < endpoint->finding_count; k++)
			put_row(stream, arena, report, endpoint,
				&endpoint->findings[k]);
		arena_free(arena);
	}
}

static bool write_format(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	(void)style;
	report_write_csv(stream, report);
	return true;
}

const struct format_row format_csv = {.name = "csv", .write = write_format};
