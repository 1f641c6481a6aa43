/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/plan/state.h"

#include "evidence/closed/lapse.h"
#include "evidence/pick.h"
#include "evidence/version.h"

#define PATIENCE_US 3000000

/* Not begun any more: no dialogue ends in less. */
#define LEAST_US 200000

bool order_is_elsewhere(const struct probe_order *order)
{
	return order->port != 0 || order->question == QUESTION_ADDRESS;
}

bool order_is_ahead(const struct probe_order *order)
{
	return order->question == QUESTION_INJECTION;
}

static bool completed_in(const struct probe_facts *probe, const void *mode)
{
	return probe->tls.completed &&
	       probe->mode == *(const enum tls_mode *)mode;
}

static bool may_be_lapse(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return lapse_may_be(probe);
}

static bool serves_anybody(const struct endpoint_facts *facts)
{
	return pick_first(
		       facts, PICK_ALL, completed_in, &facts->endpoint.mode) ||
	       version_accepted(facts) || lapse_count(facts).lapses > 0;
}

static unsigned count_forgiven(const struct endpoint_facts *facts)
{
	size_t count;

	if (!serves_anybody(facts) || lapse_in_a_row(facts) >= LAPSES_IN_A_ROW)
		return 0;
	count = pick_count(facts, PICK_ALL, may_be_lapse, NULL);
	return count < LAPSES_FORGIVEN ? count : LAPSES_FORGIVEN;
}

unsigned state_room(const struct plan_state *state)
{
	unsigned most = ENDPOINT_CONNECTIONS + count_forgiven(state->facts);

	return state->used < most ? most - state->used : 0;
}

int64_t state_patience_us(const struct plan_state *state)
{
	int64_t half = state->timeout_us / 2;

	return half < PATIENCE_US ? half : PATIENCE_US;
}

bool state_may_begin(const struct plan_state *state, int64_t delay_us)
{
	return state_room(state) > 0 && state->left_us - delay_us >= LEAST_US;
}

struct kind {
	enum purpose purpose;
	enum tls_mode mode;
	unsigned versions;
};

static bool is_of_kind(const struct probe_facts *probe, const void *wanted)
{
	const struct kind *kind = wanted;

	return probe->purpose == kind->purpose && probe->mode == kind->mode &&
	       probe->tls_offered == kind->versions;
}

size_t state_count_ended(const struct endpoint_facts *facts,
	enum purpose purpose, enum tls_mode mode, unsigned versions)
{
	const struct kind kind = {purpose, mode, versions};

	return pick_count(facts, PICK_ALL, is_of_kind, &kind);
}

bool state_follow_up(struct probe_order *ret_order, enum question question,
	enum tls_mode mode, unsigned versions, const char *reason,
	int64_t delay_us)
{
	*ret_order = (struct probe_order){.purpose = PURPOSE_FOLLOW_UP,
		.question = question,
		.mode = mode,
		.versions = versions,
		.reason = reason,
		.delay_us = delay_us};
	return true;
}

bool state_is_for_hello(const struct plan_state *state, unsigned versions)
{
	return state->by_hello &&
	       (versions == TLS_BIT(TLS_1_2) || versions == TLS_BIT(TLS_1_3));
}
