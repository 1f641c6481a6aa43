/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Judges an endpoint by all checks. */
#ifndef MAILSONDE_CHECKS_JUDGE_H
#define MAILSONDE_CHECKS_JUDGE_H

#include "checks/check.h"

/* Judges one endpoint by every row that it owes, in the order of the table,
 * into `endpoint->findings`. The facts must have been settled
 * (drop_settle()). */
void judge_endpoint(
	struct endpoint_report *endpoint, const struct judge_context *context);

/* Says of a finding that is not-tested what stood in the way, as
 * judge_endpoint() does. `finding` need not be one of the endpoint's yet. */
void judge_explain_not_tested(const struct endpoint_report *endpoint,
	const struct judge_context *context, struct finding *finding);

#endif
