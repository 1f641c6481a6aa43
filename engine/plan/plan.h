/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What to ask of an endpoint, and when: pure functions over what is known, so
 * that they can be tested without a network. */
#ifndef MAILSONDE_ENGINE_PLAN_PLAN_H
#define MAILSONDE_ENGINE_PLAN_PLAN_H

#include "engine/plan/state.h"

/* Writes what every endpoint is asked at once, the most telling first, and
 * returns how many orders that is: one for the best connection, which offers
 * all versions of `state`, and one for each version alone that the facts owe.
 * Nothing else of the facts counts but their endpoint; of the state, `versions`
 * and `by_hello`. */
size_t plan_first(const struct plan_state *state,
	struct probe_order orders[ENDPOINT_CONNECTIONS]);

enum plan_action {
	PLAN_WAIT,   /* for a probe to end, or `*ret_wake_us` to pass */
	PLAN_ORDER,  /* `*ret_order`, and ask again */
	PLAN_CANCEL, /* what is under way cannot tell anything more */
	PLAN_END,    /* nothing is under way, and nothing is left to ask */
};

/* Says what to do next. Called when a probe ended, and again after
 * `*ret_wake_us` microseconds. */
enum plan_action plan_next(const struct plan_state *state,
	struct probe_order *ret_order, int64_t *ret_wake_us)
	__attribute__((warn_unused_result));

#endif
