/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/plan/plan.h"

#include "engine/plan/differing.h"
#include "engine/plan/dropped.h"
#include "engine/plan/follow_up.h"
#include "engine/plan/in_full.h"
#include "evidence/closed/drop.h"
#include "evidence/closed/lapse.h"
#include "evidence/pick.h"
#include "evidence/version.h"
#include "evidence/witness.h"

/* A server that says "later" is asked again after 1, 2 and 4 seconds. */
#define THROTTLE_DELAY_US 1000000
#define LAPSE_DELAY_US 250000

/* What fails every time is tried so often, where it may be chance. */
#define BEST_TIMES 4

/* In the order of what people need to know most. */
static const enum tls_version version_order[] = {
	TLS_1_2, TLS_1_3, TLS_1_1, TLS_1_0};
#define VERSIONS (sizeof(version_order) / sizeof(*version_order))

size_t plan_first(const struct plan_state *state,
	struct probe_order orders[ENDPOINT_CONNECTIONS])
{
	const struct endpoint *endpoint = &state->facts->endpoint;
	unsigned versions = state->versions;
	size_t count = 0;

	if (endpoint->mode == MODE_CLEARTEXT)
		versions = 0;
	orders[count++] = (struct probe_order){.purpose = PURPOSE_BEST,
		.mode = endpoint->mode,
		.versions = versions};
	for (size_t i = 0; i < VERSIONS; i++) {
		unsigned bit = TLS_BIT(version_order[i]);

		if (versions & state->facts->versions_asked & bit)
			orders[count++] = (struct probe_order){
				.purpose = PURPOSE_TLS_VERSION,
				.mode = endpoint->mode,
				.versions = bit,
				.by_hello = state_is_for_hello(state, bit)};
	}
	/* Each begins with another address, if there are several. */
	for (size_t i = 0; i < count; i++)
		orders[i].first_address = i;
	return count;
}

/* How many probes of this kind were made, with those under way. */
static size_t count_made(const struct plan_state *state, enum purpose purpose,
	enum tls_mode mode, unsigned versions)
{
	size_t count = state_count_ended(state->facts, purpose, mode, versions);

	for (size_t i = 0; i < state->flight_count; i++) {
		const struct probe_order *order = state->flights[i].order;

		if (order->purpose == purpose && order->mode == mode &&
			order->versions == versions)
			count++;
	}
	return count;
}

static bool heard_in(const struct probe_facts *probe, const void *mode)
{
	return probe->mode == *(const enum tls_mode *)mode &&
	       (probe->greeting.text.length || probe->unexpected.length ||
		       probe->tls.server_hello || probe->tls.alert_count);
}

/* Whether any probe heard the service, or TLS, in the endpoint's mode. */
static bool was_heard(const struct endpoint_facts *facts)
{
	return pick_first(facts, PICK_ALL, heard_in, &facts->endpoint.mode);
}

/* A port that expects TLS at once says nothing first, or hangs up. */
static bool ask_other_mode(
	const struct plan_state *state, struct probe_order *ret_order)
{
	if (state->facts->endpoint.mode == MODE_IMPLICIT ||
		was_heard(state->facts) || !state_may_begin(state, 0))
		return false;
	for (size_t i = 0; i < state->order_count; i++)
		if (state->orders[i]->question == QUESTION_OTHER_MODE)
			return false;
	return state_follow_up(ret_order, QUESTION_OTHER_MODE, MODE_IMPLICIT,
		TLS_PROBED,
		"no greeting arrived: does the port expect TLS from the start?",
		0);
}

static bool is_silent(const struct plan_state *state,
	const struct probe_flight *flight, int64_t *ret_wake_us)
{
	int64_t left = state_patience_us(state) - flight->age_us;

	if (flight->order->purpose == PURPOSE_FOLLOW_UP ||
		flight->stage < STAGE_CONNECT)
		return false;
	if (left > 0) {
		if (left < *ret_wake_us)
			*ret_wake_us = left;
		return false;
	}
	return flight->stage == STAGE_GREETING ||
	       flight->stage == STAGE_HANDSHAKE;
}

/* Many SMTP servers wait before they greet, and put those who do not on a
 * list: to them nobody says a ClientHello before most of the time is over. */
static bool is_patient_enough(const struct plan_state *state,
	const struct probe_flight *flight, int64_t *ret_wake_us)
{
	int64_t left = state->timeout_us * 2 / 3 - flight->age_us;

	if (!service_is_outgoing(state->facts->endpoint.service) || left <= 0)
		return true;
	if (left < *ret_wake_us)
		*ret_wake_us = left;
	return false;
}

/* While a peer is silent, asks again beside it: one lost segment must not
 * count, and the deadline is the same for both. */
static bool ask_beside_silence(const struct plan_state *state,
	struct probe_order *ret_order, int64_t *ret_wake_us)
{
	for (size_t i = 0; i < state->flight_count; i++) {
		const struct probe_flight *flight = &state->flights[i];

		if (!is_silent(state, flight, ret_wake_us))
			continue;
		if (flight->stage == STAGE_GREETING &&
			is_patient_enough(state, flight, ret_wake_us) &&
			ask_other_mode(state, ret_order))
			return true;
		if (!state_may_begin(state, 0) ||
			count_made(state, flight->order->purpose,
				flight->order->mode,
				flight->order->versions) > 1)
			continue;
		/* Where nothing at all was heard, one more is enough; and
		 * once TLS is up, the version was taken. */
		if (flight->order->purpose != PURPOSE_BEST &&
			(!was_heard(state->facts) ||
				(flight->order->mode == MODE_IMPLICIT &&
					flight->stage == STAGE_GREETING)))
			continue;
		*ret_order = *flight->order;
		ret_order->delay_us = 0;
		return true;
	}
	return false;
}

/* Whether a probe stopped because the server had no time for it. */
static bool was_put_off(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	if (version_turned_away(probe))
		return false;
	return probe->status == ST_THROTTLED || lapse_is(facts, probe) ||
	       (!probe->tls.started && (probe->status == ST_EOF ||
					       probe->status == ST_RESET)) ||
	       (probe->stage == STAGE_CONNECT &&
		       probe->status == ST_CONN_REFUSED);
}

struct put_off {
	const struct endpoint_facts *facts;
	enum purpose purpose;
	unsigned versions;
};

static bool is_put_off(const struct probe_facts *probe, const void *wanted)
{
	const struct put_off *put_off = wanted;

	return probe->purpose == put_off->purpose &&
	       probe->tls_offered == put_off->versions &&
	       was_put_off(put_off->facts, probe);
}

static size_t count_put_off(const struct endpoint_facts *facts,
	enum purpose purpose, unsigned versions)
{
	const struct put_off put_off = {facts, purpose, versions};

	return pick_count(facts, PICK_ALL, is_put_off, &put_off);
}

static bool was_throttled(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return probe->status == ST_THROTTLED;
}

static bool lapsed(const struct probe_facts *probe, const void *facts)
{
	return lapse_is(facts, probe);
}

/* Who says "later" in words, or serves nobody, is given time. */
static int64_t delay_again_us(const struct plan_state *state)
{
	const struct endpoint_facts *facts = state->facts;

	if (pick_first(facts, PICK_ALL, was_throttled, NULL))
		return THROTTLE_DELAY_US
		       << (state->used > 5 ? state->used - 5 : 0);
	return pick_first(facts, PICK_ALL, lapsed, facts) ? LAPSE_DELAY_US
							  : THROTTLE_DELAY_US;
}

static bool order_again(const struct plan_state *state, enum purpose purpose,
	unsigned versions, struct probe_order *ret_order)
{
	*ret_order = (struct probe_order){
		.purpose = purpose,
		.mode = state->facts->endpoint.mode,
		.versions = versions,
		.first_address = state->used,
		.by_hello = purpose == PURPOSE_TLS_VERSION &&
			    state_is_for_hello(state, versions),
		.delay_us = delay_again_us(state),
	};
	/* What the time is too short for is asked as late as it allows. */
	if (!state_may_begin(state, ret_order->delay_us))
		ret_order->delay_us = state->left_us * 2 / 3;
	return state_may_begin(state, ret_order->delay_us);
}

static bool best_is_done(const struct endpoint_facts *facts)
{
	const struct probe_facts *best = witness_best(facts);

	return best && !was_put_off(facts, best);
}

/* Asks those again that were put off: once for certain, and as often as the
 * number of connections allows where the server said so in words or serves
 * others. */
static bool ask_put_off(
	const struct plan_state *state, struct probe_order *ret_order)
{
	const struct endpoint_facts *facts = state->facts;
	bool worth_it = drop_at_random(facts);
	size_t put_off = count_put_off(facts, PURPOSE_BEST, state->versions);

	if (!best_is_done(facts) && put_off && (worth_it || put_off < 2) &&
		witness_best(facts)->status != ST_CONN_REFUSED)
		return order_again(
			state, PURPOSE_BEST, state->versions, ret_order);
	if (!worth_it || !was_heard(facts))
		return false;
	for (size_t i = 0; i < VERSIONS; i++) {
		unsigned bit = TLS_BIT(version_order[i]);

		if ((facts->versions_asked & bit) &&
			version_result(facts, version_order[i], NULL) ==
				VERSION_UNKNOWN &&
			count_put_off(facts, PURPOSE_TLS_VERSION, bit))
			return order_again(
				state, PURPOSE_TLS_VERSION, bit, ret_order);
	}
	return false;
}

/* The reply that only the best connection asks for did not come, or not whole:
 * nothing tells yet whether that is so every time. */
static bool ask_cut(
	const struct plan_state *state, struct probe_order *ret_order)
{
	const struct probe_facts *best = witness_best(state->facts);

	return best && best->stage == STAGE_CAPABILITIES &&
	       lapse_may_be(best) &&
	       state_count_ended(state->facts, PURPOSE_BEST, best->mode,
		       best->tls_offered) < BEST_TIMES &&
	       state_may_begin(state, LAPSE_DELAY_US) &&
	       order_again(state, PURPOSE_BEST, best->tls_offered, ret_order);
}

static bool served_otherwise(
	const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return (probe->no_sni || probe->small_hello) && probe->tls.completed;
}

static bool other_hello_works(const struct endpoint_facts *facts)
{
	return pick_first(facts, PICK_ALL, served_otherwise, NULL);
}

/* Nobody got through at all: once more, for the one lost packet; and again, if
 * another hello did, for it may have been chance. */
static bool ask_once_more(
	const struct plan_state *state, struct probe_order *ret_order)
{
	const struct endpoint_facts *facts = state->facts;
	const struct probe_facts *best = witness_best(facts);
	bool other = other_hello_works(facts);

	if (!best || !drop_after_hello(best) || (was_heard(facts) && !other) ||
		version_accepted(facts) ||
		!state_may_begin(state, THROTTLE_DELAY_US) ||
		state_count_ended(facts, PURPOSE_BEST, best->mode,
			best->tls_offered) >= (other ? BEST_TIMES : 2))
		return false;
	*ret_order = (struct probe_order){.purpose = PURPOSE_BEST,
		.mode = best->mode,
		.versions = best->tls_offered,
		.delay_us = other ? LAPSE_DELAY_US : THROTTLE_DELAY_US};
	return true;
}

static bool said_hello(const struct probe_facts *probe)
{
	return probe->tls.server_hello;
}

/* TLS in the other mode: nothing else can come of this endpoint. */
static bool other_mode_speaks(const struct endpoint_facts *facts)
{
	return facts->endpoint.mode != MODE_IMPLICIT &&
	       witness_follow_up(facts, QUESTION_OTHER_MODE, said_hello);
}

static bool ended_silent_or_closed(const struct endpoint_facts *facts)
{
	const struct probe_facts *best = witness_best(facts);

	return best && best->stage == STAGE_GREETING && !best->tls.started &&
	       (best->status == ST_TIMEOUT || best->status == ST_EOF ||
		       best->status == ST_RESET);
}

enum plan_action plan_next(const struct plan_state *state,
	struct probe_order *ret_order, int64_t *ret_wake_us)
{
	*ret_wake_us = INT64_MAX;
	if (other_mode_speaks(state->facts))
		return state->flight_count ? PLAN_CANCEL : PLAN_END;
	if (state->follow_up && follow_up_next(state, ret_order, ret_wake_us))
		return PLAN_ORDER;
	if (follow_up_address(state, ret_order))
		return PLAN_ORDER;
	if (state->flight_count && dropped_next(state, ret_order))
		return PLAN_ORDER;
	if (state->flight_count)
		return ask_beside_silence(state, ret_order, ret_wake_us)
			       ? PLAN_ORDER
			       : PLAN_WAIT;
	if (ended_silent_or_closed(state->facts) &&
		ask_other_mode(state, ret_order))
		return PLAN_ORDER;
	if (ask_put_off(state, ret_order) || dropped_next(state, ret_order) ||
		differing_next(state, ret_order) || ask_cut(state, ret_order) ||
		ask_once_more(state, ret_order) ||
		in_full_next(state, ret_order))
		return PLAN_ORDER;
	return PLAN_END;
}
