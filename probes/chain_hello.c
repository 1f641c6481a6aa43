/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/chain_parts.h"

#include "net/hello/share.h"

#include <assert.h>
#include <string.h>

enum {
	FUTURE_VERSION = 0x0305,
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
		if (chain_is_about_tolerance(chain))
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
