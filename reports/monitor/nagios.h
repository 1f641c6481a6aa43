/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a plugin of Nagios, Icinga and their kin writes (Monitoring Plugins
 * Development Guidelines): a line with the status, performance data behind a
 * "|", and lines that tell more. */
#ifndef MAILSONDE_REPORTS_MONITOR_NAGIOS_H
#define MAILSONDE_REPORTS_MONITOR_NAGIOS_H

#include "model/report.h"
#include "reports/monitor/plugin_range.h"

#include <stdio.h>

/* Also the exit statuses of a plugin. */
enum plugin_status {
	PLUGIN_OK,
	PLUGIN_WARNING,
	PLUGIN_CRITICAL,
	PLUGIN_UNKNOWN,
	PLUGIN_STATUS_COUNT,
};

struct plugin_limits {
	struct plugin_range time; /* seconds for the best connection */
	struct plugin_range days; /* that the certificate still holds */
};

struct plugin_style {
	struct plugin_limits warning;
	struct plugin_limits critical;
	bool warnings_are_critical; /* findings that warn */
};

/* CRITICAL if something failed or a critical limit was passed; else WARNING if
 * there is something to warn of, or a limit for that was passed; else UNKNOWN
 * if something could not be tested; else OK. What is known to be wrong is not
 * hidden behind what is not known. Where a limit warns of the certificate's
 * days, the check certificate-expiry does not. */
enum plugin_status report_plugin_status(const struct report *report,
	const struct plugin_style *style) __attribute__((warn_unused_result));

/* Writes it all to `stream`. Errors are the stream's: ask ferror(). */
void report_write_nagios(FILE *stream, const struct report *report,
	const struct plugin_style *style);

/* Writes a status line alone, for what went wrong before there was a
 * report. */
void nagios_write_status(
	FILE *stream, enum plugin_status status, const char *words);

#endif
