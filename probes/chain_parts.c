/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/chain_parts.h"

#include "model/tls/cipher_suite.h"
#include "net/hello/prime.h"
#include "net/x509/certificate.h"

#include <assert.h>
#include <string.h>

unsigned chain_wire_version(enum tls_version version)
{
	static const uint16_t numbers_of[TLS_VERSION_COUNT] = {
		[TLS_SSL3] = HELLO_SSL_3,
		[TLS_1_0] = HELLO_TLS_1_0,
		[TLS_1_1] = HELLO_TLS_1_1,
		[TLS_1_2] = HELLO_TLS_1_2,
		[TLS_1_3] = HELLO_TLS_1_3,
	};
	static_assert(CHAIN_COUNT(numbers_of) == TLS_VERSION_COUNT,
		"a version's number");

	return numbers_of[version];
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

void chain_end_refused(struct chain *chain)
{
	chain->step = STEP_OVER;
	chain->whole = true;
	if (chain->state != OFFERED_ACCEPTED)
		chain->state = OFFERED_REFUSED;
}

void chain_end(struct chain *chain)
{
	if (!chain->left_count)
		chain_end_refused(chain);
}

#define GROUP_X25519 0x001d
#define NUMBERS_MOST 100

static struct hello_numbers count_numbers(const uint16_t *list)
{
	size_t count = 0;

	while (list && list[count] && count < NUMBERS_MOST)
		count++;
	return (struct hello_numbers){list, count};
}

struct hello chain_client_hello(
	const struct tls_client *client, const char *server_name)
{
	static const uint16_t versions[] = {
		HELLO_TLS_1_3, HELLO_TLS_1_2, HELLO_TLS_1_1, HELLO_TLS_1_0};
	struct hello hello = {
		.version = chain_wire_version(
			client->newest < TLS_1_2 ? client->newest : TLS_1_2),
		.suites = count_numbers(client->suites),
		.groups = count_numbers(client->groups),
		.signatures = count_numbers(client->signatures),
		.extensions = HELLO_RENEGOTIATION_INFO,
	};

	if (client->newest == TLS_1_3) {
		hello.versions = (struct hello_numbers){
			versions, (size_t)(TLS_1_3 - client->oldest) + 1};
		/* All of them have a key share of X25519, which many servers
		 * take before a group that they like better. */
		hello.share = GROUP_X25519;
	}
	if (!client->no_server_name) {
		hello.extensions |= HELLO_SERVER_NAME;
		hello.server_name = server_name;
	}
	if (client->groups)
		hello.extensions |= HELLO_POINT_FORMATS;
	if (client->newest >= TLS_1_2)
		hello.extensions |= HELLO_MASTER_SECRET | HELLO_STATUS_REQUEST;
	return hello;
}

/* What one hello asks that needs suites of its own, or whose answer is not
 * simply yes or no. */

#define ALERT_NO_APPLICATION_PROTOCOL 120

static bool has_hmac(const struct cipher_suite *suite)
{
	return suite && suite->version < TLS_1_3 &&
	       !(suite->flags & SUITE_AEAD) && suite->signer != SIGNER_NONE;
}

bool chain_carries_hmac(const struct chain *chain)
{
	for (size_t i = 0; i < chain->carrier_count; i++)
		if (!has_hmac(cipher_suite_find(chain->carriers[i])))
			return false;
	return true;
}

/* Only such a suite shows whether the server truncates HMACs, or encrypts
 * before it computes them. */
static void prefer_hmac(struct chain *chain)
{
	uint16_t suites[CHAIN_NUMBERS];
	size_t count = 0;

	for (size_t i = 0; i < chain->carrier_count; i++)
		if (has_hmac(cipher_suite_find(chain->carriers[i])))
			suites[count++] = chain->carriers[i];
	if (!count)
		return;
	memcpy(chain->carriers, suites, count * sizeof(suites[0]));
	chain->carrier_count = count;
}

/* Those that the server took, or all of them: it may have none. */
static void carry_hmac(struct chain *chain)
{
	size_t count = 0;

	prefer_hmac(chain);
	if (chain->carrier_count && chain_carries_hmac(chain))
		return;
	for (size_t i = 0; i < cipher_suite_count; i++) {
		const struct cipher_suite *suite = &cipher_suite_table[i];

		/* Some servers choose DHE, and then have no prime. */
		if (has_hmac(suite) && suite->version <= chain->version &&
			(suite->exchange == KX_ECDHE ||
				suite->exchange == KX_RSA))
			chain->carriers[count++] = suite->code;
	}
	chain->carrier_count = count;
}

/* For another name, or none, a server may have a certificate of another kind,
 * and other suites with it than those that it took. */
static void carry_others(struct chain *chain)
{
	for (size_t i = 0; i < cipher_suite_count; i++) {
		const struct cipher_suite *suite = &cipher_suite_table[i];
		const struct hello_numbers carriers = {
			chain->carriers, chain->carrier_count};

		/* Some servers choose DHE, and then have no prime. */
		if (suite->version > chain->version || !suite->code ||
			suite->signer == SIGNER_NONE ||
			(suite->exchange != KX_ECDHE &&
				suite->exchange != KX_RSA))
			continue;
		if (!hello_numbers_have(carriers, suite->code) &&
			chain->carrier_count < CHAIN_NUMBERS)
			chain->carriers[chain->carrier_count++] = suite->code;
	}
}

static bool is_about_names(const struct hello_question *question)
{
	return question->strike == TRY_TOLERANCE ||
	       (question->strike == STRIKE_NOTHING &&
		       (question->trait == TRAIT_NO_NAME ||
			       question->trait == TRAIT_STRANGE_NAME));
}

void chain_carry_trait(struct chain *chain)
{
	if (chain->version < TLS_1_3 && is_about_names(chain->question))
		carry_others(chain);
	if (chain->question->strike != STRIKE_NOTHING)
		return;
	if (chain->question->trait == TRAIT_TRUNCATED_HMAC)
		carry_hmac(chain);
	else if (chain->question->trait == TRAIT_RENEGOTIATION &&
		 !(chain->unsaid & HELLO_TRUNCATED_HMAC))
		prefer_hmac(chain);
}

void chain_say_trait(enum offered_trait trait, struct hello *hello)
{
	if (trait == TRAIT_TRUNCATED_HMAC)
		hello->extensions |= HELLO_TRUNCATED_HMAC;
	if (trait != TRAIT_ALPN_HTTP)
		return;
	hello->extensions |= HELLO_ALPN;
	hello->alpn = "http/1.1";
}

enum offered_state chain_hear_trait(
	enum offered_trait trait, const struct hello_answer *answer)
{
	bool chosen =
		answer->result == HELLO_CHOSEN || answer->result == HELLO_RETRY;

	/* Who takes no suite that has an HMAC cannot truncate one. */
	if (trait == TRAIT_TRUNCATED_HMAC)
		chosen &= (answer->extensions & HELLO_TRUNCATED_HMAC) != 0;
	if (trait == TRAIT_ALPN_HTTP && !chosen &&
		answer->alert != ALERT_NO_APPLICATION_PROTOCOL)
		return OFFERED_UNKNOWN;
	return chosen ? OFFERED_ACCEPTED : OFFERED_REFUSED;
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

/* Which client was shown the certificate of this answer; SHOWN_COUNT: none
 * of those. */
static enum offered_shown shown_to(
	const struct chain *chain, const struct hello_answer *answer)
{
	const struct cipher_suite *suite = cipher_suite_find(answer->suite);

	if (chain->question->strike == TRY_TOLERANCE ||
		(chain->question->strike == STRIKE_NOTHING &&
			chain->question->trait == TRAIT_NO_NAME))
		return SHOWN_NO_NAME;
	if (chain->question->strike == STRIKE_NOTHING &&
		chain->question->trait == TRAIT_STRANGE_NAME)
		return SHOWN_STRANGE_NAME;
	if (suite && suite->signer == SIGNER_RSA)
		return SHOWN_RSA;
	return suite && suite->signer == SIGNER_ECDSA ? SHOWN_ECDSA
						      : SHOWN_COUNT;
}

static void keep_certificate(
	struct chain *chain, const struct hello_answer *answer)
{
	enum offered_shown to = shown_to(chain, answer);

	if (!answer->certificate_count || to == SHOWN_COUNT ||
		chain->shown[to].length || chain->known->shown[to])
		return;
	chain->shown[to] = arena_octets(chain->arena,
		answer->certificates[0].data, answer->certificates[0].length);
}

static void keep_authorities(
	struct chain *chain, const struct hello_answer *answer)
{
	if (!answer->wants_certificate || chain->wants_certificate)
		return;
	chain->wants_certificate = true;
	chain->authorities_cut = answer->authorities_cut;
	chain->authorities = arena_alloc(chain->arena,
		(answer->authority_count + 1) * sizeof(*chain->authorities));
	for (size_t i = 0; i < answer->authority_count; i++)
		chain->authorities[chain->authority_count++] =
			certificate_name(chain->arena, answer->authorities[i]);
}

/* A server that gives a ticket need give no id beside it (RFC 5077 section
 * 3.4): only who asks for none is told whether there are ids. In TLS 1.3 an id
 * means nothing. */
static void keep_session_id(
	struct chain *chain, const struct hello_answer *answer)
{
	if (answer->version >= HELLO_TLS_1_3 ||
		(answer->extensions & HELLO_TICKET))
		return;
	if (answer->session_id)
		chain->session_id = OFFERED_ACCEPTED;
	else if (chain->session_id == OFFERED_NOT_ASKED)
		chain->session_id = OFFERED_REFUSED;
}

void chain_keep_shown(struct chain *chain, const struct hello_answer *answer)
{
	keep_session_id(chain, answer);
	if (answer->sentinel != SENTINEL_NONE)
		chain->sentinel = answer->sentinel;
	if (answer->prime.length)
		keep_prime(chain, answer->prime);
	keep_certificate(chain, answer);
	keep_authorities(chain, answer);
}

bool chain_may_lack_prime(const struct chain *chain)
{
	for (size_t i = 0; !chain->spared && i < chain->left_count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(chain->left[i]);

		if (suite && suite->exchange == KX_DHE &&
			(!chain->primed || (suite->flags & SUITE_EXPORT)))
			return true;
	}
	return false;
}

static bool may_share(const struct chain *chain, enum strike strike)
{
	return chain->question && chain->question->strike == strike &&
	       chain->step == STEP_ASK;
}

static bool has_same_carriers(
	const struct chain *chain, const struct chain *other)
{
	return chain->carrier_count == other->carrier_count &&
	       memcmp(chain->carriers, other->carriers,
		       chain->carrier_count * sizeof(chain->carriers[0])) == 0;
}

bool chain_may_join(const struct chain *chain, const struct chain *other)
{
	if (chain->version != other->version)
		return false;
	if (may_share(chain, STRIKE_SIGNATURES) &&
		may_share(other, STRIKE_SIGNATURES))
		return has_same_carriers(chain, other);
	return may_share(chain, STRIKE_SUITES) &&
	       may_share(other, STRIKE_SUITES) &&
	       chain->question->names_primes == other->question->names_primes &&
	       chain_may_lack_prime(chain) == chain_may_lack_prime(other);
}

bool chain_is_spared(const struct chain *chain)
{
	return chain->spared;
}

bool chain_has_left(const struct chain *chain, unsigned number)
{
	return hello_numbers_have(
		(struct hello_numbers){chain->left, chain->left_count}, number);
}

bool chain_has_offered(const struct chain *chain, unsigned number)
{
	const struct hello_numbers found = {chain->found + chain->said_count,
		chain->found_count - chain->said_count};

	return hello_numbers_have(found, number) ||
	       chain_has_left(chain, number);
}

void chain_say(struct chain *chain)
{
	chain->said_count = chain->found_count;
}

bool chain_has_settled(const struct chain *chain)
{
	return chain->step == STEP_ASK || chain->step == STEP_OVER;
}
