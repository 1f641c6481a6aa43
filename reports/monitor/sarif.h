/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* SARIF 2.1.0 (OASIS, 2020): one run, a rule for each check and each policy's
 * rule that was judged, a result for each finding. The endpoint is a logical
 * location; where its settings came from a file, that and the line are the
 * physical one. */
#ifndef MAILSONDE_REPORTS_MONITOR_SARIF_H
#define MAILSONDE_REPORTS_MONITOR_SARIF_H

#include "model/report.h"

#include <stdio.h>

/* What a check says of itself, which no report has: the writer's caller knows
 * the table. */
struct sarif_rule {
	const char *title;
	const char *explanation;
	const char *remedy;
};

/* `describe` answers for the id of a check; false if there is none. NULL: none
 * is known. */
void report_write_sarif(FILE *stream, const struct report *report,
	bool (*describe)(const char *check, struct sarif_rule *ret_rule));

#endif
