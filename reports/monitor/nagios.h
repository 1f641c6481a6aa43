/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a plugin of Nagios, Icinga and their kin writes (Monitoring Plugins
 * Development Guidelines): a line with the status, performance data behind a
 * "|", and lines that tell more. */
#ifndef MAILSONDE_REPORTS_MONITOR_NAGIOS_H
#define MAILSONDE_REPORTS_MONITOR_NAGIOS_H

#include "reports/monitor/plugin_status.h"

#include <stdio.h>

/* Writes it all to `stream`. Errors are the stream's: ask ferror(). */
void report_write_nagios(FILE *stream, const struct report *report,
	const struct plugin_style *style);

/* Writes a status line alone, for what went wrong before there was a
 * report. */
void nagios_write_status(
	FILE *stream, enum plugin_status status, const char *words);

#endif
