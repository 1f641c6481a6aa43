/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Metrics, for the textfile collector of Prometheus' node exporter. The text
 * is valid both as OpenMetrics 1.0 and in Prometheus' older text format, which
 * is what that collector reads: gauges only, no time of their own. What is not
 * known has no sample. */
#ifndef MAILSONDE_REPORTS_MONITOR_OPENMETRICS_H
#define MAILSONDE_REPORTS_MONITOR_OPENMETRICS_H

#include "model/report.h"

#include <stdio.h>

/* Writes the metrics to `stream`. Errors are the stream's: ask ferror(). */
void report_write_openmetrics(FILE *stream, const struct report *report);

#endif
