/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Versions that a hello alone asked for, and whose handshake is wanted after
 * all. */
#ifndef MAILSONDE_ENGINE_PLAN_IN_FULL_H
#define MAILSONDE_ENGINE_PLAN_IN_FULL_H

#include "engine/plan/state.h"

/* Writes a handshake with one version, once everything that everybody is asked
 * has ended: where the answer to its hello makes no sense, the best connection
 * failed, or another certificate was shown. Answers false if there is none. */
bool in_full_next(const struct plan_state *state, struct probe_order *ret_order)
	__attribute__((warn_unused_result));

#endif
