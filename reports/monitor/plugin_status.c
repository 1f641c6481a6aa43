/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/plugin_status.h"

#include "model/table.h"
#include "reports/monitor/samples.h"

#include <string.h>

/* The gravest last. */
static unsigned gravity(enum plugin_status status)
{
	static const unsigned gravities[] = {
		[PLUGIN_OK] = 0,
		[PLUGIN_UNKNOWN] = 1,
		[PLUGIN_WARNING] = 2,
		[PLUGIN_CRITICAL] = 3,
	};
	static_assert(COUNT_OF(gravities) == PLUGIN_STATUS_COUNT,
		"how grave each status is");

	return gravities[status];
}

static enum plugin_status worse(enum plugin_status a, enum plugin_status b)
{
	return gravity(a) >= gravity(b) ? a : b;
}

enum plugin_status plugin_status_warning(const struct plugin_style *style)
{
	return style->warnings_are_critical ? PLUGIN_CRITICAL : PLUGIN_WARNING;
}

bool plugin_status_counts(
	const struct finding *finding, const struct plugin_style *style)
{
	if (finding->suppressed)
		return false;
	if (finding->status == VERDICT_WARNING && style->warning.days.given)
		return finding->policy ||
		       strcmp(finding->check, "certificate-expiry") != 0;
	return finding->status != VERDICT_NOT_TESTED || !finding->unobservable;
}

enum plugin_status plugin_status_finding(
	const struct finding *finding, const struct plugin_style *style)
{
	if (!plugin_status_counts(finding, style))
		return PLUGIN_OK;
	switch (finding->status) {
	case VERDICT_FAIL:
		return PLUGIN_CRITICAL;
	case VERDICT_WARNING:
		return plugin_status_warning(style);
	case VERDICT_NOT_TESTED:
		return PLUGIN_UNKNOWN;
	default:
		return PLUGIN_OK;
	}
}

static enum plugin_status hold_to(const struct plugin_range *warning,
	const struct plugin_range *critical, double value)
{
	if (plugin_range_alerts(critical, value))
		return PLUGIN_CRITICAL;
	return plugin_range_alerts(warning, value) ? PLUGIN_WARNING : PLUGIN_OK;
}

enum plugin_status plugin_status_time(const struct plugin_style *style,
	const struct endpoint_report *endpoint)
{
	const struct probe_facts *best = sample_completed(endpoint);

	if (!best)
		return PLUGIN_OK;
	return hold_to(&style->warning.time, &style->critical.time,
		(double)best->duration_us / 1e6);
}

enum plugin_status plugin_status_days(const struct report *report,
	const struct plugin_style *style,
	const struct endpoint_report *endpoint)
{
	const struct certificate *certificate = sample_certificate(endpoint);

	if (!certificate)
		return PLUGIN_OK;
	return hold_to(&style->warning.days, &style->critical.days,
		(double)sample_days(report, certificate));
}

enum plugin_status plugin_status_endpoint(const struct report *report,
	const struct plugin_style *style,
	const struct endpoint_report *endpoint)
{
	enum plugin_status status = worse(plugin_status_time(style, endpoint),
		plugin_status_days(report, style, endpoint));

	for (size_t i = 0; i < endpoint->finding_count; i++)
		status = worse(status,
			plugin_status_finding(&endpoint->findings[i], style));
	if (endpoint->verdict == VERDICT_NOT_TESTED)
		status = worse(status, PLUGIN_UNKNOWN);
	return status;
}

enum plugin_status report_plugin_status(
	const struct report *report, const struct plugin_style *style)
{
	enum plugin_status status = PLUGIN_OK;

	for (size_t i = 0; i < report->endpoint_count; i++)
		status = worse(status, plugin_status_endpoint(report, style,
					       &report->endpoints[i]));
	if (report->verdict == VERDICT_NOT_TESTED || report->interrupted)
		status = worse(status, PLUGIN_UNKNOWN);
	return status;
}
