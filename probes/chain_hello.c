/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/chain_parts.h"

#include "model/tls/cipher_suite.h"
#include "net/hello/share.h"

#include <assert.h>
#include <string.h>

enum {
	SIGNAL_FALLBACK = 0x5600, /* RFC 7507 section 3 */
	FUTURE_VERSION = 0x0305,
	FIRST_SHARE = 0x001d,
	GREASE_SUITE = 0x2a2a,
	GREASE_GROUP = 0x3a3a,
	GREASE_SIGNATURE = 0x5a5a,
};

#define CURVES 30

/* Every curve, so that a suite is not taken for refused where its curve is.
 * Last come groups of finite fields, which most hellos leave out: by them some
 * servers choose another prime than for others, or leave out DHE. What comes
 * before the first is said in one question alone. */
static const uint16_t greased_groups[] = {GREASE_GROUP, 0x001d, 0x0017, 0x0018,
	0x0019, 0x001e, 0x001c, 0x001b, 0x001a, 0x0016, 0x0015, 0x0014, 0x0013,
	0x0012, 0x0011, 0x0010, 0x000f, 0x000e, 0x000d, 0x000c, 0x000b, 0x000a,
	0x0009, 0x0008, 0x0007, 0x0006, 0x0005, 0x0004, 0x0003, 0x0002, 0x0001,
	0x0100, 0x0101, 0x0102, 0x0103, 0x0104};
static const uint16_t greased_groups_1_3[] = {GREASE_GROUP, 0x11ec, 0x11eb,
	0x11ed, 0x001f, 0x0020, 0x0021, 0x0100, 0x0101, 0x0102, 0x0103, 0x0104,
	0x0018, 0x0019, 0x001e, 0x001d, 0x0017};
static const uint16_t greased_signatures[] = {GREASE_SIGNATURE, 0x0101, 0x0201,
	0x0202, 0x0203, 0x0301, 0x0303, 0x0401, 0x0501, 0x0601, 0x0403, 0x0503,
	0x0603, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0807, 0x0808,
	0x0402};
/* Those that a hello has a key for. */
static const uint16_t share_groups[] = {0x001d, 0x0017, 0x0018, 0x0019, 0x001e,
	0x0100, 0x0101, 0x0102, 0x0103, 0x0104};

/* A list as it goes into a hello. */
static struct hello_numbers numbers(const uint16_t *list, size_t count)
{
	return (struct hello_numbers){list, count};
}

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

/* Whether TLS 1.3 can be asked, too: what else there is it has not, or answers
 * where nobody can read it. */
static bool is_about_tolerance(const struct hello_question *question)
{
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
	if (version == TLS_NONE && is_about_tolerance(chain->question) &&
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
	size_t count = 0;

	for (size_t i = 0; i < chain->left_count; i++) {
		size_t k = 0;

		while (k < list->count && list->numbers[k] != chain->left[i])
			k++;
		if (k == list->count)
			chain->left[count++] = chain->left[i];
	}
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
		/* Some servers choose what is too new for the version. */
		chain->left_count =
			list_suites(version == TLS_1_3 ? TLS_1_3 : TLS_1_2,
				question->has_suite, chain->left);
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

static bool names_primes(const struct chain *chain)
{
	return chain->question->names_primes ||
	       chain->known->versions[chain->version].names_primes;
}

/* A group that the server has in TLS 1.3, and a hello a key for; 0: none. It
 * may look at less before it asks for another key share. */
static unsigned known_share(const struct chain *chain)
{
	const struct offered_list *groups =
		&chain->known->versions[TLS_1_3].groups;

	for (size_t i = 0; i < groups->count; i++)
		if (share_of_group(groups->numbers[i]).length)
			return groups->numbers[i];
	return 0;
}

/* What every hello has: a client of today, but for what is asked. */
static struct hello begin_hello(const struct chain *chain)
{
	static const uint16_t only_1_3[] = {HELLO_TLS_1_3};
	const enum tls_version version = chain->version;
	/* Put there by ask_grease(), for one question alone. */
	const size_t grease =
		chain->carrier_count && chain->carriers[0] == GREASE_SUITE;
	struct hello hello = {
		.version = chain_wire_version(version),
		.suites = numbers(chain->carriers + grease,
			chain->carrier_count - grease),
		.groups = numbers(greased_groups + 1,
			names_primes(chain) ? CHAIN_COUNT(greased_groups) - 1
					    : CURVES),
		.signatures = numbers(greased_signatures + 1,
			CHAIN_COUNT(greased_signatures) - 1),
		.extensions = HELLO_SERVER_NAME | HELLO_POINT_FORMATS |
			      HELLO_RENEGOTIATION_INFO | HELLO_MASTER_SECRET,
		.server_name = chain->server_name,
		.alpn = chain->alpn,
	};

	if (version < TLS_1_2)
		hello.signatures.count = 0;
	if (version == TLS_SSL3) {
		hello.groups.count = 0;
		hello.extensions = 0;
	}
	if (version == TLS_1_3) {
		hello.version = HELLO_TLS_1_2;
		hello.versions = numbers(only_1_3, 1);
		hello.groups = numbers(greased_groups_1_3 + 1,
			CHAIN_COUNT(greased_groups_1_3) - 1);
		hello.extensions = HELLO_SERVER_NAME;
		if (is_about_tolerance(chain->question))
			hello.share = known_share(chain);
	}
	return hello;
}

/* RFC 8701: numbers that nobody will ever use, everywhere. Nothing else may be
 * different: a key or curve that is rare is no intolerance. */
static void ask_grease(struct chain *chain, struct hello *hello)
{
	hello->extensions |= HELLO_GREASE;
	if (chain->carriers[0] != GREASE_SUITE &&
		chain->carrier_count < CHAIN_NUMBERS) {
		memmove(&chain->carriers[1], &chain->carriers[0],
			chain->carrier_count * sizeof(chain->carriers[0]));
		chain->carriers[0] = GREASE_SUITE;
		chain->carrier_count++;
	}
	hello->suites = numbers(chain->carriers, chain->carrier_count);
	if (hello->groups.count)
		hello->groups =
			numbers(hello->versions.count ? greased_groups_1_3
						      : greased_groups,
				hello->groups.count + 1);
	if (hello->signatures.count)
		hello->signatures = numbers(
			greased_signatures, CHAIN_COUNT(greased_signatures));
}

/* In TLS 1.3 versions are a list, and the number in front stays 1.2's (RFC 8446
 * section 4.1.2). */
static void ask_future(struct hello *hello)
{
	static const uint16_t versions[] = {FUTURE_VERSION, HELLO_TLS_1_3};

	if (hello->versions.count)
		hello->versions = numbers(versions, CHAIN_COUNT(versions));
	else
		hello->version = FUTURE_VERSION;
}

static void ask_trait(struct chain *chain, struct hello *hello)
{
	switch (chain->question->trait) {
	case TRAIT_RENEGOTIATION:
		hello->deflate = true;
		hello->extensions |= HELLO_STATUS_REQUEST | HELLO_HEARTBEAT |
				     HELLO_ENCRYPT_THEN_MAC | HELLO_TICKET |
				     HELLO_ALPN;
		if (chain_carries_hmac(chain))
			hello->extensions |= HELLO_TRUNCATED_HMAC;
		hello->extensions &= ~chain->unsaid;
		break;
	case TRAIT_UNKNOWN_VERSION:
		ask_future(hello);
		break;
	case TRAIT_UNKNOWN_EXTENSION:
		ask_grease(chain, hello);
		break;
	case TRAIT_LONG_HELLO:
		hello->padding = 1024;
		break;
	case TRAIT_FRAGMENTS:
		hello->padding = 17 * 1024;
		hello->fragment = 8 * 1024;
		break;
	case TRAIT_NO_NAME:
		hello->server_name = NULL;
		break;
	case TRAIT_STRANGE_NAME:
		hello->server_name = "unknown.invalid";
		break;
	default:
		chain_say_trait(chain->question->trait, hello);
		break;
	}
}

/* All at once. */
static void ask_tolerance(struct chain *chain, struct hello *hello)
{
	ask_grease(chain, hello);
	ask_future(hello);
	hello->padding = 17 * 1024;
	hello->fragment = 8 * 1024;
	hello->server_name = NULL;
}

static struct hello single_hello(const struct chain *chain)
{
	if (chain->question->strike == ASK_SSL2)
		return (struct hello){.version = HELLO_SSL_2};
	return chain_client_hello(
		&tls_client_table[chain->question->client], chain->server_name);
}

/* Puts the curve of the server's key behind what is left, unless it is there.
 * Returns how many there are then. */
static size_t add_key_group(struct chain *chain)
{
	for (size_t i = 0; i < chain->left_count; i++)
		if (chain->left[i] == chain->key_group)
			return chain->left_count;
	chain->left[chain->left_count] = (uint16_t)chain->key_group;
	return chain->left_count + 1;
}

bool chain_next(struct chain *chain, struct hello *ret_hello,
	enum hello_depth *ret_depth)
{
	struct hello hello;
	struct hello_numbers offered;

	if (chain->step == STEP_OVER)
		return false;
	chain_say(chain);
	if (chain->manners)
		chain->said = ++chain->manners->said;
	if (chain->question->strike >= ASK_CLIENT) {
		chain->hellos++;
		*ret_depth = HELLO_TO_KEY;
		*ret_hello = single_hello(chain);
		return true;
	}
	hello = begin_hello(chain);
	offered = chain->step == STEP_CONTROL
			  ? numbers(chain->found, 1)
			  : numbers(chain->left, chain->left_count);
	*ret_depth = HELLO_TO_KEY;
	switch (chain->question->strike) {
	case ASK_SEAM:
	case ASK_CHACHA:
	case ASK_ORDER:
		hello.suites = offered;
		*ret_depth = HELLO_TO_CHOICE;
		break;
	case STRIKE_RANKS:
	case STRIKE_SUITES:
	case ASK_PRIME:
		hello.suites = offered;
		break;
	case STRIKE_GROUPS:
		if (chain->key_group && chain->step != STEP_CONTROL)
			offered.count = add_key_group(chain);
		hello.groups = offered;
		break;
	case STRIKE_SIGNATURES:
		hello.signatures = offered;
		break;
	case STRIKE_NOTHING:
		if (chain->step != STEP_CONTROL)
			ask_trait(chain, &hello);
		else if (chain->question->trait == TRAIT_FALLBACK)
			hello.suites.count--; /* the signal is the last one */
		else if (chain->carriers[0] == GREASE_SUITE)
			hello.suites = numbers(
				chain->carriers + 1, chain->carrier_count - 1);
		break;
	case TRY_SIGNATURES:
		hello.groups = numbers(share_groups, CHAIN_COUNT(share_groups));
		hello.share = chain->share;
		hello.signatures = chain->tried && chain->step != STEP_CONTROL
					   ? numbers(chain->left, 1)
					   : offered;
		*ret_depth = HELLO_TO_CHOICE;
		break;
	case TRY_TOLERANCE:
		ask_tolerance(chain, &hello);
		break;
	case ASK_CLIENT:
	case ASK_SSL2:
		break;
	}
	chain->hellos++;
	*ret_hello = hello;
	return true;
}
