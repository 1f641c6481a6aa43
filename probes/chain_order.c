/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whose order counts, as far as what mail programs would get tells. */
#include "probes/chain_parts.h"

#include "model/tls/cipher_suite.h"

#include <string.h>

#define NOWHERE SIZE_MAX

static size_t rank_in(const uint16_t *list, unsigned number)
{
	for (size_t i = 0; list[i]; i++)
		if (list[i] == number)
			return i;
	return NOWHERE;
}

/* Suites of which a server takes the one where it takes the other: with the
 * same key and the same way to agree on one. ChaCha20 is an exception that some
 * servers make for clients that like it best; DHE is left out where a client
 * names other primes; and RFC 6460 ties suites of ECDSA to curves. */
static bool are_alike(unsigned one, unsigned other)
{
	const struct cipher_suite *a = cipher_suite_find(one);
	const struct cipher_suite *b = cipher_suite_find(other);

	return a && b && a->exchange == b->exchange && a->signer == b->signer &&
	       a->exchange != KX_DHE && a->signer != SIGNER_ECDSA &&
	       !strstr(a->name, "CHACHA20") && !strstr(b->name, "CHACHA20");
}

static bool is_about(
	const struct offered_client *client, enum tls_version version)
{
	return client->state == OFFERED_ACCEPTED && client->version == version;
}

/* Whether two programs offer the same two suites in different orders, and each
 * gets its own favourite. */
static bool differ(const struct offered_facts *known, int one, int other)
{
	const struct offered_client *a = &known->clients[one];
	const struct offered_client *b = &known->clients[other];
	const uint16_t *as = tls_client_table[one].suites;
	const uint16_t *bs = tls_client_table[other].suites;

	return a->suite != b->suite && a->group == b->group &&
	       are_alike(a->suite, b->suite) &&
	       rank_in(as, a->suite) < rank_in(as, b->suite) &&
	       rank_in(bs, b->suite) < rank_in(bs, a->suite) &&
	       rank_in(as, b->suite) != NOWHERE &&
	       rank_in(bs, a->suite) != NOWHERE;
}

/* Whether a program does not get what it likes better, though the server has
 * it. */
static bool is_passed_over(const struct offered_facts *known, int client)
{
	const struct offered_client *got = &known->clients[client];
	const struct offered_list *suites =
		&known->versions[got->version].suites;
	const uint16_t *own = tls_client_table[client].suites;

	for (size_t i = 0; i < suites->count; i++)
		if (are_alike(suites->numbers[i], got->suite) &&
			rank_in(own, suites->numbers[i]) <
				rank_in(own, got->suite))
			return true;
	return false;
}

static enum offered_order order_of_clients(
	const struct offered_facts *known, enum tls_version version)
{
	bool server = false, client = false;

	for (int i = 0; i < CLIENT_COUNT; i++) {
		if (!is_about(&known->clients[i], version))
			continue;
		server |= is_passed_over(known, i);
		for (int k = 0; k < i; k++)
			client |= is_about(&known->clients[k], version) &&
				  differ(known, i, k);
	}
	if (server == client)
		return ORDER_UNKNOWN;
	return server ? ORDER_SERVER : ORDER_CLIENT;
}

void chain_spare_order(struct chain *chain)
{
	chain->order = order_of_clients(chain->known, chain->version);
	if (chain->order != ORDER_UNKNOWN)
		chain_end_refused(chain);
}
