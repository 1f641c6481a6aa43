/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/chain.h"

#include "evidence/address.h"
#include "evidence/basis.h"
#include "evidence/witness.h"

#include <string.h>

bool chain_is_whole(const struct tls_facts *tls)
{
	return tls->chain_count > 0 && certificate_is_whole(&tls->chain[0]);
}

/* The probe that was shown the chain to judge. */
static const struct probe_facts *find_judged(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe = witness_best(facts);
	const struct probe_facts *found = NULL;

	if (probe && chain_is_whole(&probe->tls))
		return probe;
	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		if (!chain_is_whole(&probe->tls))
			continue;
		if (!found || (found->tls.trust == TRUST_UNKNOWN &&
				      probe->tls.trust != TRUST_UNKNOWN))
			found = probe;
	}
	return found;
}

const struct tls_facts *chain_judged(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe = find_judged(facts);

	basis_add_probe(facts, probe);
	return probe ? &probe->tls : NULL;
}

const struct certificate *chain_leaf(const struct endpoint_facts *facts)
{
	const struct tls_facts *tls = chain_judged(facts);

	return tls ? &tls->chain[0] : NULL;
}

const struct issuer_revocation *chain_revoked_issuer(
	const struct tls_facts *chain)
{
	for (size_t i = 0; i < chain->issuer_revocation_count; i++)
		if (chain->issuer_revocations[i].said.status ==
			REVOCATION_REVOKED)
			return &chain->issuer_revocations[i];
	return NULL;
}

bool chain_is_sent(const struct endpoint_facts *facts)
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (probe->tls.chain_count)
			return true;
	return false;
}

/* Whether `one` tells what `other` does. A fingerprint alone tells nothing of
 * trust. */
static bool says_the_same(
	const struct tls_facts *one, const struct tls_facts *other)
{
	return chain_is_same(one, other) && one->trust == other->trust &&
	       one->trust_dates_bad == other->trust_dates_bad;
}

static bool is_new(const struct endpoint_facts *facts, size_t count,
	const struct tls_facts *tls)
{
	const struct tls_facts *judged = chain_judged(facts);
	const struct probe_facts *probe;

	if (!chain_is_whole(tls) || (judged && says_the_same(judged, tls)))
		return false;
	for (size_t at = 0; (probe = witness_next(facts, &at)) && at < count;)
		if (chain_is_whole(&probe->tls) &&
			says_the_same(&probe->tls, tls))
			return false;
	return true;
}

const struct tls_facts *chain_each(
	const struct endpoint_facts *facts, size_t *at)
{
	size_t next = *at ? *at - 1 : 0;
	const struct probe_facts *probe;

	if (!*at) {
		*at = 1;
		return chain_judged(facts);
	}
	while ((probe = witness_next(facts, &next))) {
		*at = next + 1;
		if (is_new(facts, next, &probe->tls))
			return &probe->tls;
	}
	return NULL;
}

static void keep_fingerprint(struct probe_facts *probe)
{
	struct tls_facts *tls = &probe->tls;
	struct certificate *leaf = arena_alloc(probe->arena, sizeof(*leaf));

	memcpy(leaf->sha256, tls->chain[0].sha256, sizeof(leaf->sha256));
	arena_free(tls->chain_arena);
	tls->chain_arena = NULL;
	tls->chain = leaf;
	tls->chain_count = 1;
	tls->sent = NULL;
	tls->sent_count = 0;
	tls->trust = TRUST_UNKNOWN;
	tls->trust_detail = NULL;
	tls->trust_flaws = 0;
	tls->trust_dates_bad = false;
	tls->trust_wanted = tls->anchor = (struct octets){0};
	tls->trust_wanted_sent = tls->trust_wanted_known = false;
	tls->ocsp = OCSP_NONE;
	tls->ocsp_this_update = tls->ocsp_next_update = 0;
}

/* The list that one with the same first certificate was sent: the one to
 * judge, or else the first; NULL if there is none. */
static const struct tls_facts *find_kept(
	const struct endpoint_facts *facts, const struct tls_facts *tls)
{
	const struct probe_facts *probe = find_judged(facts);

	if (probe && chain_is_same(&probe->tls, tls))
		return &probe->tls;
	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (chain_is_whole(&probe->tls) &&
			chain_is_same(&probe->tls, tls))
			return &probe->tls;
	return NULL;
}

static bool lists_the_same(
	const struct tls_facts *one, const struct tls_facts *other)
{
	if (one->chain_count != other->chain_count)
		return false;
	for (size_t i = 0; i < one->chain_count; i++)
		if (strcmp(one->chain[i].sha256, other->chain[i].sha256) != 0)
			return false;
	return true;
}

const struct tls_facts *chain_next_sent(const struct endpoint_facts *facts,
	size_t *at, const struct probe_facts **ret_probe)
{
	while ((*ret_probe = witness_next(facts, at))) {
		const struct tls_facts *tls = &(*ret_probe)->tls;

		if (tls->chain_count && !chain_is_whole(tls))
			tls = find_kept(facts, tls);
		if (tls && tls->chain_count) {
			basis_add_probe(facts, *ret_probe);
			return tls;
		}
	}
	return NULL;
}

/* Both belong to one endpoint, which frees them together. */
static void share(struct tls_facts *tls, const struct tls_facts *kept)
{
	if (!tls->chain_arena || tls == kept)
		return;
	arena_free(tls->chain_arena);
	tls->chain_arena = NULL;
	tls->chain = kept->chain;
	tls->sent = kept->sent;
	tls->sent_count = kept->sent_count;
}

void chain_keep_once(struct endpoint_facts *facts)
{
	const struct tls_facts *judged = chain_judged(facts);

	for (size_t i = facts->probe_count; i > 0; i--) {
		struct probe_facts *probe = facts->probes[i - 1];
		struct tls_facts *tls = &probe->tls;
		const struct tls_facts *kept;

		if (tls == judged || !chain_is_whole(tls))
			continue;
		kept = find_kept(facts, tls);
		if (!kept || !lists_the_same(kept, tls))
			continue;
		if (probe->purpose == PURPOSE_TLS_VERSION &&
			!is_new(facts, i, tls))
			keep_fingerprint(probe);
		else
			share(tls, kept);
	}
}

bool chain_differs(const struct endpoint_facts *facts)
{
	const struct tls_facts *judged = chain_judged(facts);
	const struct probe_facts *probe;

	for (size_t at = 0; judged && (probe = witness_next(facts, &at));)
		if (probe->tls.chain_count &&
			!chain_is_same(judged, &probe->tls))
			return true;
	return false;
}

bool chain_was_shown_to(
	const struct tls_facts *chain, const struct probe_facts *probe)
{
	return &probe->tls == chain ||
	       (chain_is_same(chain, &probe->tls) &&
		       (!chain_is_whole(&probe->tls) ||
			       says_the_same(chain, &probe->tls)));
}

bool chain_shown_at(const struct endpoint_facts *facts,
	const struct tls_facts *chain, const char *address)
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));) {
		const struct attempt *attempt = address_connected(probe);

		if (attempt && chain_was_shown_to(chain, probe) &&
			strcmp(attempt->address, address) == 0)
			return true;
	}
	return false;
}

unsigned chain_versions(
	const struct endpoint_facts *facts, const struct tls_facts *chain)
{
	const struct probe_facts *probe;
	unsigned versions = 0;

	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (chain_was_shown_to(chain, probe) && probe->tls.version >= 0)
			versions |= TLS_BIT(probe->tls.version);
	return versions;
}

bool chain_is_public(const struct tls_facts *tls)
{
	return tls->trust == TRUST_OK && !tls->trust_own_anchors;
}

bool chain_is_same(const struct tls_facts *one, const struct tls_facts *other)
{
	return one->chain_count && other->chain_count &&
	       strcmp(one->chain[0].sha256, other->chain[0].sha256) == 0;
}

const struct certificate *chain_sealed(const struct endpoint_facts *facts)
{
	const struct tls_facts *judged = chain_judged(facts);

	for (int i = 0; facts->offered && i < SHOWN_COUNT; i++)
		if (facts->offered->shown[i])
			return NULL;
	return judged && judged->version == TLS_1_3 ? &judged->chain[0] : NULL;
}
