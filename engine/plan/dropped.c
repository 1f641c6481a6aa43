/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/plan/dropped.h"

#include "evidence/closed/drop.h"
#include "evidence/closed/lapse.h"
#include "evidence/pick.h"
#include "evidence/version.h"

/* Until a hello that was dropped is said again. */
#define DROP_DELAY_US 250000

#define LEGACY (TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1))
#define MODERN (TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3))

/* The last drop of a hello for that version, if nothing tells more of it. */
static const struct probe_facts *last_drop(const struct endpoint_facts *facts,
	enum tls_version version, size_t *ret_count)
{
	const struct probe_facts *told = NULL;

	version_result(facts, version, &told);
	return told && drop_after_hello(told)
		       ? drop_last(facts, version, ret_count)
		       : NULL;
}

/* The versions whose hello was dropped, though not often enough to tell. */
static unsigned dropped_seldom(const struct endpoint_facts *facts)
{
	unsigned set = 0;

	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		size_t drops;

		if (last_drop(facts, (enum tls_version)v, &drops) &&
			drops < drop_enough(facts))
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

/* Whether a hello of one version alone is still out. */
static bool versions_are_out(const struct plan_state *state)
{
	for (size_t i = 0; i < state->flight_count; i++)
		if (state->flights[i].order->purpose == PURPOSE_TLS_VERSION)
			return true;
	return false;
}

/* The versions that a question of that kind is out for. */
static unsigned flying(const struct plan_state *state, enum question question)
{
	unsigned set = 0;

	for (size_t i = 0; i < state->flight_count; i++)
		if (state->flights[i].order->question == question)
			set |= state->flights[i].order->versions;
	return set;
}

/* Where nothing else was dropped, both are asked side by side, and beside the
 * best connection: only a server that drops more has to be left in peace for a
 * moment. */
static bool is_time(const struct plan_state *state, int64_t *ret_delay_us)
{
	bool careful = drop_at_random(state->facts);

	*ret_delay_us = careful ? DROP_DELAY_US : 0;
	return state_may_begin(state, *ret_delay_us) &&
	       !versions_are_out(state) && !(careful && state->flight_count);
}

static bool ask_again(const struct plan_state *state, int64_t delay_us,
	struct probe_order *ret_order)
{
	unsigned again = dropped_seldom(state->facts) &
			 ~flying(state, QUESTION_DROPPED_AGAIN);

	if (again & LEGACY)
		again &= LEGACY;
	else
		again &= MODERN;
	return again && state_room(state) > 1 &&
	       state_follow_up(ret_order, QUESTION_DROPPED_AGAIN,
		       state->facts->endpoint.mode, again,
		       "the ClientHello was dropped: is it dropped again?",
		       delay_us);
}

struct control {
	const struct endpoint_facts *facts;
	unsigned versions;
};

static bool is_control(const struct probe_facts *probe, const void *wanted)
{
	const struct control *control = wanted;

	return probe->mode == control->facts->endpoint.mode &&
	       probe->tls_offered == control->versions &&
	       !lapse_is(control->facts, probe);
}

/* Whether one that worked before was offered again, and not by a bad chance. */
static bool has_control(const struct endpoint_facts *facts, unsigned versions)
{
	const struct control control = {facts, versions};

	return pick_first(facts, PICK_FOLLOW_UPS, is_control, &control);
}

/* Whether no connection was made since the last drop of some version. */
static bool wants_control(const struct endpoint_facts *facts)
{
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		size_t drops;
		const struct probe_facts *last =
			last_drop(facts, (enum tls_version)v, &drops);

		if (last && !drop_outlived(facts, last))
			return true;
	}
	return false;
}

/* A hello that was dropped is a refusal only if the server does not drop
 * connections whatever they offer: the same is offered again, and then a
 * version that works. */
bool dropped_next(const struct plan_state *state, struct probe_order *ret_order)
{
	const struct endpoint_facts *facts = state->facts;
	unsigned works = highest(version_accepted(facts));
	int64_t delay_us;

	if (!works || !is_time(state, &delay_us))
		return false;
	if (ask_again(state, delay_us, ret_order))
		return true;
	if (!wants_control(facts) || flying(state, QUESTION_CONTROL) ||
		has_control(facts, works))
		return false;
	state_follow_up(ret_order, QUESTION_CONTROL, facts->endpoint.mode,
		works,
		"ClientHellos were dropped: is one that worked now dropped, "
		"too?",
		delay_us);
	ret_order->by_hello = state_is_for_hello(state, works);
	return true;
}
