/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The questions that a failure raises, and the probes that answer them: in
 * the other mode, at other ports, at single addresses, with another hello. */
#ifndef MAILSONDE_ENGINE_PLAN_FOLLOW_UP_H
#define MAILSONDE_ENGINE_PLAN_FOLLOW_UP_H

#include "engine/plan/state.h"

/* Writes a follow-up that the facts call for and that has not been made.
 * Answers false if there is none at the moment, with the time after which a
 * silence will raise one in `*ret_wake_us` if that is sooner. */
bool follow_up_next(const struct plan_state *state,
	struct probe_order *ret_order, int64_t *ret_wake_us)
	__attribute__((warn_unused_result));

/* The same with another address of the host, which is asked whatever the
 * others have answered. */
bool follow_up_address(const struct plan_state *state,
	struct probe_order *ret_order) __attribute__((warn_unused_result));

#endif
