/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/format.h"

#include <string.h>

/* A program of its own makes the page of the XML report. */
const struct format_row format_html = {.name = "html"};

/* The settings alone, of which a report is not made. */
const struct format_row format_profile = {.name = "profile"};

#define FORMAT_POINT(enumerator, name) [FORMAT_##enumerator] = &format_##name,
const struct format_row *const format_table[FORMAT_COUNT] = {
	FORMAT_LIST(FORMAT_POINT)};

bool format_from_name(const char *name, size_t length, enum format *ret_format)
{
	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		const char *known = format_table[i]->name;

		if (strlen(known) != length ||
			strncmp(name, known, length) != 0)
			continue;
		*ret_format = (enum format)i;
		return true;
	}
	return false;
}
