/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What to ask of a server that closed or reset connections right after the
 * ClientHello: that may be a refusal, or the server drops connections whatever
 * they offer. */
#ifndef MAILSONDE_ENGINE_PLAN_DROPPED_H
#define MAILSONDE_ENGINE_PLAN_DROPPED_H

#include "engine/plan/state.h"

/* Writes the same offer once more, or one that worked. Answers false if nothing
 * needs asking at the moment. */
bool dropped_next(const struct plan_state *state, struct probe_order *ret_order)
	__attribute__((warn_unused_result));

#endif
