/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/offered/heard.h"

#include "evidence/basis.h"
#include "model/table.h"

#include <assert.h>

#define NAMES(kind)                                                            \
	{                                                                      \
		[TLS_SSL3] = kind "-SSL3", [TLS_1_0] = kind "-1.0",            \
		[TLS_1_1] = kind "-1.1", [TLS_1_2] = kind "-1.2",              \
		[TLS_1_3] = kind "-1.3"                                        \
	}
static const char *const names[][TLS_VERSION_COUNT] = {
	[OFFERED_KIND_SUITES] = NAMES("suites"),
	[OFFERED_KIND_GROUPS] = NAMES("groups"),
	[OFFERED_KIND_SIGNATURES] = NAMES("signatures"),
};
static_assert(COUNT_OF(names) == OFFERED_KIND_SIGNATURES + 1 &&
		      TLS_VERSION_COUNT == TLS_1_3 + 1,
	"a name of a list");

enum offered_state heard_trait(
	const struct endpoint_facts *facts, enum offered_trait trait)
{
	enum offered_state state = OFFERED_NOT_ASKED;

	if (facts->offered && trait < TRAIT_COUNT)
		state = facts->offered->traits[trait];
	if (state == OFFERED_ACCEPTED || state == OFFERED_REFUSED)
		basis_add_hello(facts, offered_trait_name(trait));
	return state;
}

enum offered_state heard_ssl2(const struct endpoint_facts *facts)
{
	enum offered_state state =
		facts->offered ? facts->offered->ssl2 : OFFERED_NOT_ASKED;

	if (state == OFFERED_ACCEPTED || state == OFFERED_REFUSED)
		basis_add_hello(facts, "ssl2");
	return state;
}

const struct offered_prime *heard_primes(
	const struct endpoint_facts *facts, size_t *ret_count)
{
	*ret_count = facts->offered ? facts->offered->prime_count : 0;
	if (*ret_count)
		basis_add_hello(facts, "primes");
	return facts->offered ? facts->offered->primes : NULL;
}

enum offered_state heard_version(
	const struct endpoint_facts *facts, enum tls_version version)
{
	enum offered_state state =
		facts->offered ? facts->offered->versions[version].state
			       : OFFERED_NOT_ASKED;

	if (state == OFFERED_ACCEPTED || state == OFFERED_REFUSED)
		heard_note(facts, OFFERED_KIND_SUITES, TLS_BIT(version));
	return state;
}

static bool was_asked(
	const struct offered_version *version, enum offered_kind kind)
{
	switch (kind) {
	case OFFERED_KIND_GROUPS:
		return version->groups.asked;
	case OFFERED_KIND_SIGNATURES:
		return version->signatures.asked;
	default:
		return version->state != OFFERED_NOT_ASKED;
	}
}

void heard_note(const struct endpoint_facts *facts, enum offered_kind kind,
	unsigned versions)
{
	for (int v = TLS_SSL3; facts->offered && v < TLS_VERSION_COUNT; v++) {
		const struct offered_version *version =
			&facts->offered->versions[v];

		if (!(versions & TLS_BIT(v)))
			continue;
		/* Without a suite for it, there is nothing to ask. */
		if (was_asked(version, kind))
			basis_add_hello(facts, names[kind][v]);
		else if (was_asked(version, OFFERED_KIND_SUITES))
			basis_add_hello(facts, names[OFFERED_KIND_SUITES][v]);
	}
}
