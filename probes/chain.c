/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/chain.h"

#include "model/tls/cipher_suite.h"
#include "net/hello/prime.h"

#include <assert.h>
#include <string.h>

enum {
	SIGNAL_FALLBACK = 0x5600, /* RFC 7507 section 3 */
	ALERT_INAPPROPRIATE_FALLBACK = 86,
	FUTURE_VERSION = 0x0305,
};

/* Where a chain is. A hello that was dropped says something only once it was
 * dropped again, and a hello that had worked works still. */
enum step {
	STEP_ASK,
	STEP_AGAIN,   /* the same once more */
	STEP_CONTROL, /* what was accepted before */
	STEP_OVER,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The most usual last, so that an unusual one shows first. */
static const uint16_t all_groups[] = {0x0001, 0x0002, 0x0003, 0x0004, 0x0005,
	0x0006, 0x0007, 0x0008, 0x0009, 0x000a, 0x000b, 0x000c, 0x000d, 0x000e,
	0x000f, 0x0010, 0x0011, 0x0012, 0x0013, 0x0014, 0x0015, 0x0016, 0x001a,
	0x001b, 0x001c, 0x0018, 0x0019, 0x001e, 0x001d, 0x0017};
static const uint16_t groups_1_3[] = {0x11ec, 0x11eb, 0x11ed, 0x001f, 0x0020,
	0x0021, 0x0100, 0x0101, 0x0102, 0x0103, 0x0104, 0x0018, 0x0019, 0x001e,
	0x001d, 0x0017};
static const uint16_t all_signatures[] = {0x0101, 0x0201, 0x0202, 0x0203,
	0x0301, 0x0303, 0x0401, 0x0501, 0x0601, 0x0403, 0x0503, 0x0603, 0x0804,
	0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0807, 0x0808, 0x0402};
static const uint16_t wire_versions[TLS_VERSION_COUNT] = {
	[TLS_SSL3] = HELLO_SSL_3,
	[TLS_1_0] = HELLO_TLS_1_0,
	[TLS_1_1] = HELLO_TLS_1_1,
	[TLS_1_2] = HELLO_TLS_1_2,
	[TLS_1_3] = HELLO_TLS_1_3,
};
static_assert(COUNT(wire_versions) == TLS_VERSION_COUNT, "a version's number");

/* A list as it goes into a hello. */
static struct hello_numbers numbers(const uint16_t *list, size_t count)
{
	return (struct hello_numbers){list, count};
}

static void offer_all(struct chain *chain, const uint16_t *list, size_t count)
{
	memcpy(chain->left, list, count * sizeof(*list));
	chain->left_count = count;
}

/* The suites that a version of before can use, of those that `has` names. */
static size_t list_suites(enum tls_version version,
	bool (*has)(const struct cipher_suite *suite), uint16_t *ret_list)
{
	size_t count = 0;

	for (size_t i = 0; i < cipher_suite_count; i++) {
		const struct cipher_suite *suite = &cipher_suite_table[i];

		if (suite->version <= version && suite->code && has(suite) &&
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

/* Suites that can carry the question: those that the server took, or all if
 * nobody asked for them. */
static void carry(struct chain *chain, enum tls_version version)
{
	const struct offered_list *list =
		&chain->known->versions[version].suites;
	bool (*has)(const struct cipher_suite *suite) = is_authenticated;

	if (chain->question->strike == STRIKE_GROUPS)
		has = is_ecdhe;
	else if (chain->question->strike == STRIKE_SIGNATURES)
		has = is_signed;
	if (!list->asked)
		chain->carrier_count =
			list_suites(version, has, chain->carriers);
	for (size_t i = 0; i < list->count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(list->numbers[i]);

		if (suite && chain->carrier_count < CHAIN_NUMBERS &&
			(has(suite) ||
				chain->question->strike == STRIKE_NOTHING))
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

static enum tls_version chain_version(const struct chain *chain)
{
	enum tls_version version = chain->question->version;

	if (version != TLS_NONE)
		return version;
	if (knows_nothing(chain->known))
		return chain->question->trait == TRAIT_FALLBACK ? TLS_NONE
								: TLS_1_2;
	version = newest_old(chain->known);
	if (chain->question->trait != TRAIT_FALLBACK)
		return version;
	/* Where TLS 1.3 is spoken, TLS 1.2 is a fallback already. */
	if (version != TLS_NONE &&
		chain->known->versions[TLS_1_3].state == OFFERED_ACCEPTED)
		return version;
	return version == TLS_NONE ? TLS_NONE
				   : version_below(chain->known, version);
}

/* Of fewer than two there is no order. */
static bool offer_known(struct chain *chain, const struct offered_list *list)
{
	offer_all(chain, list->numbers, list->count);
	return list->count > 1;
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
	version = chain_version(chain);
	if (version == TLS_NONE)
		return false;
	switch (question->strike) {
	case STRIKE_SUITES:
		chain->left_count =
			list_suites(version, question->has_suite, chain->left);
		return true;
	case STRIKE_GROUPS:
		if (version == TLS_1_3) {
			offer_all(chain, groups_1_3, COUNT(groups_1_3));
			chain->carrier_count =
				list_suites(version, is_1_3, chain->carriers);
			return true;
		}
		offer_all(chain, all_groups, COUNT(all_groups));
		break;
	case STRIKE_SIGNATURES:
		offer_all(chain, all_signatures, COUNT(all_signatures));
		break;
	case STRIKE_RANKS:
		if (known->versions[version].order != ORDER_SERVER)
			return false;
		/* fallthrough */
	case ASK_ORDER:
		return offer_known(chain, &known->versions[version].suites);
	case STRIKE_NOTHING:
		break;
	}
	carry(chain, version);
	if (question->trait == TRAIT_FALLBACK &&
		question->strike == STRIKE_NOTHING &&
		chain->carrier_count < CHAIN_NUMBERS && chain->carrier_count)
		chain->carriers[chain->carrier_count++] = SIGNAL_FALLBACK;
	return chain->carrier_count > 0;
}

/* What every hello has: a client of today, but for what is asked. */
static struct hello begin_hello(
	const struct chain *chain, enum tls_version version)
{
	static const uint16_t only_1_3[] = {HELLO_TLS_1_3};
	struct hello hello = {
		.version = wire_versions[version],
		.suites = numbers(chain->carriers, chain->carrier_count),
		.groups = numbers(all_groups, COUNT(all_groups)),
		.signatures = numbers(all_signatures, COUNT(all_signatures)),
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
		hello.groups = numbers(groups_1_3, COUNT(groups_1_3));
		hello.extensions = HELLO_SERVER_NAME;
	}
	return hello;
}

static void ask_trait(const struct chain *chain, struct hello *hello)
{
	switch (chain->question->trait) {
	case TRAIT_RENEGOTIATION:
		hello->deflate = true;
		hello->extensions |= HELLO_STATUS_REQUEST | HELLO_HEARTBEAT |
				     HELLO_ALPN | HELLO_ENCRYPT_THEN_MAC |
				     HELLO_TICKET;
		break;
	case TRAIT_UNKNOWN_VERSION:
		hello->version = FUTURE_VERSION;
		break;
	case TRAIT_UNKNOWN_EXTENSION:
		hello->extensions |= HELLO_GREASE;
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
		break;
	}
}

bool chain_next(struct chain *chain, struct hello *ret_hello,
	enum hello_depth *ret_depth)
{
	struct hello hello;
	struct hello_numbers offered;

	if (chain->step == STEP_OVER)
		return false;
	hello = begin_hello(chain, chain_version(chain));
	offered = chain->step == STEP_CONTROL
			  ? numbers(chain->found, 1)
			  : numbers(chain->left, chain->left_count);
	*ret_depth = HELLO_TO_KEY;
	switch (chain->question->strike) {
	case ASK_ORDER:
		hello.suites = offered;
		*ret_depth = HELLO_TO_CHOICE;
		break;
	case STRIKE_RANKS:
	case STRIKE_SUITES:
		hello.suites = offered;
		/* Only a prime is worth the wait for the server's key. */
		if (!cipher_suite_find(offered.numbers[0]) ||
			cipher_suite_find(offered.numbers[0])->exchange !=
				KX_DHE)
			*ret_depth = HELLO_TO_CHOICE;
		break;
	case STRIKE_GROUPS:
		hello.groups = offered;
		break;
	case STRIKE_SIGNATURES:
		hello.signatures = offered;
		break;
	case STRIKE_NOTHING:
		ask_trait(chain, &hello);
		break;
	}
	chain->hellos++;
	*ret_hello = hello;
	return true;
}

bool chain_is_over(const struct chain *chain)
{
	return chain->step == STEP_OVER;
}

void chain_stop(struct chain *chain, const char *gap)
{
	if (chain->step == STEP_OVER)
		return;
	chain->step = STEP_OVER;
	chain->gap = gap;
	if (!chain->found_count && chain->state == OFFERED_NOT_ASKED)
		chain->state = OFFERED_UNKNOWN;
}

/* The server took nothing of what was offered last. */
static void end_refused(struct chain *chain)
{
	chain->step = STEP_OVER;
	chain->whole = true;
	if (chain->state != OFFERED_ACCEPTED)
		chain->state = OFFERED_REFUSED;
}

static unsigned chosen_number(
	const struct chain *chain, const struct hello_answer *answer)
{
	switch (chain->question->strike) {
	case STRIKE_GROUPS:
		return answer->group;
	case STRIKE_SIGNATURES:
		return answer->signature;
	default:
		return answer->suite;
	}
}

static bool strike_out(struct chain *chain, unsigned number)
{
	for (size_t i = 0; i < chain->left_count; i++) {
		if (chain->left[i] != number)
			continue;
		memmove(&chain->left[i], &chain->left[i + 1],
			(chain->left_count - i - 1) * sizeof(chain->left[0]));
		chain->left_count--;
		chain->found[chain->found_count++] = (uint16_t)number;
		return true;
	}
	return false;
}

static unsigned count_bits(struct octets number)
{
	size_t at = 0;
	unsigned bits;

	while (at < number.length && !number.data[at])
		at++;
	if (at == number.length)
		return 0;
	bits = (unsigned)(number.length - at - 1) * 8;
	for (unsigned first = number.data[at]; first; first >>= 1)
		bits++;
	return bits;
}

static void keep_prime(struct chain *chain, struct octets prime)
{
	for (size_t i = 0; i < chain->prime_count; i++)
		if (chain->primes[i].octets.length == prime.length &&
			memcmp(chain->primes[i].octets.data, prime.data,
				prime.length) == 0)
			return;
	if (chain->prime_count < OFFERED_PRIMES)
		chain->primes[chain->prime_count++] =
			(struct offered_prime){.bits = count_bits(prime),
				.known = prime_name(prime),
				.octets = arena_octets(chain->arena, prime.data,
					prime.length)};
}

/* Of two answers, the second to the list turned around. */
static void hear_order(struct chain *chain, unsigned suite)
{
	if (chain->found_count) {
		chain->order =
			chain->found[0] == suite ? ORDER_SERVER : ORDER_CLIENT;
		chain->step = STEP_OVER;
		return;
	}
	chain->step = STEP_ASK;
	chain->found[chain->found_count++] = (uint16_t)suite;
	for (size_t i = 0, k = chain->left_count - 1; i < k; i++, k--) {
		uint16_t number = chain->left[i];

		chain->left[i] = chain->left[k];
		chain->left[k] = number;
	}
}

/* A choice was heard, in the version that was asked for. */
static void hear_choice(struct chain *chain, const struct hello_answer *answer)
{
	unsigned number = chosen_number(chain, answer);

	if (chain->question->strike == ASK_ORDER) {
		hear_order(chain, number);
		return;
	}
	chain->state = OFFERED_ACCEPTED;
	chain->wants_certificate |= answer->wants_certificate;
	if (answer->sentinel != SENTINEL_NONE)
		chain->sentinel = answer->sentinel;
	if (answer->prime.length)
		keep_prime(chain, answer->prime);
	if (chain->step == STEP_CONTROL) {
		end_refused(chain);
		return;
	}
	chain->step = STEP_ASK;
	if (!strike_out(chain, number)) {
		/* A server that names no signature or curve says nothing. */
		chain_stop(chain, "the server chose what was not offered");
		return;
	}
	if (!chain->left_count)
		end_refused(chain);
}

/* What an answer with every extension tells at once. */
static const struct {
	enum offered_trait trait;
	enum hello_extension extension;
} answered_traits[] = {
	{TRAIT_RENEGOTIATION, HELLO_RENEGOTIATION_INFO},
	{TRAIT_MASTER_SECRET, HELLO_MASTER_SECRET},
	{TRAIT_ENCRYPT_THEN_MAC, HELLO_ENCRYPT_THEN_MAC},
	{TRAIT_TICKET, HELLO_TICKET},
	{TRAIT_HEARTBEAT, HELLO_HEARTBEAT},
	{TRAIT_SERVER_NAME, HELLO_SERVER_NAME},
	{TRAIT_ALPN, HELLO_ALPN},
};

static enum offered_state state_of(bool accepted)
{
	return accepted ? OFFERED_ACCEPTED : OFFERED_REFUSED;
}

static void hear_extensions(
	struct chain *chain, const struct hello_answer *answer)
{
	for (size_t i = 0; i < COUNT(answered_traits); i++)
		chain->traits[answered_traits[i].trait] =
			state_of(answer->extensions &
				 (unsigned)answered_traits[i].extension);
	/* Nothing was asked of a name, or in words, that was not there. */
	if (!chain->server_name)
		chain->traits[TRAIT_SERVER_NAME] = OFFERED_NOT_ASKED;
	if (!chain->alpn)
		chain->traits[TRAIT_ALPN] = OFFERED_NOT_ASKED;
	chain->traits[TRAIT_COMPRESSION] = state_of(answer->compression == 1);
	chain->traits[TRAIT_STAPLE] = state_of(answer->status);
	chain->traits[TRAIT_SESSION_ID] = state_of(answer->session_id);
}

static void hear_trait(struct chain *chain, const struct hello_answer *answer)
{
	enum offered_trait trait = chain->question->trait;
	bool chosen =
		answer->result == HELLO_CHOSEN || answer->result == HELLO_RETRY;

	chain->step = STEP_OVER;
	chain->whole = true;
	if (trait == TRAIT_RENEGOTIATION) {
		if (chosen)
			hear_extensions(chain, answer);
	} else if (trait != TRAIT_FALLBACK) {
		chain->traits[trait] = state_of(chosen);
	} else if (chosen || answer->alert == ALERT_INAPPROPRIATE_FALLBACK) {
		chain->traits[trait] = state_of(!chosen);
	} else {
		chain->traits[trait] = OFFERED_UNKNOWN;
	}
}

/* The connection was closed or reset right after the hello. */
static void hear_drop(struct chain *chain)
{
	chain->unheard++;
	if (chain->step == STEP_ASK) {
		chain->step = STEP_AGAIN;
	} else if (chain->step == STEP_CONTROL) {
		chain->state = OFFERED_ACCEPTED;
		chain_stop(
			chain, "the server drops hellos that it took before");
	} else if (chain->found_count && chain->question->strike != ASK_ORDER) {
		chain->step = STEP_CONTROL;
	} else {
		chain->dropped = true;
		chain_stop(chain, "the server drops these hellos");
	}
}

/* The same, where one hello is all: some servers drop what they do not
 * tolerate. */
static void hear_trait_drop(struct chain *chain)
{
	chain->unheard++;
	if (chain->step == STEP_ASK) {
		chain->step = STEP_AGAIN;
		return;
	}
	chain->traits[chain->question->trait] =
		chain->question->trait == TRAIT_RENEGOTIATION ||
				chain->question->trait == TRAIT_FALLBACK
			? OFFERED_UNKNOWN
			: OFFERED_REFUSED;
	chain_stop(chain, "the server drops these hellos");
}

void chain_heard(struct chain *chain, enum status status,
	const struct hello_answer *answer)
{
	enum hello_result result = answer ? answer->result : HELLO_NOTHING;

	if (chain->step == STEP_OVER)
		return;
	if (status == ST_THROTTLED || status == ST_REFUSED) {
		chain->unheard++;
		chain_stop(chain, "the server asks for fewer connections");
	} else if (chain->question->strike == STRIKE_NOTHING &&
		   (result == HELLO_CHOSEN || result == HELLO_RETRY ||
			   result == HELLO_ALERTED)) {
		hear_trait(chain, answer);
	} else if (result == HELLO_CHOSEN || result == HELLO_RETRY) {
		if (answer->version == wire_versions[chain->question->version])
			hear_choice(chain, answer);
		else if (!chain->found_count)
			end_refused(chain);
		else
			chain_stop(chain, "the server changed the version");
	} else if (result == HELLO_ALERTED && chain->step == STEP_CONTROL) {
		chain_stop(chain, "the server refuses what it took before");
	} else if (result == HELLO_ALERTED) {
		end_refused(chain);
	} else if (answer && (status == ST_EOF || status == ST_RESET) &&
		   result == HELLO_NOTHING) {
		if (chain->question->strike == STRIKE_NOTHING)
			hear_trait_drop(chain);
		else
			hear_drop(chain);
	} else {
		chain->unheard++;
		if (chain->step == STEP_ASK)
			chain->step = STEP_AGAIN;
		else
			chain_stop(chain, "no answer came");
	}
}

/* What the chains found, put together. */

static void add_numbers(struct arena *arena, struct offered_list *list,
	const struct chain *chain)
{
	uint16_t *all = arena_alloc(
		arena, (list->count + chain->found_count + 1) * sizeof(*all));

	if (list->count)
		memcpy(all, list->numbers, list->count * sizeof(*all));
	for (size_t i = 0; i < chain->found_count; i++)
		all[list->count + i] = chain->found[i];
	list->numbers = all;
	list->count += chain->found_count;
	/* Whole only if every chain of the list is. */
	list->whole = chain->whole && (list->whole || !list->asked);
	list->asked = true;
	if (!chain->whole && !list->gap)
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

static void tell_primes(const struct chain *chain, struct offered_facts *facts)
{
	for (size_t i = 0; i < chain->prime_count; i++)
		if (facts->prime_count < OFFERED_PRIMES)
			facts->primes[facts->prime_count++] = chain->primes[i];
}

void chain_tell(const struct chain *chain, struct offered_facts *facts)
{
	struct offered_version *version;

	facts->hellos += chain->hellos;
	facts->unheard += chain->unheard;
	facts->wants_certificate |= chain->wants_certificate;
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
	for (int v = 0; accepted && v < TLS_VERSION_COUNT; v++) {
		struct offered_version *version = &facts->versions[v];

		if (version->state != OFFERED_UNKNOWN || !version->dropped)
			continue;
		version->state = OFFERED_REFUSED;
	}
}
