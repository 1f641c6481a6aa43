/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/chain_parts.h"

#include <string.h>

static void add_numbers(struct arena *arena, struct offered_list *list,
	const struct chain *chain)
{
	bool dropped =
		chain->dropped && chain->question->strike == STRIKE_SUITES;
	uint16_t *all = arena_alloc(
		arena, (list->count + chain->found_count + 1) * sizeof(*all));

	if (list->count)
		memcpy(all, list->numbers, list->count * sizeof(*all));
	for (size_t i = 0; i < chain->found_count; i++)
		all[list->count + i] = chain->found[i];
	list->numbers = all;
	list->count += chain->found_count;
	/* Whole only if every chain of the list is; see chain_settle() for one
	 * that saw every hello dropped. */
	list->whole =
		(chain->whole || dropped) && (list->whole || !list->asked);
	list->asked = true;
	list->dropped |= dropped;
	if (!chain->whole && !dropped && !list->gap)
		list->gap = chain->gap;
}

static void tell_version(
	const struct chain *chain, struct offered_version *version)
{
	if (chain->state == OFFERED_ACCEPTED ||
		version->state == OFFERED_NOT_ASKED)
		version->state = chain->state;
	else if (version->state == OFFERED_REFUSED &&
		 chain->state == OFFERED_UNKNOWN)
		version->state = OFFERED_UNKNOWN;
	if (chain->dropped)
		version->dropped = true;
}

static bool knows_prime(const struct offered_facts *facts, struct octets prime)
{
	for (size_t i = 0; i < facts->prime_count; i++)
		if (facts->primes[i].octets.length == prime.length &&
			memcmp(facts->primes[i].octets.data, prime.data,
				prime.length) == 0)
			return true;
	return false;
}

static void tell_primes(const struct chain *chain, struct offered_facts *facts)
{
	for (size_t i = 0; i < chain->prime_count; i++)
		if (facts->prime_count < OFFERED_PRIMES &&
			!knows_prime(facts, chain->primes[i].octets))
			facts->primes[facts->prime_count++] = chain->primes[i];
}

static void tell_shown(const struct chain *chain, struct offered_facts *facts)
{
	for (int i = 0; i < SHOWN_COUNT; i++)
		if (chain->shown[i])
			facts->shown[i] = chain->shown[i];
	if (!chain->wants_certificate || facts->wants_certificate)
		return;
	facts->wants_certificate = true;
	facts->authorities = chain->authorities;
	facts->authority_count = chain->authority_count;
	facts->authorities_cut = chain->authorities_cut;
}

void chain_tell(const struct chain *chain, struct offered_facts *facts)
{
	struct offered_version *version;

	facts->hellos += chain->hellos;
	facts->unheard += chain->unheard;
	tell_shown(chain, facts);
	if (chain->sentinel != SENTINEL_NONE)
		facts->traits[TRAIT_SENTINEL] = OFFERED_ACCEPTED;
	tell_primes(chain, facts);
	if (chain->question->strike == STRIKE_NOTHING) {
		for (int i = 0; i < TRAIT_COUNT; i++)
			if (chain->traits[i] != OFFERED_NOT_ASKED)
				facts->traits[i] = chain->traits[i];
		return;
	}
	version = &facts->versions[chain->question->version];
	if (chain->question->strike == ASK_ORDER) {
		version->order = chain->order;
	} else if (chain->question->strike == STRIKE_RANKS) {
		if (chain->found_count == version->suites.count)
			memcpy(version->suites.numbers, chain->found,
				chain->found_count * sizeof(chain->found[0]));
	} else if (chain->question->strike == STRIKE_SUITES) {
		tell_version(chain, version);
		add_numbers(chain->arena, &version->suites, chain);
	} else if (chain->question->strike == STRIKE_GROUPS) {
		add_numbers(chain->arena, &version->groups, chain);
	} else {
		add_numbers(chain->arena, &version->signatures, chain);
	}
}

void chain_settle(struct offered_facts *facts)
{
	bool accepted = false;

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		accepted |= facts->versions[v].state == OFFERED_ACCEPTED;
	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		struct offered_version *version = &facts->versions[v];
		struct offered_list *suites = &version->suites;

		if (!accepted && suites->dropped) {
			suites->whole = false;
			suites->gap = "the server drops these hellos";
		}
		if (!accepted)
			continue;
		if (version->state != OFFERED_UNKNOWN || !version->dropped)
			continue;
		version->state = OFFERED_REFUSED;
	}
}
