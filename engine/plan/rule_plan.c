/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/plan/rule_plan.h"

#include "evidence/closed/drop.h"
#include "evidence/offered/offered.h"
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

/* The best connection and the version alone have a key each. */
static bool keys_are_known(const struct endpoint_facts *facts)
{
	const struct probe_facts *best = witness_best(facts);

	for (size_t i = 0; best && i < facts->probe_count; i++)
		if (facts->probes[i] != best &&
			facts->probes[i]->tls.version == best->tls.version &&
			facts->probes[i]->tls.server_key[0] &&
			best->tls.server_key[0])
			return true;
	return false;
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
static bool was_turned_away(const struct probe_facts *probe)
{
	return !probe->tls.started && !probe->act.said &&
	       (probe->status == ST_EOF || probe->status == ST_RESET);
}

bool rule_plan_stops(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	size_t turned_away = 0;

	if (probe->status == ST_THROTTLED || probe->status == ST_CONN_REFUSED ||
		probe->status == ST_UNREACHABLE ||
		probe->status == ST_NO_NETWORK)
		return !probe->act.said;
	for (size_t i = 0; i < facts->rule_probe_count; i++)
		turned_away += was_turned_away(facts->rule_probes[i]);
	return was_turned_away(probe) && turned_away > 1;
}

bool rule_plan_again(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	size_t count = 0;

	if (probe->outcome != OUTCOME_FAILED ||
		(probe->status != ST_TIMEOUT && probe->status != ST_EOF &&
			probe->status != ST_RESET))
		return false;
	for (size_t i = 0; i < facts->rule_probe_count; i++)
		count += facts->rule_probes[i]->offer == probe->offer;
	return count < 2;
}

static size_t count_dropped(
	const struct endpoint_facts *facts, enum offer_id offer)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->rule_probe_count; i++)
		count += facts->rule_probes[i]->offer == offer &&
			 drop_after_hello(facts->rule_probes[i]);
	return count;
}

bool rule_plan_wants_control(const struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->rule_probe_count; i++) {
		const struct probe_facts *probe = facts->rule_probes[i];

		if (probe->offer == OFFER_CONTROL)
			return false;
	}
	for (size_t i = 0; i < facts->rule_probe_count; i++) {
		const struct probe_facts *probe = facts->rule_probes[i];

		if (probe->outcome == OUTCOME_FAILED &&
			count_dropped(facts, probe->offer) > 1)
			return true;
	}
	return false;
}
