/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How grave a report is for a monitor, by findings and by limits. */
#ifndef MAILSONDE_REPORTS_MONITOR_PLUGIN_STATUS_H
#define MAILSONDE_REPORTS_MONITOR_PLUGIN_STATUS_H

#include "model/report.h"
#include "reports/monitor/plugin_range.h"

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

/* As above, for one of its endpoints, for a finding, and for what is measured
 * of an endpoint. */
enum plugin_status plugin_status_endpoint(const struct report *report,
	const struct plugin_style *style,
	const struct endpoint_report *endpoint);
enum plugin_status plugin_status_finding(
	const struct finding *finding, const struct plugin_style *style);
enum plugin_status plugin_status_time(const struct plugin_style *style,
	const struct endpoint_report *endpoint);
enum plugin_status plugin_status_days(const struct report *report,
	const struct plugin_style *style,
	const struct endpoint_report *endpoint);
enum plugin_status plugin_status_warning(const struct plugin_style *style);

/* Whether the finding says something that limits do not say themselves. */
bool plugin_status_counts(
	const struct finding *finding, const struct plugin_style *style);

#endif
