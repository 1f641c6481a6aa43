/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* JUnit's XML, as GitLab and Jenkins read it: a test suite for each endpoint, a
 * test case for each finding. What was not tested is skipped, with the reason,
 * and so is what does not count. A warning is no failure, unless
 * `fail_on_warning`. */
#ifndef MAILSONDE_REPORTS_MONITOR_JUNIT_H
#define MAILSONDE_REPORTS_MONITOR_JUNIT_H

#include "model/report.h"

#include <stdio.h>

/* Answers false if memory ran out. */
bool report_write_junit(
	FILE *stream, const struct report *report, bool fail_on_warning);

#endif
