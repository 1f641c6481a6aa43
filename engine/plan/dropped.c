/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/plan/dropped.h"

#include "evidence/drop.h"
#include "evidence/version.h"

/* Until a hello that was dropped is said again. */
#define DROP_DELAY_US 250000

#define LEGACY (TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1))
#define MODERN (TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3))

/* The versions whose hello was dropped just once. */
static unsigned dropped_once(const struct endpoint_facts *facts)
{
	unsigned set = 0;

	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		size_t drops;

		if (drop_last(facts, (enum tls_version)v, &drops) && drops == 1)
			set |= TLS_BIT(v);
	}
	return set;
}

static unsigned highest(unsigned versions)
{
	for (int v = TLS_1_3; v >= TLS_1_0; v--)
		if (versions & TLS_BIT(v))
			return TLS_BIT(v);
	return 0;
}

/* A hello that was dropped is a refusal only if the server does not drop
 * connections whatever they offer: the same is offered again, and then a
 * version that works. */
bool dropped_next(const struct plan_state *state, struct probe_order *ret_order)
{
	const struct endpoint_facts *facts = state->facts;
	unsigned accepted = version_accepted(facts);
	unsigned again = dropped_once(facts);

	if (!accepted || !state_may_begin(state, DROP_DELAY_US))
		return false;
	if (again & LEGACY)
		again &= LEGACY;
	else
		again &= MODERN;
	if (again && state->used < ENDPOINT_CONNECTIONS - 1)
		return state_follow_up(ret_order, QUESTION_DROPPED_AGAIN,
			facts->endpoint.mode, again,
			"the ClientHello was dropped: is it dropped again?",
			DROP_DELAY_US);
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		size_t drops;
		const struct probe_facts *last =
			drop_last(facts, (enum tls_version)v, &drops);

		if (last && !drop_outlived(facts, last) &&
			!state_count_ended(facts, PURPOSE_FOLLOW_UP,
				facts->endpoint.mode, highest(accepted)))
			return state_follow_up(ret_order, QUESTION_CONTROL,
				facts->endpoint.mode, highest(accepted),
				"ClientHellos were dropped: is one that worked "
				"now dropped, too?",
				DROP_DELAY_US);
	}
	return false;
}
