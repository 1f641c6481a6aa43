/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a server offers in TLS: a block for each version, newest first. */

#include "reports/text/offered/offered.h"

#include "evidence/offered/weakness.h"
#include "model/text/builder.h"
#include "model/tls/cipher_suite.h"
#include "model/tls/numbers.h"
#include "reports/text/offered/meaning.h"
#include <assert.h>

#define LABEL 10 /* columns of the version's name */

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

const char *text_offer_version(struct arena *arena, enum tls_version version)
{
	return version == TLS_SSL3 ? "SSL 3.0"
				   : arena_printf(arena, "TLS %s",
					     tls_version_name(version));
}

const char *text_offer_state(enum offered_state state)
{
	static const char *const words[] = {
		[OFFERED_NOT_ASKED] = "not tested",
		[OFFERED_ACCEPTED] = "accepted",
		[OFFERED_REFUSED] = "refused",
		[OFFERED_UNKNOWN] = "not tested: the answers were inconclusive",
	};
	static_assert(
		COUNT_OF(words) == OFFERED_STATE_COUNT, "a state's words");

	return words[state];
}

const char *text_offer_order(const struct offered_version *offered)
{
	static const char *const words[] = {
		[ORDER_UNKNOWN] = "the order was not tested",
		[ORDER_SERVER] = "in the server's order",
		[ORDER_CLIENT] = "the client's order counts",
	};
	static_assert(COUNT_OF(words) == ORDER_COUNT, "an order's words");

	if (offered->order == ORDER_SERVER && offered->chacha_first)
		return "in the server's order, but ChaCha20 first for clients "
		       "that prefer it";
	return words[offered->order];
}

static void put_suite(const struct page *page, unsigned number)
{
	static const enum paint paints[] = {[WEAKNESS_NONE] = PAINT_NONE,
		[WEAKNESS_AGED] = PAINT_DOUBT,
		[WEAKNESS_BROKEN] = PAINT_BAD};
	const struct cipher_suite *suite = cipher_suite_find(number);
	const char *name = suite ? suite->name
				 : arena_printf(page->arena, "0x%04x", number);
	enum weakness weakness = WEAKNESS_NONE;
	const char *word = NULL;
	static_assert(COUNT_OF(paints) == WEAKNESS_COUNT, "a weakness' paint");

	if (suite)
		weakness = weakness_of(suite, &word);
	if (suite && suite->openssl_name)
		name = arena_printf(
			page->arena, "%s (%s)", name, suite->openssl_name);
	if (word)
		name = arena_printf(page->arena, "%s: %s", name, word);
	page_blanks(page, 2 + LABEL + 2);
	page_wrap(page, 2 + LABEL + 2, 2 + LABEL + 4, paints[weakness], name);
}

/* "x25519, secp256r1", with what keeps the list from being whole. */
const char *text_offer_list(struct arena *arena,
	const struct offered_list *list, const char *(*name_of)(unsigned))
{
	struct builder all = {.arena = arena};

	for (size_t i = 0; i < list->count; i++) {
		const char *name = name_of(list->numbers[i]);

		if (name)
			builder_item(&all, ", ", name);
		else
			builder_item_printf(
				&all, ", ", "0x%04x", list->numbers[i]);
	}
	if (!list->count && !list->whole)
		return list->gap ? arena_printf(
					   arena, "not tested: %s", list->gap)
				 : "not tested";
	if (!list->count)
		builder_add(&all, "none");
	if (!list->whole && list->gap)
		builder_printf(&all, "; perhaps more: %s", list->gap);
	return builder_text(&all);
}

static void put_list(const struct page *page, const char *label,
	const struct offered_list *list, const char *(*name_of)(unsigned))
{
	if (!list->asked)
		return;
	page_blanks(page, 2 + LABEL);
	page_label(page, 2 + LABEL, 12, PAINT_NONE, label,
		text_offer_list(page->arena, list, name_of));
}

static void put_version(const struct page *page, enum tls_version version,
	const struct offered_version *offered)
{
	const struct offered_list *suites = &offered->suites;
	const char *words = text_offer_state(offered->state);

	if (suites->count == 1)
		words = "1 cipher suite";
	else if (suites->count)
		words = arena_printf(page->arena, "%zu cipher suites, %s",
			suites->count, text_offer_order(offered));
	if (suites->count && !suites->whole && suites->gap)
		words = arena_printf(page->arena, "%s; perhaps more: %s", words,
			suites->gap);
	page_field(page, 2, LABEL, PAINT_STRONG,
		text_offer_version(page->arena, version), words);
	for (size_t i = 0; i < suites->count; i++)
		put_suite(page, suites->numbers[i]);
	if (offered->state == OFFERED_REFUSED)
		return;
	put_list(page, "Groups", &offered->groups, numbers_group_name);
	put_list(page, "Signatures", &offered->signatures,
		numbers_signature_name);
}

static const struct trait_words {
	enum offered_trait trait;
	const char *title;
	bool tolerance; /* else something that the server may have */
} trait_words[] = {
	{TRAIT_RENEGOTIATION, "secure renegotiation (RFC 5746)", false},
	{TRAIT_MASTER_SECRET, "extended master secret (RFC 7627)", false},
	{TRAIT_ENCRYPT_THEN_MAC, "encrypt-then-MAC (RFC 7366)", false},
	{TRAIT_TICKET, "session tickets (RFC 5077)", false},
	{TRAIT_SESSION_ID, "session ids (RFC 5246)", false},
	{TRAIT_STAPLE, "a stapled OCSP response", false},
	{TRAIT_SERVER_NAME, "SNI acknowledged", false},
	{TRAIT_ALPN, "the service's ALPN name", false},
	{TRAIT_FALLBACK, "downgrade signal (RFC 7507)", false},
	{TRAIT_SENTINEL, "downgrade sentinel (RFC 8446)", false},
	{TRAIT_COMPRESSION, "TLS compression (CRIME)", false},
	{TRAIT_HEARTBEAT, "heartbeat (RFC 6520)", false},
	{TRAIT_TRUNCATED_HMAC, "truncated HMAC (RFC 6066)", false},
	{TRAIT_ALPN_HTTP, "the ALPN name of HTTP", true},
	{TRAIT_UNKNOWN_VERSION, "hellos of an unknown version", true},
	{TRAIT_UNKNOWN_EXTENSION, "unknown extensions", true},
	{TRAIT_LONG_HELLO, "hellos of more than 512 octets", true},
	{TRAIT_FRAGMENTS, "hellos of several records", true},
	{TRAIT_NO_NAME, "hellos without SNI", true},
	{TRAIT_STRANGE_NAME, "SNI for a name it does not have", true},
};
#define TRAIT_ROWS (sizeof(trait_words) / sizeof(trait_words[0]))

const char *text_offer_trait(enum offered_trait trait)
{
	for (size_t i = 0; i < TRAIT_ROWS; i++)
		if (trait_words[i].trait == trait)
			return trait_words[i].title;
	return NULL;
}

const char *text_offer_traits(struct arena *arena,
	const struct offered_facts *offered, enum offered_state state,
	bool tolerance)
{
	const char *all = NULL;

	for (size_t i = 0; i < TRAIT_ROWS; i++)
		if (trait_words[i].tolerance == tolerance &&
			offered->traits[trait_words[i].trait] == state)
			all = all ? arena_printf(arena, "%s, %s", all,
					    trait_words[i].title)
				  : trait_words[i].title;
	return all;
}

const char *text_offer_trait_label(enum offered_state state, bool tolerance)
{
	switch (state) {
	case OFFERED_ACCEPTED:
		return tolerance ? "Tolerated" : "Supported";
	case OFFERED_REFUSED:
		return tolerance ? "Not tolerated" : "Not supported";
	default:
		return "No clear answer";
	}
}

static void put_traits(const struct page *page, const char *title,
	const struct offered_facts *offered, bool tolerance)
{
	bool any = false;

	for (int state = OFFERED_ACCEPTED; state < OFFERED_STATE_COUNT;
		state++) {
		const char *all = text_offer_traits(page->arena, offered,
			(enum offered_state)state, tolerance);

		if (!all)
			continue;
		if (!any)
			text_offered_begin(page, title);
		any = true;
		text_offered_row(page,
			tolerance && state == OFFERED_REFUSED ? PAINT_DOUBT
							      : PAINT_NONE,
			text_offer_trait_label(
				(enum offered_state)state, tolerance),
			all);
	}
}

static void put_primes(
	const struct page *page, const struct offered_facts *offered)
{
	const char *all = NULL;

	for (size_t i = 0; i < offered->prime_count; i++) {
		const struct offered_prime *prime = &offered->primes[i];
		const char *one = arena_printf(page->arena, "%u bits%s%s",
			prime->bits, prime->known ? ", " : "",
			prime->known ? prime->known : "");

		all = all ? arena_printf(page->arena, "%s; %s", all, one) : one;
	}
	if (all)
		page_field(page, 2, LABEL, PAINT_NONE, "DH primes", all);
}

const char *text_ssl2_words(
	struct arena *arena, const struct offered_facts *offered)
{
	if (offered->ssl2 != OFFERED_ACCEPTED)
		return text_offer_state(offered->ssl2);
	return arena_printf(arena, "accepted, %u kinds of cipher%s",
		offered->ssl2_suites,
		offered->ssl2_export ? ", of 40 bits, too" : "");
}

void text_offered(const struct page *page, const char *title,
	const struct endpoint_facts *facts)
{
	const struct offered_facts *offered = facts->offered;

	page_newline(page);
	page_wrap(page, 0, 0, PAINT_STRONG, title);
	for (int v = TLS_1_3; v >= TLS_SSL3; v--)
		put_version(page, (enum tls_version)v, &offered->versions[v]);
	page_field(page, 2, LABEL, PAINT_STRONG, "SSL 2.0",
		text_ssl2_words(page->arena, offered));
	put_primes(page, offered);
	put_traits(page, "Extensions and signals", offered, false);
	put_traits(page, "Tolerance", offered, true);
	text_offered_sessions(page, facts);
	text_offered_attacks(page, offered);
	text_offered_certificates(page, facts);
	text_offered_clients(page, offered);
	page_field(page, 2, LABEL, PAINT_FAINT, "Asked",
		arena_printf(page->arena,
			"%u connections, %u of them without an answer",
			offered->hellos, offered->unheard));
}
