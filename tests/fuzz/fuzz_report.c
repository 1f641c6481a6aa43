/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Kept reports: what is not refused is written and read again. */
#include "tests/fuzz/fuzz.h"

#include "reports/record/read.h"
#include "reports/record/xml.h"

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
	struct problem problem;
	struct report report;

	if (record_read_xml(arena, "fuzz", data, size, &report, &problem)) {
		size_t length;
		char *xml = report_to_xml(&report, true, &length);

		FUZZ_HOLDS(xml);
		free(xml);
		report_clear(&report);
	} else {
		fuzz_check_shown(problem_say(arena, &problem));
	}
	arena_free(arena);
	xmlResetLastError();
	return 0;
}
