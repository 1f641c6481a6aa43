/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/chain_parts.h"

#include "net/x509/certificate.h"

#include <stdlib.h>
#include <string.h>

static int compare_numbers(const void *left, const void *right)
{
	return *(const uint16_t *)left - *(const uint16_t *)right;
}

/* In which order a server likes them nobody asked, and which is heard of first
 * is chance. */
static void sort_numbers(struct offered_list *list)
{
	if (list->count)
		qsort(list->numbers, list->count, sizeof(list->numbers[0]),
			compare_numbers);
}

static void add_numbers(struct arena *arena, struct offered_list *list,
	const struct chain *chain)
{
	uint16_t *all = arena_alloc(
		arena, (list->count + chain->found_count + 1) * sizeof(*all));

	if (list->count)
		memcpy(all, list->numbers, list->count * sizeof(*all));
	/* DHE may come of hellos with named primes, too. */
	for (size_t i = 0; i < chain->found_count; i++)
		if (!hello_numbers_have(
			    (struct hello_numbers){all, list->count},
			    chain->found[i]))
			all[list->count++] = chain->found[i];
	list->numbers = all;
	/* Whole only if every chain of the list is. */
	if (chain->dropped && !chain->found_count) {
		list->dropped = true;
		list->whole |= !list->asked;
	} else {
		list->whole = chain->whole && (list->whole || !list->asked);
	}
	list->asked = true;
	if (!list->whole && !list->gap)
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
	else if (chain->state == OFFERED_UNKNOWN)
		version->unheard = true;
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

/* Nearly every answer shows one, and nearly always the same: it is read once,
 * which takes longer than ten hellos. */
static const struct certificate *find_certificate(const struct chain *chain,
	struct octets der, const struct offered_facts *facts)
{
	struct certificate same;

	if (!certificate_read_fingerprint(chain->arena, der, &same))
		return NULL;
	for (int i = 0; i < SHOWN_COUNT; i++)
		if (facts->shown[i] &&
			memcmp(facts->shown[i]->sha256, same.sha256,
				sizeof(same.sha256)) == 0)
			return facts->shown[i];
	return NULL;
}

static void tell_certificate(const struct chain *chain, enum offered_shown to,
	struct offered_facts *facts)
{
	struct certificate *certificate;

	if (!chain->shown[to].length || facts->shown[to])
		return;
	facts->shown[to] = find_certificate(chain, chain->shown[to], facts);
	if (facts->shown[to])
		return;
	certificate = arena_alloc(chain->arena, sizeof(*certificate));
	if (certificate_read(chain->arena, chain->shown[to], certificate))
		facts->shown[to] = certificate;
}

static void tell_shown(const struct chain *chain, struct offered_facts *facts)
{
	for (int i = 0; i < SHOWN_COUNT; i++)
		tell_certificate(chain, (enum offered_shown)i, facts);
	if (!chain->wants_certificate || facts->wants_certificate)
		return;
	facts->wants_certificate = true;
	facts->authorities = chain->authorities;
	facts->authority_count = chain->authority_count;
	facts->authorities_cut = chain->authorities_cut;
}

static void tell_ssl2(const struct chain *chain, struct offered_facts *facts)
{
	facts->ssl2 = chain->state;
	facts->ssl2_dropped = chain->dropped;
	facts->ssl2_suites = chain->ssl2_suites;
	facts->ssl2_export = chain->ssl2_export;
}

void chain_tell(const struct chain *chain, struct offered_facts *facts)
{
	struct offered_version *version;

	facts->hellos += chain->hellos;
	facts->unheard += chain->unheard;
	facts->blocked |= chain->blocked;
	tell_shown(chain, facts);
	if (chain->sentinel != SENTINEL_NONE)
		facts->traits[TRAIT_SENTINEL] = OFFERED_ACCEPTED;
	if (chain->session_id != OFFERED_NOT_ASKED &&
		facts->traits[TRAIT_SESSION_ID] != OFFERED_ACCEPTED)
		facts->traits[TRAIT_SESSION_ID] = chain->session_id;
	tell_primes(chain, facts);
	if (chain->question->strike == STRIKE_NOTHING ||
		chain->question->strike == TRY_TOLERANCE) {
		for (int i = 0; i < TRAIT_COUNT; i++)
			if (chain->traits[i] != OFFERED_NOT_ASKED)
				facts->traits[i] = chain->traits[i];
		return;
	}
	if (chain->question->strike == ASK_CLIENT) {
		facts->clients[chain->question->client] = chain->client;
		facts->clients[chain->question->client].dropped =
			chain->dropped;
		return;
	}
	if (chain->question->strike == ASK_SSL2) {
		tell_ssl2(chain, facts);
		return;
	}
	if (chain->question->strike == ASK_PRIME)
		return;
	version = &facts->versions[chain->question->version];
	if (chain->question->strike == ASK_ORDER) {
		version->order = chain->order;
	} else if (chain->question->strike == ASK_SEAM) {
		version->unsorted |= !chain->follows;
	} else if (chain->question->strike == ASK_CHACHA) {
		version->chacha_first = chain->follows;
	} else if (chain->question->strike == STRIKE_RANKS) {
		if (chain->found_count != version->suites.count)
			return;
		memcpy(version->suites.numbers, chain->found,
			chain->found_count * sizeof(chain->found[0]));
		version->unsorted = false;
	} else if (chain->question->strike == STRIKE_SUITES) {
		const size_t count = version->suites.count;

		tell_version(chain, version);
		add_numbers(chain->arena, &version->suites, chain);
		if (chain->question->names_primes &&
			version->suites.count > count)
			version->names_primes = version->unsorted = true;
	} else if (chain->question->strike == STRIKE_GROUPS) {
		add_numbers(chain->arena, &version->groups, chain);
		sort_numbers(&version->groups);
	} else {
		add_numbers(chain->arena, &version->signatures, chain);
		sort_numbers(&version->signatures);
	}
}

/* RFC 8446 section 4.1.3: who speaks TLS 1.3 marks every older choice. */
static void settle_sentinel(struct offered_facts *facts)
{
	bool old = false;

	for (int v = TLS_SSL3; v <= TLS_1_2; v++)
		old |= facts->versions[v].state == OFFERED_ACCEPTED;
	if (old && facts->versions[TLS_1_3].state == OFFERED_ACCEPTED &&
		facts->traits[TRAIT_SENTINEL] == OFFERED_NOT_ASKED)
		facts->traits[TRAIT_SENTINEL] = OFFERED_REFUSED;
}

static void settle_list(struct offered_list *list)
{
	if (!list->dropped || !list->whole)
		return;
	list->whole = false;
	list->gap = "the server drops these hellos";
}

static void settle_lists(struct offered_facts *facts)
{
	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		settle_list(&facts->versions[v].suites);
		settle_list(&facts->versions[v].groups);
		settle_list(&facts->versions[v].signatures);
	}
}

/* Keys that sign in TLS 1.3, with the first and the last of each one's
 * algorithms (RFC 8446 section 4.2.3, RFC 8734). */
static const uint16_t key_signatures[][2] = {
	{0x0804, 0x0806}, /* RSA */
	{0x0809, 0x080b}, /* RSA for PSS alone */
	{0x0403, 0x0403}, /* P-256 */
	{0x0503, 0x0503}, /* P-384 */
	{0x0603, 0x0603}, /* P-521 */
	{0x0807, 0x0807}, /* Ed25519 */
	{0x0808, 0x0808}, /* Ed448 */
};
#define KEYS_MOST 4 /* of different kinds, that any server has */

static size_t count_keys(const struct offered_list *list)
{
	size_t count = 0;

	for (size_t i = 0; i < CHAIN_COUNT(key_signatures); i++) {
		bool has = false;

		for (size_t k = 0; k < list->count; k++)
			has |= list->numbers[k] >= key_signatures[i][0] &&
			       list->numbers[k] <= key_signatures[i][1];
		count += has;
	}
	return count;
}

/* It signs with something: these hellos' key shares were what it refused. And
 * nobody has a key for everything: such a server, as Java's, says ServerHello
 * to each of them, and breaks off where it would have to sign. */
static void settle_signatures(struct offered_list *list)
{
	if (count_keys(list) > KEYS_MOST) {
		list->count = 0;
		list->whole = false;
		list->gap = "the server chooses one too late to be heard";
		return;
	}
	if (!list->asked || list->count || !list->whole)
		return;
	list->whole = false;
	list->gap = "the server wants another key share";
}

/* A server that drops every one of them has had enough. */
static void settle_clients(struct offered_facts *facts)
{
	bool answered = false;

	for (int i = 0; i < CLIENT_COUNT; i++)
		answered |= facts->clients[i].state == OFFERED_ACCEPTED;
	for (int i = 0; answered && i < CLIENT_COUNT; i++)
		if (facts->clients[i].dropped)
			facts->clients[i].state = OFFERED_REFUSED;
}

void chain_finish(struct offered_facts *facts)
{
	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if (facts->versions[v].order == ORDER_SERVER &&
			facts->versions[v].unsorted)
			facts->versions[v].order = ORDER_UNKNOWN;
}

void chain_settle(struct offered_facts *facts)
{
	bool accepted = false;

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		accepted |= facts->versions[v].state == OFFERED_ACCEPTED;
	for (int v = 0; accepted && !facts->blocked && v < TLS_VERSION_COUNT;
		v++) {
		struct offered_version *version = &facts->versions[v];

		if (version->state != OFFERED_UNKNOWN || !version->dropped ||
			version->unheard)
			continue;
		version->state = OFFERED_REFUSED;
	}
	if (accepted && !facts->blocked && facts->ssl2_dropped)
		facts->ssl2 = OFFERED_REFUSED;
	if (!accepted || facts->blocked)
		settle_lists(facts);
	settle_signatures(&facts->versions[TLS_1_3].signatures);
	settle_sentinel(facts);
	settle_clients(facts);
}
