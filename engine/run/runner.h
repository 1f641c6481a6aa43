/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Makes the probes of a check: everything that can run at once does, within
 * the limits of the engine and the patience of the servers. */
#ifndef MAILSONDE_ENGINE_RUN_RUNNER_H
#define MAILSONDE_ENGINE_RUN_RUNNER_H

#include "checks/rules/table.h"
#include "engine/engine.h"

/* What rules have asked of an endpoint comes last: at most so many connections,
 * so many of them at a time, begun at least so far apart, and all of it within
 * three times the timeout. */
#define RULE_CONNECTIONS 96
#define RULE_FLIGHTS 2
#define RULE_SPACING_US 50000
#define RULE_TIMEOUTS 3
#define RULE_ADDRESSES 8

/* Probes all endpoints of `report` and fills in their facts, settled. The
 * endpoints' entries must be set. `wishes` says what is wanted for
 * policies; NULL: nothing. `topics` is what hellos are to find
 * out (model/tls/offered.h). Once `cancel_fd` is readable, what
 * is under way stops, and `report->interrupted` is set. Answers false, with
 * errno set, if the probes cannot be made at all. */
bool runner_run(struct engine *engine, const struct engine_request *request,
	const struct rule_wishes *wishes, unsigned topics,
	const struct engine_watcher *watcher, int cancel_fd,
	struct report *report) __attribute__((warn_unused_result));

#endif
