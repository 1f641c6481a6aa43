/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The Test Anything Protocol, version 13: a test point for each finding, with
 * what is known of it in YAML beside it. What was not tested is skipped, with
 * the reason, and so is what does not count. Warnings are ok, unless
 * `fail_on_warning`. */
#ifndef MAILSONDE_REPORTS_MONITOR_TAP_H
#define MAILSONDE_REPORTS_MONITOR_TAP_H

#include "model/report.h"

#include <stdio.h>

void report_write_tap(
	FILE *stream, const struct report *report, bool fail_on_warning);

#endif
