/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/json.h"
#include "reports/format.h"

#include "reports/record/json_record.h"
#include "reports/record/write.h"

void report_write_json(
	FILE *stream, const struct report *report, bool transcript)
{
	struct arena *arena = arena_new();
	struct json_record record = {.json = {stream, arena}};
	struct xml xml = {
		.json = &record,
		.transcript = transcript,
		.arena = arena,
	};

	record_write(&xml, report);
	json_end(&record.json);
	arena_free(arena);
}

void report_write_json_line(FILE *stream, const struct report *report,
	size_t endpoint, bool transcript)
{
	struct arena *arena = arena_new();
	struct json_record record = {
		.json = {stream, arena, .one_line = true},
		.head = report,
	};
	struct xml xml = {
		.json = &record,
		.transcript = transcript,
		.arena = arena,
	};

	record_write_endpoint(&xml, report, endpoint);
	json_end(&record.json);
	arena_free(arena);
}

void report_write_jsonl(
	FILE *stream, const struct report *report, bool transcript)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		report_write_json_line(stream, report, i, transcript);
}

static bool write_whole(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	report_write_json(stream, report, style->transcript);
	return true;
}

static bool write_lines(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	report_write_jsonl(stream, report, style->transcript);
	return true;
}

const struct format_row format_json = {.name = "json", .write = write_whole};
const struct format_row format_jsonl = {.name = "jsonl", .write = write_lines};
