/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Kept reports: what is not refused is written and read again. */
#include "tests/fuzz/fuzz.h"

#include "reports/record/xml.h"
#include "reports/record/xml_read.h"
#include "settings/xml/document.h"

#include <libxml/parser.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct problem error = {0};
	xmlDoc *document = document_read(
		arena, &document_report, "fuzz", data, size, &error);
	struct report report;
	const char *why;
	long line;

	if (!document) {
		fuzz_check_shown(problem_say(arena, &error));
	} else if (report_from_xml(arena, xmlDocGetRootElement(document),
			   &report, &why, &line)) {
		size_t length;
		char *xml = report_to_xml(&report, true, &length);

		FUZZ_HOLDS(xml);
		free(xml);
		report_clear(&report);
	}
	xmlFreeDoc(document);
	arena_free(arena);
	xmlResetLastError();
	return 0;
}
