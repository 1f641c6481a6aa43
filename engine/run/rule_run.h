/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What policies' rules have asked of an endpoint, after all else. */
#ifndef MAILSONDE_ENGINE_RUN_RULE_RUN_H
#define MAILSONDE_ENGINE_RUN_RULE_RUN_H

#include "engine/run/parts.h"

/* Orders it. Answers false if there is nothing to ask. */
bool rule_run_begin(struct runner *runner, struct endpoint_run *run)
	__attribute__((warn_unused_result));

/* Launches what is due. Answers false once nothing is left. */
bool rule_run_advance(struct runner *runner, struct endpoint_run *run)
	__attribute__((warn_unused_result));

/* A probe for `offer` ended with these facts: what to ask after it. */
void rule_run_take(struct endpoint_run *run, const struct probe_facts *facts,
	enum offer_id offer);

#endif
