/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Compares what two runs saw and judged. A pure function. */
#ifndef MAILSONDE_CHECKS_COMPARE_H
#define MAILSONDE_CHECKS_COMPARE_H

#include "model/comparison.h"

/* Endpoints are the same by service, host, port and mode, findings by their
 * check and policy. Both reports must outlive the comparison. */
void compare_reports(struct arena *arena, const struct report *before,
	const struct report *after, struct comparison *ret_comparison);

#endif
