/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/offered/attack.h"

#include "model/tls/cipher_suite.h"

#include <assert.h>

#define NAMES_MOST 3 /* of the suites that an attack needs */
#define LOGJAM_BITS 1024

const struct attack_row attack_table[] = {
	[ATTACK_NULL] = {"null", "No encryption (NULL suites)", NULL},
	[ATTACK_ANONYMOUS] = {"anonymous",
		"No authentication (anonymous suites)", NULL},
	[ATTACK_EXPORT] = {"export", "Export suites", NULL},
	[ATTACK_FREAK] = {"freak", "FREAK (CVE-2015-0204)", NULL},
	[ATTACK_LOGJAM] = {"logjam", "Logjam (CVE-2015-4000)", NULL},
	[ATTACK_RC4] = {"rc4", "RC4 (CVE-2013-2566, CVE-2015-2808)", NULL},
	[ATTACK_SWEET32] = {"sweet32", "SWEET32 (CVE-2016-2183)", NULL},
	[ATTACK_DROWN] = {"drown", "DROWN (CVE-2016-0800)", NULL},
	[ATTACK_POODLE] = {"poodle", "POODLE (CVE-2014-3566)", NULL},
	[ATTACK_BEAST] = {"beast", "BEAST (CVE-2011-3389)",
		"clients can protect themselves"},
	[ATTACK_CRIME] = {"crime", "CRIME (CVE-2012-4929)", NULL},
	[ATTACK_RENEGOTIATION] = {"renegotiation",
		"Insecure renegotiation (CVE-2009-3555)",
		"no renegotiation was tried"},
	[ATTACK_ROBOT] = {"robot", "ROBOT (CVE-2017-13099)",
		"how the server treats wrong padding was not tested"},
	[ATTACK_HEARTBLEED] = {"heartbleed", "Heartbleed (CVE-2014-0160)",
		"no memory was read"},
};
static_assert(sizeof(attack_table) / sizeof(attack_table[0]) == ATTACK_COUNT,
	"an attack's row");

/* Suites that an attack needs. */
struct needed {
	unsigned versions;  /* TLS_BIT()s in which it works */
	unsigned flags;     /* SUITE_ bits, all of which it needs */
	unsigned exchanges; /* bits 1 << enum key_exchange; 0: any */
};

#define BEFORE_1_2 (TLS_BIT(TLS_SSL3) | TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1))
#define BEFORE_1_3 (BEFORE_1_2 | TLS_BIT(TLS_1_2))

static const struct needed needs[ATTACK_COUNT] = {
	[ATTACK_NULL] = {BEFORE_1_3, SUITE_NULL, 0},
	[ATTACK_ANONYMOUS] = {BEFORE_1_3, SUITE_ANONYMOUS, 0},
	[ATTACK_EXPORT] = {BEFORE_1_3, SUITE_EXPORT, 0},
	[ATTACK_FREAK] = {BEFORE_1_3, SUITE_EXPORT, 1u << KX_RSA},
	[ATTACK_LOGJAM] = {BEFORE_1_3, SUITE_EXPORT, 1u << KX_DHE},
	[ATTACK_RC4] = {BEFORE_1_3, SUITE_RC4, 0},
	[ATTACK_SWEET32] = {BEFORE_1_3, SUITE_BLOCK_64, 0},
	[ATTACK_POODLE] = {TLS_BIT(TLS_SSL3), SUITE_CBC, 0},
	[ATTACK_BEAST] = {TLS_BIT(TLS_SSL3) | TLS_BIT(TLS_1_0), SUITE_CBC, 0},
	[ATTACK_ROBOT] = {BEFORE_1_3, 0, 1u << KX_RSA},
};

static_assert(sizeof(needs) / sizeof(needs[0]) == ATTACK_COUNT,
	"what an attack needs");

static bool is_needed(
	const struct needed *needed, const struct cipher_suite *suite)
{
	return suite && (suite->flags & needed->flags) == needed->flags &&
	       (!needed->exchanges ||
		       (needed->exchanges & (1u << suite->exchange)));
}

/* Suites that the version took and the attack needs, added to `names`; each
 * once over all versions. */
static void add_suites(const struct offered_version *version,
	const struct needed *needed, unsigned *names, size_t *count)
{
	for (size_t i = 0; i < version->suites.count; i++) {
		unsigned number = version->suites.numbers[i];
		size_t k = 0;

		if (!is_needed(needed, cipher_suite_find(number)))
			continue;
		while (k < *count && k < NAMES_MOST && names[k] != number)
			k++;
		if (k < *count && k < NAMES_MOST)
			continue;
		if (*count < NAMES_MOST)
			names[*count] = number;
		++*count;
	}
}

/* Whether everything that the version takes is known. */
static bool is_known(const struct offered_version *version)
{
	return version->state == OFFERED_REFUSED ||
	       (version->state == OFFERED_ACCEPTED && version->suites.whole);
}

static const char *list_suites(
	struct arena *arena, const unsigned *names, size_t count)
{
	const char *all = cipher_suite_name(names[0]);

	for (size_t i = 1; i < count && i < NAMES_MOST; i++)
		all = arena_printf(
			arena, "%s, %s", all, cipher_suite_name(names[i]));
	return count > NAMES_MOST ? arena_printf(arena, "%s, ...", all) : all;
}

static enum attack_state judge_suites(struct arena *arena,
	const struct offered_facts *offered, const struct needed *needed,
	const char **ret_why)
{
	unsigned names[NAMES_MOST];
	size_t count = 0;
	bool known = true;

	for (int v = TLS_SSL3; v <= TLS_1_2; v++) {
		if (!(needed->versions & TLS_BIT(v)))
			continue;
		add_suites(&offered->versions[v], needed, names, &count);
		known &= is_known(&offered->versions[v]);
	}
	if (count) {
		*ret_why = list_suites(arena, names, count);
		return ATTACK_OPEN;
	}
	return known ? ATTACK_CLOSED : ATTACK_NOT_TESTED;
}

/* Whether the server takes no version before TLS 1.3 for sure. */
static bool is_only_1_3(const struct offered_facts *offered)
{
	for (int v = TLS_SSL3; v <= TLS_1_2; v++)
		if (offered->versions[v].state != OFFERED_REFUSED)
			return false;
	return offered->versions[TLS_1_3].state == OFFERED_ACCEPTED;
}

/* `bad` is what the extension must be for the attack to work. */
static enum attack_state judge_trait(const struct offered_facts *offered,
	enum offered_trait trait, enum offered_state bad)
{
	enum offered_state state = offered->traits[trait];

	if (is_only_1_3(offered))
		return ATTACK_CLOSED;
	if (state != OFFERED_ACCEPTED && state != OFFERED_REFUSED)
		return ATTACK_NOT_TESTED;
	return state == bad ? ATTACK_OPEN : ATTACK_CLOSED;
}

/* A prime of 1,024 bits is in reach of those who can afford it. */
static enum attack_state judge_primes(struct arena *arena,
	const struct offered_facts *offered, enum attack_state by_suites,
	const char **ret_why)
{
	static const struct needed dhe = {BEFORE_1_3, 0, 1u << KX_DHE};
	const char *suites;

	for (size_t i = 0; i < offered->prime_count; i++)
		if (offered->primes[i].bits <= LOGJAM_BITS) {
			*ret_why = arena_printf(arena, "a prime of %u bits",
				offered->primes[i].bits);
			return ATTACK_OPEN;
		}
	if (by_suites == ATTACK_CLOSED && !offered->prime_count &&
		judge_suites(arena, offered, &dhe, &suites) != ATTACK_CLOSED)
		return ATTACK_NOT_TESTED;
	return by_suites;
}

static enum attack_state judge_ssl2(
	const struct offered_facts *offered, const char **ret_why)
{
	if (offered->ssl2 == OFFERED_ACCEPTED) {
		*ret_why = "SSL 2.0 is accepted";
		return ATTACK_OPEN;
	}
	return offered->ssl2 == OFFERED_REFUSED ? ATTACK_CLOSED
						: ATTACK_NOT_TESTED;
}

static enum attack_state judge(struct arena *arena,
	const struct offered_facts *offered, enum attack attack,
	const char **ret_why)
{
	enum attack_state state;

	switch (attack) {
	case ATTACK_DROWN:
		return judge_ssl2(offered, ret_why);
	case ATTACK_CRIME:
		*ret_why = "TLS compression is accepted";
		return judge_trait(
			offered, TRAIT_COMPRESSION, OFFERED_ACCEPTED);
	case ATTACK_RENEGOTIATION:
		*ret_why = "RFC 5746 is not answered";
		return judge_trait(
			offered, TRAIT_RENEGOTIATION, OFFERED_REFUSED);
	case ATTACK_HEARTBLEED:
		*ret_why = "the heartbeat extension is accepted";
		return judge_trait(offered, TRAIT_HEARTBEAT, OFFERED_ACCEPTED);
	case ATTACK_LOGJAM:
		state = judge_suites(arena, offered, &needs[attack], ret_why);
		return state == ATTACK_OPEN
			       ? state
			       : judge_primes(arena, offered, state, ret_why);
	default:
		return judge_suites(arena, offered, &needs[attack], ret_why);
	}
}

enum attack_state attack_judge(struct arena *arena,
	const struct offered_facts *offered, enum attack attack,
	const char **ret_why)
{
	const char *why = NULL;
	enum attack_state state = judge(arena, offered, attack, &why);

	if (state == ATTACK_OPEN && attack_table[attack].remark)
		state = ATTACK_POSSIBLE;
	*ret_why =
		state == ATTACK_OPEN || state == ATTACK_POSSIBLE ? why : NULL;
	return state;
}
