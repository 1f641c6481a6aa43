/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/several/shown.h"

#include "checks/name.h"
#include "checks/say.h"
#include "evidence/address.h"
#include "evidence/chain.h"
#include "model/text/builder.h"

#include <string.h>

static bool is_in_date(const struct certificate *leaf, int64_t now_s)
{
	return certificate_has_dates(leaf) && leaf->not_before <= now_s &&
	       now_s <= leaf->not_after;
}

const struct tls_facts *shown_untrusted(const struct endpoint_facts *facts)
{
	const struct tls_facts *stale = NULL, *tls;

	for (size_t at = 0; (tls = chain_each(facts, &at));) {
		if (tls->trust != TRUST_OK && tls->trust != TRUST_UNKNOWN)
			return tls;
		if (tls->trust_dates_bad && !stale)
			stale = tls;
	}
	return stale ? stale : chain_judged(facts);
}

const struct tls_facts *shown_misnamed(const struct endpoint_facts *facts)
{
	const struct tls_facts *tls;

	for (size_t at = 0; (tls = chain_each(facts, &at));)
		if (!tls->chain[0].names_cut &&
			!name_in_certificate(
				facts->endpoint.host, &tls->chain[0]))
			return tls;
	return chain_judged(facts);
}

const struct tls_facts *shown_dated(
	const struct endpoint_facts *facts, int64_t now_s)
{
	const struct tls_facts *first = NULL, *tls;

	for (size_t at = 0; (tls = chain_each(facts, &at));) {
		if (!is_in_date(&tls->chain[0], now_s))
			return tls;
		if (!first ||
			tls->chain[0].not_after < first->chain[0].not_after)
			first = tls;
	}
	return first;
}

/* The addresses at which that chain was shown; NULL if the host has but one
 * that connected. */
static const char *list_addresses(struct arena *arena,
	const struct endpoint_facts *facts, const struct tls_facts *chain)
{
	struct address_list all = address_all(arena, facts);
	struct builder list = {.arena = arena};
	size_t connected = 0;

	for (size_t i = 0; i < all.count; i++) {
		connected += all.attempts[i]->connected;
		if (chain_shown_at(facts, chain, all.attempts[i]->address))
			builder_item(&list, ", ", all.attempts[i]->address);
	}
	return connected > 1 ? list.text : NULL;
}

const char *shown_where(struct arena *arena, const struct endpoint_facts *facts,
	const struct tls_facts *chain)
{
	const char *addresses, *versions;
	size_t at = 0;

	if (chain_each(facts, &at) && !chain_each(facts, &at) &&
		!chain_differs(facts))
		return NULL;
	addresses = list_addresses(arena, facts, chain);
	versions = say_versions(arena, chain_versions(facts, chain));
	return addresses ? arena_printf(
				   arena, "with %s at %s", versions, addresses)
			 : arena_printf(arena, "with %s", versions);
}
