/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/record/xml.h"
#include "reports/format.h"

#include "reports/record/write.h"

#include <stdlib.h>

char *report_to_xml(
	const struct report *report, bool transcript, size_t *ret_length)
{
	struct xml xml = {.transcript = transcript, .arena = arena_new()};

	xml_begin(&xml);
	record_write(&xml, report);
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
	struct xml xml = {
		.transcript = transcript,
		.stream = stream,
		.arena = arena_new(),
	};

	xml_begin(&xml);
	record_write(&xml, report);
	xml_flush(&xml);
	arena_free(xml.arena);
	free(xml.data);
	return !xml.failed;
}

static bool write_format(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	return report_write_xml(stream, report, style->transcript);
}

const struct format_row format_xml = {.name = "xml", .write = write_format};
