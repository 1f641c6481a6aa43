/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was refused though the server takes it elsewhere is offered again: the
 * next connection may be answered by another computer. */
#ifndef MAILSONDE_ENGINE_PLAN_DIFFERING_H
#define MAILSONDE_ENGINE_PLAN_DIFFERING_H

#include "engine/plan/state.h"

bool differing_next(
	const struct plan_state *state, struct probe_order *ret_order);

#endif
