/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/plan/follow_up.h"

#include "evidence/closed/drop.h"
#include "evidence/pick.h"
#include "evidence/version.h"
#include "evidence/witness.h"

#include <string.h>

/* A port that has not answered a second SYN is probably filtered: other ports
 * are asked while it has its full time. */
#define CONNECT_PATIENCE_US 1500000

/* TCP discard: nobody serves it. */
#define UNUSED_PORT 9

static bool same_follow_up(const struct probe_order *order,
	enum question question, unsigned port, size_t address)
{
	return order->question == question && order->port == port &&
	       order->only_address == address;
}

/* Whether the question was asked already, or is being asked. */
static bool was_asked(
	const struct plan_state *state, const struct probe_order *order)
{
	for (size_t i = 0; i < state->order_count; i++)
		if (same_follow_up(state->orders[i], order->question,
			    order->port, order->only_address))
			return true;
	return false;
}

static bool take(const struct plan_state *state, struct probe_order *order,
	struct probe_order *ret_order)
{
	bool room = order_is_elsewhere(order) ? state->followed < FOLLOW_UPS
					      : state_room(state) > 0;

	if (!room || state->follow_left_us < 200000 || was_asked(state, order))
		return false;
	order->purpose = PURPOSE_FOLLOW_UP;
	*ret_order = *order;
	return true;
}

static bool failed_to_connect(
	const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return probe->stage == STAGE_CONNECT;
}

/* It came further, or something here kept it from trying. */
static bool tells_otherwise(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return probe->stage > STAGE_CONNECT || probe->status == ST_NO_NETWORK ||
	       probe->status == ST_LOCAL;
}

/* Whether every probe is stuck at connecting, or failed there. */
static bool cannot_connect(const struct plan_state *state, int64_t *ret_wake_us)
{
	bool failed =
		pick_first(state->facts, PICK_PLANNED, failed_to_connect, NULL);
	bool waits = false;

	if (pick_first(state->facts, PICK_PLANNED, tells_otherwise, NULL))
		return false;
	for (size_t i = 0; i < state->flight_count; i++) {
		const struct probe_flight *flight = &state->flights[i];
		int64_t left = CONNECT_PATIENCE_US - flight->age_us;

		if (flight->order->purpose == PURPOSE_FOLLOW_UP)
			continue;
		if (flight->stage > STAGE_CONNECT)
			return false;
		if (left > 0 && left < *ret_wake_us)
			*ret_wake_us = left;
		waits = waits || left <= 0;
	}
	return failed || waits;
}

static bool ask_other_ports(
	const struct plan_state *state, struct probe_order *ret_order)
{
	const struct endpoint *endpoint = &state->facts->endpoint;
	const struct service_way *ways = service_row(endpoint->service)->ways;

	for (size_t i = 0; i < SERVICE_WAYS && ways[i].scheme; i++) {
		struct probe_order order = {
			.question = QUESTION_OTHER_PORT,
			.port = ways[i].port,
			.mode = ways[i].mode,
			.versions = TLS_PROBED,
			.full = true,
			.reason = "does the service respond on another of its "
				  "usual ports?",
		};

		if (order.port != endpoint->port &&
			take(state, &order, ret_order))
			return true;
	}
	return false;
}

static bool ask_connect(const struct plan_state *state, enum question question,
	unsigned port, const char *reason, struct probe_order *ret_order)
{
	struct probe_order order = {
		.question = question,
		.port = port,
		.mode = MODE_CLEARTEXT,
		.connect_only = true,
		.reason = reason,
	};

	return port != state->facts->endpoint.port &&
	       take(state, &order, ret_order);
}

static bool ask_unconnected(const struct plan_state *state,
	struct probe_order *ret_order, int64_t *ret_wake_us)
{
	if (!cannot_connect(state, ret_wake_us))
		return false;
	return ask_connect(state, QUESTION_PORT_443, 443,
		       "does the host respond at all?", ret_order) ||
	       ask_other_ports(state, ret_order);
}

static bool met_silence(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return probe->tls.started && probe->status == ST_TIMEOUT &&
	       !probe->tls.server_hello && !probe->unexpected.length;
}

static bool met_something(const struct probe_facts *probe, const void *wanted)
{
	return !met_silence(probe, wanted);
}

/* Whether TLS was begun, and nothing but silence came or comes. */
static bool is_silent(const struct plan_state *state, int64_t *ret_wake_us)
{
	bool silent = pick_first(state->facts, PICK_PLANNED, met_silence, NULL);

	if (pick_first(state->facts, PICK_PLANNED, met_something, NULL))
		return false;
	for (size_t i = 0; i < state->flight_count; i++) {
		const struct probe_flight *flight = &state->flights[i];
		int64_t left = state_patience_us(state) - flight->age_us;

		if (flight->order->purpose == PURPOSE_FOLLOW_UP)
			continue;
		if (flight->stage != STAGE_HANDSHAKE)
			return false;
		if (left > 0 && left < *ret_wake_us)
			*ret_wake_us = left;
		silent = silent || left <= 0;
	}
	return silent;
}

static bool looks_like_web(struct octets text)
{
	return text.length >= 5 && (memcmp(text.data, "HTTP/", 5) == 0 ||
					   memcmp(text.data, "<", 1) == 0);
}

/* Octets that are not TLS, or silence, where TLS was due: does the port greet
 * in clear text, and is STARTTLS to be had? */
static bool ask_cleartext(const struct plan_state *state, bool silent,
	struct probe_order *ret_order)
{
	const struct probe_facts *best = witness_best(state->facts);
	struct probe_order order = {
		.question = QUESTION_OTHER_MODE,
		.mode = MODE_EXPLICIT,
		.versions = TLS_PROBED,
		.full = true,
		.reason = "TLS did not start: does the port need STARTTLS?",
	};

	if (state->facts->endpoint.mode != MODE_IMPLICIT ||
		!(silent || (best && best->status == ST_NOT_TLS)))
		return false;
	if (best && looks_like_web(best->unexpected) &&
		ask_connect(state, QUESTION_UNUSED_PORT, UNUSED_PORT,
			"a web page arrived: does every port accept "
			"connections?",
			ret_order))
		return true;
	return take(state, &order, ret_order);
}

/* Whether one version alone may still be taken, soon. */
static bool versions_are_out(
	const struct plan_state *state, int64_t *ret_wake_us)
{
	bool out = false;

	for (size_t i = 0; i < state->flight_count; i++) {
		const struct probe_flight *flight = &state->flights[i];
		int64_t left = state_patience_us(state) - flight->age_us;

		if (flight->order->purpose != PURPOSE_TLS_VERSION || left <= 0)
			continue;
		if (left < *ret_wake_us)
			*ret_wake_us = left;
		out = true;
	}
	return out;
}

/* No version was taken: is it the name in the hello, or its size? */
static bool ask_other_hello(const struct plan_state *state, bool silent,
	struct probe_order *ret_order, int64_t *ret_wake_us)
{
	const struct probe_facts *best = witness_best(state->facts);
	struct probe_order no_sni = {
		.question = QUESTION_NO_SNI,
		.mode = state->facts->endpoint.mode,
		.versions = TLS_PROBED,
		.no_sni = true,
		.reason = "no TLS version was accepted: does it work without a "
			  "server name?",
	};
	struct probe_order small = {
		.question = QUESTION_SMALL_HELLO,
		.mode = state->facts->endpoint.mode,
		.versions = TLS_BIT(TLS_1_2),
		.small_hello = true,
		.reason = "no TLS version was accepted: does a smaller "
			  "ClientHello work?",
	};

	bool refused = best && best->tls.started && !best->tls.server_hello &&
		       best->status != ST_NOT_TLS &&
		       best->status != ST_CANCELLED;

	if ((!refused && !silent) || version_accepted(state->facts) ||
		(!silent && versions_are_out(state, ret_wake_us)))
		return false;
	return take(state, &small, ret_order) ||
	       take(state, &no_sni, ret_order);
}

/* Whether somebody will ask for a way that works: STARTTLS does not, or not
 * for programs that look for it in the list. */
static bool needs_other_way(enum tls_mode mode, const struct probe_facts *best)
{
	if (best->status == ST_THROTTLED || best->status == ST_CANCELLED)
		return false;
	if (mode == MODE_IMPLICIT)
		return best->status == ST_NOT_TLS;
	if (best->starttls_agreed && best->cleartext.seen &&
		!best->cleartext.starttls)
		return true;
	return mode == MODE_EXPLICIT && best->status != ST_OK &&
	       best->stage > STAGE_GREETING;
}

/* What is advised must have been tried. */
static bool ask_implicit_port(
	const struct plan_state *state, struct probe_order *ret_order)
{
	const struct endpoint *endpoint = &state->facts->endpoint;
	const struct probe_facts *best = witness_best(state->facts);
	struct probe_order order = {
		.question = QUESTION_OTHER_PORT,
		.port = service_port(endpoint->service, MODE_IMPLICIT),
		.mode = MODE_IMPLICIT,
		.versions = TLS_PROBED,
		.full = true,
		.reason = "encryption does not work as it is set: does "
			  "implicit TLS on its usual port?",
	};

	return best && order.port && order.port != endpoint->port &&
	       needs_other_way(endpoint->mode, best) &&
	       take(state, &order, ret_order);
}

static bool has_done(const struct probe_facts *probe, const void *wanted)
{
	size_t index = *(const size_t *)wanted;

	return probe->purpose == PURPOSE_BEST && index < probe->attempt_count &&
	       (probe->attempt == index ||
		       probe->attempts[index].status == ST_CONN_REFUSED ||
		       probe->attempts[index].status == ST_NO_NETWORK);
}

/* Whether the address was heard already, or is known not to answer. */
static bool address_is_done(const struct plan_state *state, size_t index)
{
	return pick_first(state->facts, PICK_ALL, has_done, &index);
}

/* A host with several addresses is several computers: each is asked what the
 * best connection asks. */
bool follow_up_address(
	const struct plan_state *state, struct probe_order *ret_order)
{
	const struct probe_facts *best = witness_best(state->facts);
	enum tls_mode mode = state->facts->endpoint.mode;

	if (!best || best->status == ST_CANCELLED ||
		best->stage <= STAGE_CONNECT || best->status == ST_THROTTLED)
		return false;
	for (size_t i = 0; i < state->addresses; i++) {
		struct probe_order order = {
			.question = QUESTION_ADDRESS,
			.mode = mode,
			.versions =
				mode == MODE_CLEARTEXT ? 0 : state->versions,
			.only_address = i + 1,
			.full = true,
			.reason = "the host has several addresses: do they all "
				  "behave like this?",
		};

		if (!address_is_done(state, i) &&
			take(state, &order, ret_order))
			return true;
	}
	return false;
}

/* An address that had a head start and lost may be slow, or dead: the race
 * hides what programs without one wait for. */
static bool ask_overtaken(
	const struct plan_state *state, struct probe_order *ret_order)
{
	const struct probe_facts *best = witness_best(state->facts);

	if (!best || best->attempt >= best->attempt_count)
		return false;
	for (size_t i = 0; i < best->attempt; i++) {
		struct probe_order order = {
			.question = QUESTION_ADDRESS,
			.mode = MODE_CLEARTEXT,
			.only_address = i + 1,
			.connect_only = true,
			.reason = "another address was faster: does this one "
				  "respond at all?",
		};

		if (best->attempts[i].overtaken &&
			take(state, &order, ret_order))
			return true;
	}
	return false;
}

static bool is_greeted(const struct plan_state *state)
{
	for (size_t i = 0; i < state->flight_count; i++)
		if (state->flights[i].order->purpose == PURPOSE_BEST &&
			state->flights[i].stage > STAGE_GREETING &&
			state->flights[i].stage < STAGE_QUIT)
			return true;
	return false;
}

/* The server's side of CVE-2011-0411, once, and of nobody who is busy. It goes
 * beside the connections that everybody makes, as soon as the best of them was
 * greeted: that TLS is taken, too, is likely, and waiting for it would take
 * as long as all those connections. */
static bool ask_injection(
	const struct plan_state *state, struct probe_order *ret_order)
{
	struct probe_order order = {
		.question = QUESTION_INJECTION,
		.mode = MODE_EXPLICIT,
		.versions = state->versions,
		.offer = OFFER_ACT_PIPELINED,
		.reason = "is a command taken inside TLS that was sent before "
			  "it?",
	};

	return state->facts->endpoint.mode == MODE_EXPLICIT &&
	       (version_accepted(state->facts) || is_greeted(state)) &&
	       !drop_at_random(state->facts) && take(state, &order, ret_order);
}

bool follow_up_next(const struct plan_state *state,
	struct probe_order *ret_order, int64_t *ret_wake_us)
{
	bool silent = is_silent(state, ret_wake_us);

	return ask_unconnected(state, ret_order, ret_wake_us) ||
	       ask_cleartext(state, silent, ret_order) ||
	       ask_implicit_port(state, ret_order) ||
	       ask_overtaken(state, ret_order) ||
	       ask_injection(state, ret_order) ||
	       ask_other_hello(state, silent, ret_order, ret_wake_us);
}
