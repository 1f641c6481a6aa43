/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/plan/state.h"

#define PATIENCE_US 3000000

bool order_is_elsewhere(const struct probe_order *order)
{
	return order->port != 0 || order->question == QUESTION_ADDRESS;
}

int64_t state_patience_us(const struct plan_state *state)
{
	int64_t half = state->timeout_us / 2;

	return half < PATIENCE_US ? half : PATIENCE_US;
}
