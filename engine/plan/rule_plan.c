/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/plan/rule_plan.h"

#include "evidence/closed/drop.h"
#include "evidence/offered/offered.h"
#include "evidence/pick.h"
#include "evidence/version.h"
#include "evidence/witness.h"

#include <string.h>

static bool fits(unsigned bits, unsigned number)
{
	return !bits || (bits & (1u << number));
}

unsigned rule_plan_versions(
	const struct endpoint_facts *facts, enum offer_id offer)
{
	unsigned versions = offer_table[offer].versions & facts->versions_asked;

	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (version_is_off(facts, (enum tls_version)v, NULL))
			versions &= ~TLS_BIT(v);
	return versions;
}

static bool has_comparable_key(
	const struct probe_facts *probe, const void *best)
{
	const struct probe_facts *other = best;

	return probe != other && probe->tls.version == other->tls.version &&
	       probe->tls.server_key[0];
}

/* The best connection and the version alone have a key each. */
static bool keys_are_known(const struct endpoint_facts *facts)
{
	const struct probe_facts *best = witness_best(facts);

	return best && best->tls.server_key[0] &&
	       pick_first(facts, PICK_ALL, has_comparable_key, best);
}

/* Nothing that is refused has a handshake to show. */
static bool hellos_told(const struct endpoint_facts *facts, enum offer_id offer,
	enum rule_wish wish)
{
	enum offer_result result = offered_result(facts, offer);

	return result == OFFER_REFUSED ||
	       (result == OFFER_ACCEPTED && wish == RULE_WISH_ANSWER);
}

enum unasked rule_plan_obstacle(const struct endpoint_facts *facts,
	enum offer_id number, enum rule_wish wish, size_t addresses)
{
	const struct offer *offer = &offer_table[number];
	const struct endpoint *endpoint = &facts->endpoint;

	if (endpoint->mode == MODE_CLEARTEXT ||
		!fits(offer->services, (unsigned)endpoint->service) ||
		!fits(offer->modes, (unsigned)endpoint->mode))
		return UNASKED_NO_STEP;
	if (offer->alpn && strcmp(offer->alpn, "*") == 0 &&
		!service_row(endpoint->service)->alpn)
		return UNASKED_NO_STEP;
	if (hellos_told(facts, number, wish))
		return UNASKED_KNOWN;
	if (!version_accepted(facts))
		return UNASKED_UNREACHED;
	if (drop_at_random(facts))
		return UNASKED_STOPPED;
	if (offer->versions && !rule_plan_versions(facts, number))
		return UNASKED_VERSIONS;
	if (number == OFFER_KEYS_AGAIN && keys_are_known(facts))
		return UNASKED_KNOWN;
	if (offer->each_address && addresses < 2)
		return UNASKED_ONE_ADDRESS;
	return UNASKED_NONE;
}

/* Hung up before it could ask anything. */
static bool was_turned_away(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return !probe->tls.started && !probe->act.said &&
	       (probe->status == ST_EOF || probe->status == ST_RESET);
}

bool rule_plan_stops(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	/* Another port may be closed. */
	if (offer_table[probe->offer].each_port)
		return false;
	if (probe->status == ST_THROTTLED || probe->status == ST_CONN_REFUSED ||
		probe->status == ST_UNREACHABLE ||
		probe->status == ST_NO_NETWORK)
		return !probe->act.said;
	return was_turned_away(probe, NULL) &&
	       pick_count(facts, PICK_FOR_RULES, was_turned_away, NULL) > 1;
}

static bool makes_offer(const struct probe_facts *probe, const void *offer)
{
	return probe->offer == *(const enum offer_id *)offer;
}

static bool was_dropped(const struct probe_facts *probe, const void *offer)
{
	return makes_offer(probe, offer) && drop_after_hello(probe);
}

bool rule_plan_again(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	if (probe->outcome != OUTCOME_FAILED ||
		(probe->status != ST_TIMEOUT && probe->status != ST_EOF &&
			probe->status != ST_RESET))
		return false;
	return pick_count(facts, PICK_FOR_RULES, makes_offer, &probe->offer) <
	       2;
}

static bool was_dropped_twice(
	const struct probe_facts *probe, const void *facts)
{
	return probe->outcome == OUTCOME_FAILED &&
	       pick_count(facts, PICK_FOR_RULES, was_dropped, &probe->offer) >
		       1;
}

bool rule_plan_wants_control(const struct endpoint_facts *facts)
{
	const enum offer_id control = OFFER_CONTROL;

	return !pick_first(facts, PICK_FOR_RULES, makes_offer, &control) &&
	       pick_first(facts, PICK_FOR_RULES, was_dropped_twice, facts);
}
