/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Performance data of a monitoring plugin:
 *
 *	*(" " "'" label "'=" (number [unit] / "U") ";" [warning] ";" [critical]
 *		[";" minimum])
 *
 * A label is made of what names the endpoint, and stays what it is while that
 * does; it has no "=" and no quote. */
#ifndef MAILSONDE_REPORTS_MONITOR_PERFORMANCE_H
#define MAILSONDE_REPORTS_MONITOR_PERFORMANCE_H

#include "reports/monitor/plugin_status.h"

#include <stdio.h>

/* Writes them for these endpoints of the report. */
void performance_write(FILE *stream, const struct report *report,
	const struct plugin_style *style,
	const struct endpoint_report *const *endpoints, size_t count);

#endif
