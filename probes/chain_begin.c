/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a chain offers first, of which version, and with which suites. */
#include "probes/chain_parts.h"

#include "model/tls/cipher_suite.h"

#include <string.h>

enum {
	SIGNAL_FALLBACK = 0x5600, /* RFC 7507 section 3 */
	FIRST_SHARE = 0x001d,
};

static void offer_all(struct chain *chain, const uint16_t *list, size_t count)
{
	if (count)
		memcpy(chain->left, list, count * sizeof(*list));
	chain->left_count = count;
}

static void offer_numbers(struct chain *chain)
{
	const uint16_t *numbers = chain->question->numbers;

	while (numbers[chain->left_count]) {
		chain->left[chain->left_count] = numbers[chain->left_count];
		chain->left_count++;
	}
	chain->share = FIRST_SHARE;
}

/* The suites that a version of before can use, of those that `has` names. */
static size_t list_suites(enum tls_version version,
	bool (*has)(const struct cipher_suite *suite), uint16_t *ret_list)
{
	size_t count = 0;

	/* ECDHE first: some servers choose DHE, and then have no prime. */
	for (size_t i = 0; i < 2 * cipher_suite_count; i++) {
		const struct cipher_suite *suite =
			&cipher_suite_table[i % cipher_suite_count];
		bool first = i < cipher_suite_count;

		if (suite->version <= version && suite->code && has(suite) &&
			first == (suite->exchange == KX_ECDHE) &&
			count < CHAIN_NUMBERS)
			ret_list[count++] = suite->code;
	}
	return count;
}

static bool is_1_3(const struct cipher_suite *suite)
{
	return suite->exchange == KX_1_3;
}

static bool is_authenticated(const struct cipher_suite *suite)
{
	return suite->signer != SIGNER_NONE && !is_1_3(suite) &&
	       suite->exchange != KX_PSK && suite->exchange != KX_OTHER;
}

static bool is_ecdhe(const struct cipher_suite *suite)
{
	return suite->exchange == KX_ECDHE;
}

static bool is_signed(const struct cipher_suite *suite)
{
	return is_authenticated(suite) &&
	       (suite->exchange == KX_ECDHE || suite->exchange == KX_DHE);
}

static bool is_signed_by_rsa(const struct cipher_suite *suite)
{
	return is_signed(suite) && suite->signer == SIGNER_RSA;
}

static bool is_signed_otherwise(const struct cipher_suite *suite)
{
	return is_signed(suite) && suite->signer != SIGNER_RSA;
}

/* Of PKCS #1 and PSS (RFC 8446 section 4.2.3). */
static bool is_rsa_signature(unsigned number)
{
	return (number & 0xff) == 1 || (number >= 0x0804 && number <= 0x0806) ||
	       (number >= 0x0809 && number <= 0x080b);
}

static bool is_about_traits(const struct hello_question *question)
{
	return question->strike == STRIKE_NOTHING ||
	       question->strike == TRY_TOLERANCE;
}

void chain_carry(struct chain *chain)
{
	const enum tls_version version = chain->version;
	const struct offered_list *list =
		&chain->known->versions[version].suites;
	bool (*has)(const struct cipher_suite *suite) = is_authenticated;

	chain->carrier_count = 0;
	if (version == TLS_1_3)
		has = is_1_3;
	else if (chain->question->strike == STRIKE_GROUPS)
		has = is_ecdhe;
	else if (chain->question->strike == STRIKE_SIGNATURES)
		/* OpenSSL chooses a suite first, and then looks for a
		 * signature that fits. */
		has = is_rsa_signature(chain->left[0]) ? is_signed_by_rsa
						       : is_signed_otherwise;
	if (!list->asked)
		chain->carrier_count =
			list_suites(version, has, chain->carriers);
	for (size_t i = 0; i < list->count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(list->numbers[i]);

		if (suite && chain->carrier_count < CHAIN_NUMBERS &&
			(has(suite) || is_about_traits(chain->question)))
			chain->carriers[chain->carrier_count++] = suite->code;
	}
}

/* Whether nobody has asked yet which versions there are. */
static bool knows_nothing(const struct offered_facts *known)
{
	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if (known->versions[v].state != OFFERED_NOT_ASKED)
			return false;
	return true;
}

/* The newest version before TLS 1.3 that the server speaks. */
static enum tls_version newest_old(const struct offered_facts *known)
{
	for (int v = TLS_1_2; v >= TLS_SSL3; v--)
		if (known->versions[v].state == OFFERED_ACCEPTED)
			return (enum tls_version)v;
	return TLS_NONE;
}

/* The version below it that the server speaks, too. */
static enum tls_version version_below(
	const struct offered_facts *known, enum tls_version version)
{
	for (int v = version - 1; v >= TLS_SSL3; v--)
		if (known->versions[v].state == OFFERED_ACCEPTED)
			return (enum tls_version)v;
	return TLS_NONE;
}

bool chain_is_about_tolerance(const struct chain *chain)
{
	const struct hello_question *question = chain->question;

	return question->strike == TRY_TOLERANCE ||
	       (question->strike == STRIKE_NOTHING &&
		       question->trait != TRAIT_RENEGOTIATION &&
		       question->trait != TRAIT_TRUNCATED_HMAC &&
		       question->trait != TRAIT_ALPN_HTTP &&
		       question->trait != TRAIT_FALLBACK);
}

static enum tls_version choose_version(const struct chain *chain)
{
	enum tls_version version = chain->question->version;

	if (version != TLS_NONE)
		return version;
	if (knows_nothing(chain->known))
		return chain->question->trait == TRAIT_FALLBACK ? TLS_NONE
								: TLS_1_2;
	version = newest_old(chain->known);
	if (version == TLS_NONE && chain_is_about_tolerance(chain) &&
		chain->known->versions[TLS_1_3].state == OFFERED_ACCEPTED)
		return TLS_1_3;
	if (chain->question->trait != TRAIT_FALLBACK)
		return version;
	/* Where TLS 1.3 is spoken, TLS 1.2 is a fallback already. */
	if (version != TLS_NONE &&
		chain->known->versions[TLS_1_3].state == OFFERED_ACCEPTED)
		return version;
	return version == TLS_NONE ? TLS_NONE
				   : version_below(chain->known, version);
}

/* The chain that lists the suite of that version. */
static size_t chain_of(enum tls_version version, unsigned number)
{
	const struct cipher_suite *suite = cipher_suite_find(number);
	size_t i = 0;

	while (i < question_count &&
		!(question_table[i].strike == STRIKE_SUITES &&
			question_table[i].version == version && suite &&
			question_table[i].has_suite(suite)))
		i++;
	return i;
}

/* The last suite of one chain and the first of the next, which is offered
 * first. */
static bool offer_seam(struct chain *chain, const struct offered_list *list)
{
	size_t seam = 0;

	for (size_t i = 0; i + 1 < list->count; i++) {
		if (chain_of(chain->version, list->numbers[i]) ==
			chain_of(chain->version, list->numbers[i + 1]))
			continue;
		if (seam++ != chain->question->seam)
			continue;
		chain->left[0] = list->numbers[i + 1];
		chain->left[1] = list->numbers[i];
		chain->left_count = 2;
	}
	return chain->left_count > 0;
}

static bool is_chacha(unsigned number)
{
	const char *name = cipher_suite_name(number);

	return name && strstr(name, "CHACHA20");
}

/* Whether a server that has its own order cannot like it best: another of its
 * chain comes before it. ChaCha20 is an exception that some servers make for
 * clients that like it best. */
static bool is_no_favourite(
	const struct chain *chain, const struct offered_list *list, size_t i)
{
	return i > 0 && !is_chacha(list->numbers[i]) &&
	       chain_of(chain->version, list->numbers[i - 1]) ==
		       chain_of(chain->version, list->numbers[i]);
}

/* A suite of ChaCha20, and those that differ in the cipher alone. */
static bool offer_chacha(struct chain *chain, const struct offered_list *list)
{
	const struct cipher_suite *chacha = NULL;

	for (size_t i = 0; i < list->count && !chacha; i++)
		if (is_chacha(list->numbers[i]))
			chacha = cipher_suite_find(list->numbers[i]);
	for (size_t i = 0; chacha && i < list->count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(list->numbers[i]);

		if (!suite || is_chacha(suite->code) ||
			!(suite->flags & SUITE_AEAD) ||
			suite->exchange != chacha->exchange ||
			suite->signer != chacha->signer ||
			chain->left_count + 2 > CHAIN_NUMBERS)
			continue;
		chain->left[0] = chacha->code;
		chain->left[++chain->left_count] = suite->code;
	}
	if (!chain->left_count)
		return false;
	chain->left_count++;
	return true;
}

/* Puts ChaCha20 last, where no server takes it for the client's favourite. */
static void put_chacha_last(struct chain *chain)
{
	uint16_t all[CHAIN_NUMBERS];
	size_t count = 0;

	for (int last = 0; last <= 1; last++)
		for (size_t i = 0; i < chain->left_count; i++)
			if (is_chacha(chain->left[i]) == last)
				all[count++] = chain->left[i];
	memcpy(chain->left, all, count * sizeof(all[0]));
}

/* The list turned around, and first of all one that cannot be the server's
 * favourite; if there is none a second hello must decide. */
static bool offer_reversed(struct chain *chain, const struct offered_list *list)
{
	size_t first = list->count;

	if (list->count < 2)
		return false;
	for (size_t i = list->count; i-- > 1 && first == list->count;)
		if (cipher_suite_find(list->numbers[i]) &&
			is_no_favourite(chain, list, i))
			first = i;
	chain->tried = first < list->count;
	if (chain->tried)
		chain->left[chain->left_count++] = list->numbers[first];
	for (size_t i = list->count; i-- > 0;)
		if (i != first)
			chain->left[chain->left_count++] = list->numbers[i];
	return true;
}

static bool has_dhe(const struct offered_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(list->numbers[i]);

		if (suite && suite->exchange == KX_DHE)
			return true;
	}
	return false;
}

/* Whether suites of that version are to be asked for by the question. */
static bool wants_suites(const struct chain *chain)
{
	const struct offered_version *version =
		&chain->known->versions[chain->version];

	return !chain->question->names_primes ||
	       (version->state == OFFERED_ACCEPTED &&
		       !has_dhe(&version->suites));
}

/* The curve of the server's key, if it has no other key; 0: none is known. */
static unsigned key_group(const struct offered_facts *known)
{
	static const struct {
		const char *curve;
		unsigned group;
	} groups[] = {
		{"SECP256R1", 0x0017},
		{"SECP384R1", 0x0018},
		{"SECP521R1", 0x0019},
		{"SECP256K1", 0x0016},
		{"BRAINPOOLP256R1", 0x001a},
		{"BRAINPOOLP384R1", 0x001b},
		{"BRAINPOOLP512R1", 0x001c},
	};
	const struct certificate *leaf = known->shown[SHOWN_ECDSA];

	if (known->shown[SHOWN_RSA] || !leaf || !leaf->curve)
		return 0;
	for (size_t i = 0; i < CHAIN_COUNT(groups); i++)
		if (strcmp(groups[i].curve, leaf->curve) == 0)
			return groups[i].group;
	return 0;
}

/* Leaves out of what is offered what the list has. */
static void leave_out(struct chain *chain, const struct offered_list *list)
{
	const struct hello_numbers known = {list->numbers, list->count};
	size_t count = 0;

	for (size_t i = 0; i < chain->left_count; i++)
		if (!hello_numbers_have(known, chain->left[i]))
			chain->left[count++] = chain->left[i];
	chain->left_count = count;
}

static bool offer_groups(struct chain *chain)
{
	offer_numbers(chain);
	if (!chain->question->beside_key)
		return true;
	chain->key_group = key_group(chain->known);
	leave_out(chain, &chain->known->versions[chain->version].groups);
	return chain->key_group && chain->left_count;
}

bool chain_begin(struct chain *chain, const struct hello_question *question,
	const struct offered_facts *known, struct arena *arena,
	const char *server_name, const char *alpn)
{
	enum tls_version version;

	*chain = (struct chain){.question = question,
		.known = known,
		.arena = arena,
		.server_name = server_name,
		.alpn = alpn};
	chain_spare(chain);
	if (question->strike == ASK_CLIENT || question->strike == ASK_SSL2)
		return true;
	version = chain->version = choose_version(chain);
	if (version == TLS_NONE)
		return false;
	switch (question->strike) {
	case ASK_PRIME:
	case STRIKE_SUITES:
		chain->left_count =
			list_suites(version, question->has_suite, chain->left);
		return wants_suites(chain);
	case STRIKE_GROUPS:
		if (!offer_groups(chain))
			return false;
		break;
	case STRIKE_SIGNATURES:
	case TRY_SIGNATURES:
		offer_numbers(chain);
		break;
	case STRIKE_RANKS:
		offer_all(chain, known->versions[version].suites.numbers,
			known->versions[version].suites.count);
		put_chacha_last(chain);
		return known->versions[version].order == ORDER_SERVER &&
		       known->versions[version].unsorted;
	case ASK_SEAM:
		return known->versions[version].order == ORDER_SERVER &&
		       offer_seam(chain, &known->versions[version].suites);
	case ASK_CHACHA:
		return known->versions[version].order == ORDER_SERVER &&
		       offer_chacha(chain, &known->versions[version].suites);
	case ASK_ORDER:
		chain_spare_order(chain);
		return offer_reversed(chain, &known->versions[version].suites);
	case STRIKE_NOTHING:
		if (known->traits[question->trait] != OFFERED_NOT_ASKED)
			return false;
		break;
	case TRY_TOLERANCE:
	case ASK_CLIENT:
	case ASK_SSL2:
		break;
	}
	chain_carry(chain);
	chain_carry_trait(chain);
	if (question->trait == TRAIT_FALLBACK &&
		question->strike == STRIKE_NOTHING &&
		chain->carrier_count < CHAIN_NUMBERS && chain->carrier_count)
		chain->carriers[chain->carrier_count++] = SIGNAL_FALLBACK;
	return chain->carrier_count > 0;
}
