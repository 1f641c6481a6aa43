/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/tap.h"
#include "reports/format.h"

#include "model/text/escape.h"
#include "reports/words.h"

#include <string.h>

struct tap {
	FILE *stream;
	struct arena *arena;
	bool fail_on_warning;
	size_t number;
};

/* One line; "#" would begin a directive. */
static void put_words(const struct tap *tap, const char *text)
{
	for (text = escape_clean(tap->arena, text); *text; text++) {
		if (*text == '#' || *text == '\\')
			putc_unlocked('\\', tap->stream);
		putc_unlocked(*text == '\n' || *text == '\t' ? ' ' : *text,
			tap->stream);
	}
}

/* Double quotes, as YAML and JSON have them. */
static void put_field(const struct tap *tap, const char *name, const char *text)
{
	if (!text)
		return;
	fputs_unlocked("  ", tap->stream);
	fputs_unlocked(name, tap->stream);
	fputs_unlocked(": \"", tap->stream);
	for (text = escape_clean(tap->arena, text);;) {
		size_t plain = strcspn(text, "\"\\\n\t");

		fwrite_unlocked(text, 1, plain, tap->stream);
		text += plain;
		if (!*text)
			break;
		putc_unlocked('\\', tap->stream);
		putc_unlocked(*text == '\n'   ? 'n'
			      : *text == '\t' ? 't'
					      : *text,
			tap->stream);
		text++;
	}
	fputs_unlocked("\"\n", tap->stream);
}

static void put_details(const struct tap *tap, const struct finding *finding)
{
	fputs_unlocked("  ---\n", tap->stream);
	put_field(tap, "status", verdict_name(finding->status));
	put_field(tap, "severity", severity_name(finding->severity));
	put_field(tap, "policy", finding->policy);
	put_field(tap, "level", finding->level);
	put_field(tap, "expected", finding->expected);
	put_field(tap, "observed", finding->observed);
	put_field(tap, "summary", finding->summary);
	if (finding->status != VERDICT_PASS) {
		put_field(tap, "explanation", finding->explanation);
		put_field(tap, "remedy", finding->remedy);
	}
	put_field(tap, "reference", finding->reference);
	put_field(tap, "diagnosis", finding->diagnosis);
	fputs_unlocked("  ...\n", tap->stream);
}

static void put_point(struct tap *tap, const struct endpoint *names,
	const struct finding *finding)
{
	const char *skipped = words_finding_skipped(finding);

	fprintf(tap->stream, "%s %zu - ",
		skipped || !words_finding_fails(finding, tap->fail_on_warning)
			? "ok"
			: "not ok",
		++tap->number);
	put_words(tap, words_endpoint(tap->arena, names));
	fputs_unlocked(": ", tap->stream);
	put_words(tap, words_finding(tap->arena, finding));
	if (skipped) {
		fputs_unlocked(" # SKIP ", tap->stream);
		put_words(tap, skipped);
	}
	putc_unlocked('\n', tap->stream);
	put_details(tap, finding);
}

void report_write_tap(
	FILE *stream, const struct report *report, bool fail_on_warning)
{
	struct tap tap = {.stream = stream, .fail_on_warning = fail_on_warning};
	size_t count = 0;

	for (size_t i = 0; i < report->endpoint_count; i++)
		count += report->endpoints[i].finding_count;
	fprintf(stream, "TAP version 13\n1..%zu%s\n", count,
		count ? "" : " # SKIP nothing was checked");
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		tap.arena = arena_new();
		for (size_t k = 0; k < endpoint->finding_count; k++)
			put_point(&tap, &endpoint->entry->endpoint,
				&endpoint->findings[k]);
		arena_free(tap.arena);
	}
}

static bool write_format(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	report_write_tap(stream, report, style->fail_on_warning);
	return true;
}

const struct format_row format_tap = {.name = "tap", .write = write_format};
