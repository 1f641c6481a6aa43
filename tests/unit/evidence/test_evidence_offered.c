/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What hellos made by hand decide of the offers that rules rest on. */
#include "tests/unit/unit.h"

#include "evidence/offered/offered.h"
#include "model/table.h"

#include <string.h>

static uint16_t old_suites[] = {0x0001, 0x002f, 0xc013};
static uint16_t new_suites[] = {0xc02f, 0x009e, 0x000a};
static uint16_t suites_1_3[] = {0x1301};
static uint16_t curves[] = {0x001d, 0x0017};
static uint16_t hybrids[] = {0x11ec, 0x001d};
static uint16_t signatures[] = {0x0804, 0x0201};

#define WHOLE(list)                                                            \
	{                                                                      \
		.numbers = list, .count = COUNT_OF(list), .asked = true,       \
		.whole = true                                                  \
	}

/* All was asked; SSL 3.0 and TLS 1.0 are refused. */
static struct offered_facts all(void)
{
	return (struct offered_facts){
		.versions = {
			[TLS_SSL3] = {.state = OFFERED_REFUSED},
			[TLS_1_0] = {.state = OFFERED_REFUSED},
			[TLS_1_1] = {.state = OFFERED_ACCEPTED,
				.suites = WHOLE(old_suites)},
			[TLS_1_2] = {.state = OFFERED_ACCEPTED,
				.suites = WHOLE(new_suites),
				.groups = WHOLE(curves),
				.signatures = WHOLE(signatures)},
			[TLS_1_3] = {.state = OFFERED_ACCEPTED,
				.suites = WHOLE(suites_1_3),
				.groups = WHOLE(hybrids)},
		}};
}

static void expect(struct offered_facts *offered, const char *offer,
	enum offer_result wanted)
{
	struct endpoint_facts facts = {.offered = offered};
	enum offer_result got = offered_result(&facts, offer_find(offer));

	if (got != wanted)
		fail_msg("%s: %d, not %d", offer, (int)got, (int)wanted);
}

static void test_whole(void **state)
{
	static const char *const taken[] = {"suites-null", "suites-rsa",
		"suites-ecdhe-aes-gcm", "suites-ecdhe-cbc-sha1", "suites-dhe",
		"suites-3des", "suites-block-64", "suite-c02f", "suite-1301",
		"group-x25519", "group-hybrid", "signature-sha1"};
	static const char *const refused[] = {"suites-rc4", "suites-anonymous",
		"suites-export", "suites-des", "suites-static-dh",
		"suites-ecdhe-cbc-sha2", "suites-ecdhe-ccm", "suites-dhe-ccm8",
		"suites-rsa-aes-gcm", "suite-1302", "group-secp192r1",
		"group13-secp256r1", "group-ffdhe2048", "signature-sha224"};
	struct offered_facts offered = all();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(taken); i++)
		expect(&offered, taken[i], OFFER_ACCEPTED);
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		expect(&offered, refused[i], OFFER_REFUSED);
	expect(&offered, "sni-none", OFFER_NOT_ASKED);
}

/* One list with a gap leaves all open that it may still hold. */
static void test_gap(void **state)
{
	struct offered_facts offered = all();

	(void)state;
	offered.versions[TLS_1_1].suites.whole = false;
	expect(&offered, "suites-null", OFFER_ACCEPTED);
	expect(&offered, "suites-rc4", OFFER_NOT_ASKED);
	expect(&offered, "suite-1302", OFFER_REFUSED);
	offered.versions[TLS_SSL3].state = OFFERED_NOT_ASKED;
	offered.versions[TLS_1_1].suites.whole = true;
	expect(&offered, "suites-rc4", OFFER_NOT_ASKED);
	offered = all();
	offered.versions[TLS_1_2].state = OFFERED_UNKNOWN;
	expect(&offered, "suites-rc4", OFFER_NOT_ASKED);
	offered = all();
	offered.versions[TLS_1_2].groups.whole = false;
	expect(&offered, "group-secp192r1", OFFER_NOT_ASKED);
	expect(&offered, "group-ffdhe2048", OFFER_REFUSED);
	expect(&offered, "group-x25519", OFFER_ACCEPTED);
	/* It signed something, and so it signs with something. */
	offered = all();
	offered.versions[TLS_1_2].signatures.count = 0;
	expect(&offered, "signature-sha1", OFFER_NOT_ASKED);
}

/* Where nothing agrees on a group, there is none; and what is asked with TLS
 * 1.2 says nothing of a server of before. */
static void test_no_use(void **state)
{
	struct offered_facts offered = all();
	static uint16_t statics[] = {0x002f};

	(void)state;
	offered.versions[TLS_1_2] = (struct offered_version){
		.state = OFFERED_ACCEPTED, .suites = WHOLE(statics)};
	expect(&offered, "group-secp192r1", OFFER_REFUSED);
	expect(&offered, "signature-sha1", OFFER_REFUSED);
	offered.versions[TLS_1_2] =
		(struct offered_version){.state = OFFERED_REFUSED};
	expect(&offered, "group-secp192r1", OFFER_NOT_ASKED);
}

static void test_names(void **state)
{
	struct offered_facts offered = all();
	struct endpoint_facts facts = {.offered = &offered};
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(
		offered_taken(arena, &facts, offer_find("suites-rsa")),
		"TLS_RSA_WITH_NULL_MD5, TLS_RSA_WITH_AES_128_CBC_SHA, "
		"TLS_RSA_WITH_3DES_EDE_CBC_SHA");
	assert_null(offered_taken(arena, &facts, offer_find("suites-rc4")));
	assert_null(offered_taken(arena, &facts, offer_find("sni-none")));
	facts.offered = NULL;
	assert_null(offered_taken(arena, &facts, offer_find("suites-rsa")));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_gap),
		cmocka_unit_test(test_no_use),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
