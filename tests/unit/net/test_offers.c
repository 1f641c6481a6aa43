/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Every offer's ClientHello, octet by octet: it offers what its title says,
 * and nothing else. */

#include "tests/unit/unit.h"

#include "net/offer.h"
#include "net/tls.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* By the codes of IANA's registry, in ascending order. */
static const struct {
	const char *id;
	unsigned short codes[33];
} suites[] = {
	{"suites-ecdhe-aes-gcm", {0xc02b, 0xc02c, 0xc02f, 0xc030}},
	{"suites-ecdhe-chacha", {0xcca8, 0xcca9}},
	{"suites-ecdhe-ccm", {0xc0ac, 0xc0ad}},
	{"suites-ecdhe-ccm8", {0xc0ae, 0xc0af}},
	{"suites-ecdhe-cbc-sha2", {0xc023, 0xc024, 0xc027, 0xc028}},
	{"suites-ecdhe-cbc-sha1", {0xc009, 0xc00a, 0xc013, 0xc014}},
	{"suites-ecdhe-camellia", {0xc072, 0xc073, 0xc076, 0xc077, 0xc086,
					  0xc087, 0xc08a, 0xc08b}},
	{"suites-dhe",
		{0x0013, 0x0016, 0x0032, 0x0033, 0x0038, 0x0039, 0x0040, 0x0044,
			0x0045, 0x0066, 0x0067, 0x006a, 0x006b, 0x0087, 0x0088,
			0x009e, 0x009f, 0x00a2, 0x00a3, 0x00bd, 0x00be, 0x00c3,
			0x00c4, 0xc07c, 0xc07d, 0xc080, 0xc081, 0xc09e, 0xc09f,
			0xc0a2, 0xc0a3, 0xccaa}},
	{"suites-dhe-aes-gcm", {0x009e, 0x009f, 0x00a2, 0x00a3}},
	{"suites-dhe-chacha", {0xccaa}},
	{"suites-dhe-ccm", {0xc09e, 0xc09f}},
	{"suites-dhe-ccm8", {0xc0a2, 0xc0a3}},
	{"suites-dhe-cbc-sha2", {0x0040, 0x0067, 0x006a, 0x006b}},
	{"suites-dhe-cbc-sha1", {0x0032, 0x0033, 0x0038, 0x0039}},
	{"suites-dhe-camellia",
		{0x0044, 0x0045, 0x0087, 0x0088, 0x00bd, 0x00be, 0x00c3, 0x00c4,
			0xc07c, 0xc07d, 0xc080, 0xc081}},
	{"suites-rsa", {0x0004, 0x0005, 0x000a, 0x002f, 0x0035, 0x003c, 0x003d,
			       0x0041, 0x0084, 0x009c, 0x009d, 0x00ba, 0x00c0,
			       0xc07a, 0xc07b, 0xc09c, 0xc09d, 0xc0a0, 0xc0a1}},
	{"suites-rsa-aes-gcm", {0x009c, 0x009d}},
	{"suites-rsa-ccm", {0xc09c, 0xc09d}},
	{"suites-rsa-ccm8", {0xc0a0, 0xc0a1}},
	{"suites-rsa-cbc-sha2", {0x003c, 0x003d}},
	{"suites-rsa-cbc-sha1", {0x002f, 0x0035}},
	{"suites-rsa-camellia",
		{0x0041, 0x0084, 0x00ba, 0x00c0, 0xc07a, 0xc07b}},
	{"suites-3des", {0x000a, 0x0013, 0x0016, 0xc008, 0xc012}},
	{"suites-rc4", {0x0004, 0x0005, 0x0066, 0xc007, 0xc011}},
	{"suites-null", {0x0001, 0x0002, 0x003b, 0xc006, 0xc010}},
	{"suites-anonymous",
		{0x0018, 0x001b, 0x0034, 0x003a, 0x0046, 0x006c, 0x006d, 0x0089,
			0x00a6, 0x00a7, 0x00bf, 0x00c5, 0xc016, 0xc017, 0xc018,
			0xc019, 0xc084, 0xc085}},
	{"suite-c02f", {0xc02f}},
	{"suite-1301", {0x1301}},
	{"suite-1302", {0x1302}},
	{"suite-1303", {0x1303}},
	{"suite-1304", {0x1304}},
	{"suite-1305", {0x1305}},
};

/* Extensions (RFC 8446 section 4.2) whose lists are compared. */
enum {
	EXTENSION_GROUPS = 10,
	EXTENSION_SIGNATURES = 13,
	EXTENSION_VERSIONS = 43,
};

static const struct {
	const char *id;
	unsigned extension;
	unsigned short codes[8];
} lists[] = {
	{"group-secp192r1", EXTENSION_GROUPS, {19}},
	{"group-secp224r1", EXTENSION_GROUPS, {21}},
	{"group-secp256r1", EXTENSION_GROUPS, {23}},
	{"group-secp384r1", EXTENSION_GROUPS, {24}},
	{"group-secp521r1", EXTENSION_GROUPS, {25}},
	{"group-x25519", EXTENSION_GROUPS, {29}},
	{"group-x448", EXTENSION_GROUPS, {30}},
	{"group13-secp256r1", EXTENSION_GROUPS, {23}},
	{"group13-secp256r1", EXTENSION_VERSIONS, {0x304}},
	{"group-ffdhe2048", EXTENSION_GROUPS, {256}},
	{"group-ffdhe3072", EXTENSION_GROUPS, {257}},
	{"group-ffdhe4096", EXTENSION_GROUPS, {258}},
	{"signature-sha1", EXTENSION_SIGNATURES, {0x201, 0x202, 0x203}},
	{"signature-sha512", EXTENSION_SIGNATURES,
		{0x601, 0x603, 0x806, 0x80b}},
	{"suite-1301", EXTENSION_VERSIONS, {0x304}},
};

/* In the hello's order: who comes before whom. */
static const struct {
	const char *id;
	unsigned first, later;
} orders[] = {
	{"order-rsa-first", 0x009c, 0xc02b},
	{"order-rsa-first", 0x002f, 0xc02f},
	{"order-rsa-first", 0x002f, 0x009e},
	{"order-c02f-last", 0x002f, 0xc02f},
	{"order-c02f-last", 0xc013, 0xc02f},
	{"order-reversed", 0x0005, 0x000a},
	{"order-reversed", 0x000a, 0xc02f},
	{"order-reversed", 0xc027, 0xc02f},
	{"order-reversed", 0x009c, 0xc014},
};

struct hello {
	unsigned char octets[4096];
	size_t length;
};

static ssize_t push(
	gnutls_transport_ptr_t pointer, const void *data, size_t length)
{
	struct hello *hello = pointer;

	assert_true(length <= sizeof(hello->octets) - hello->length);
	memcpy(hello->octets + hello->length, data, length);
	hello->length += length;
	return (ssize_t)length;
}

/* The peer is gone before it answers. */
static ssize_t pull(gnutls_transport_ptr_t pointer, void *data, size_t size)
{
	(void)pointer;
	(void)data;
	(void)size;
	return 0;
}

static struct tls_context *context;

static struct hello make_hello(const char *id)
{
	struct hello hello = {0};
	gnutls_session_t session = tls_offer_session_new(
		context, offer_find(id), offer_table[offer_find(id)].versions);

	if (!session)
		fail_msg("%s: no session", id);
	gnutls_transport_set_ptr(session, &hello);
	gnutls_transport_set_push_function(session, push);
	gnutls_transport_set_pull_function(session, pull);
	assert_true(gnutls_handshake(session) < 0);
	gnutls_deinit(session);
	assert_true(hello.length > 9 && hello.octets[5] == 1);
	return hello;
}

static unsigned number(const unsigned char *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

/* Record and handshake headers, version and random come first, then the
 * session id, the suites, the compression methods and the extensions. */
static const unsigned char *find_suites(const struct hello *hello)
{
	const unsigned char *at = hello->octets + 5 + 4 + 2 + 32;

	return at + 1 + *at;
}

static const unsigned char *find_extension(
	const struct hello *hello, unsigned wanted)
{
	const unsigned char *at = find_suites(hello), *end;

	at += 2 + number(at);
	at += 1 + *at;
	end = at + 2 + number(at);
	for (at += 2; at < end; at += 4 + number(at + 2))
		if (number(at) == wanted)
			return at + 4;
	return NULL;
}

static int compare(const void *a, const void *b)
{
	return *(const unsigned short *)a - *(const unsigned short *)b;
}

/* The codes of `list`, of `octets` octets, sorted, are `wanted`. */
static void expect_codes(const char *id, const unsigned char *list,
	size_t octets, const unsigned short *wanted)
{
	unsigned short got[256];
	size_t count = 0;

	for (size_t i = 0; i + 1 < octets; i += 2)
		got[count++] = (unsigned short)number(list + i);
	qsort(got, count, sizeof(*got), compare);
	for (size_t i = 0; i < count; i++)
		if (got[i] != wanted[i])
			fail_msg("%s: %04x where %04x is due", id, got[i],
				wanted[i]);
	if (wanted[count])
		fail_msg("%s: no %04x", id, wanted[count]);
}

static void test_suites(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(suites) / sizeof(*suites); i++) {
		struct hello hello = make_hello(suites[i].id);
		const unsigned char *list = find_suites(&hello);

		expect_codes(
			suites[i].id, list + 2, number(list), suites[i].codes);
	}
}

static void test_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct hello hello = make_hello(lists[i].id);
		const unsigned char *list =
			find_extension(&hello, lists[i].extension);

		assert_non_null(list);
		if (lists[i].extension == EXTENSION_VERSIONS)
			expect_codes(
				lists[i].id, list + 1, *list, lists[i].codes);
		else
			expect_codes(lists[i].id, list + 2, number(list),
				lists[i].codes);
	}
}

static size_t place(const struct hello *hello, unsigned code)
{
	const unsigned char *list = find_suites(hello);
	size_t count = number(list) / 2;

	for (size_t i = 0; i < count; i++)
		if (number(list + 2 + 2 * i) == code)
			return i;
	fail_msg("no %04x is offered", code);
	return 0;
}

static void test_orders(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
		struct hello hello = make_hello(orders[i].id);

		if (place(&hello, orders[i].first) >=
			place(&hello, orders[i].later))
			fail_msg("%s: %04x is not before %04x", orders[i].id,
				orders[i].first, orders[i].later);
	}
}

/* An offer for old versions never shows a new one, and the reverse: the
 * highest version of the hello is the highest of the table's. */
static void test_versions(void **state)
{
	(void)state;
	for (int i = OFFER_NONE + 1; i < OFFER_COUNT; i++) {
		unsigned versions = offer_table[i].versions;
		struct hello hello;
		const unsigned char *list;

		if (!versions || !tls_can_offer(i))
			continue;
		hello = make_hello(offer_table[i].id);
		list = find_extension(&hello, EXTENSION_VERSIONS);
		if (!(versions & TLS_BIT(TLS_1_3))) {
			if (list && number(list + 1) == 0x304)
				fail_msg(
					"%s offers TLS 1.3", offer_table[i].id);
			continue;
		}
		assert_non_null(list);
		for (size_t k = 0; k < *list; k += 2) {
			unsigned version = number(list + 1 + k) - 0x301;

			if (version > 3 ||
				!(versions & TLS_BIT(TLS_1_0 + version)))
				fail_msg("%s offers version %04x",
					offer_table[i].id, version + 0x301);
		}
	}
}

/* What GnuTLS 3.7 cannot offer is told, and never guessed. */
static void test_possible(void **state)
{
	(void)state;
	for (int i = OFFER_NONE + 1; i < OFFER_COUNT; i++) {
		bool possible =
			strcmp(offer_table[i].id, "signature-sha224") != 0 &&
			!offer_table[i].by_hand;

		if (tls_can_offer(i) != possible)
			fail_msg("%s", offer_table[i].id);
	}
}

static int set_up(void **state)
{
	(void)state;
	if (!tls_library_init())
		return -1;
	context = tls_context_new(NULL);
	return context ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	tls_context_free(context);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_suites),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_possible),
	};

	return cmocka_run_group_tests_name("offers", tests, set_up, tear_down);
}
