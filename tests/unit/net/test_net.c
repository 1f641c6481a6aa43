/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the network side reads from octets, apart from any connection. */

#include "tests/unit/unit.h"

#include "model/text/date.h"
#include "model/tls/cipher_suite.h"
#include "net/message.h"
#include "net/resolve.h"
#include "net/tls.h"
#include "net/x509/certificate.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text;
	int64_t seconds;
} dates[] = {
	{"220 a.outlook.office365.com Microsoft ESMTP MAIL Service ready at "
	 "Sun, 23 Nov 2025 11:12:20 +0000 [08DE2A6028D26C22]",
		1763896340},
	{"220 mx ESMTP Exim 4.96 Sun, 23 Nov 2025 12:12:20 +0100", 1763896340},
	{"220 mx ESMTP Sendmail 8.17; 23 Nov 2025 06:12:20 -0500 (EST)",
		1763896340},
	{"220 mx ready at 23 Nov 2025 11:12:20 GMT", 1763896340},
	{"220 mx ESMTP Postfix", 0},
	{"", 0},
	{"220 mx 23 Nov 2025 11:12:20", 0},
	{"220 mx 23 Nox 2025 11:12:20 +0000", 0},
	{"220 mx 99 Nov 2025 11:12:20 +0000", 0},
	{"220 mx 23 Nov 2025 25:12:20 +0000", 0},
	{"220 mx 23 Nov 2025 11:12:20 +9900", 0},
	{"220 mx 23 Nov 1025 11:12:20 +0000", 0},
};

static void test_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		struct octets text = {(const unsigned char *)dates[i].text,
			strlen(dates[i].text)};

		if (date_find(text) != dates[i].seconds)
			fail_msg("'%s': %lld", dates[i].text,
				(long long)date_find(text));
	}
}

static void test_records(void **state)
{
	static const unsigned char hello_1_0[] = {
		22, 3, 1, 0, 50, 2, 0, 0, 46, 3, 1};
	static const unsigned char alert[] = {21, 3, 1, 0, 2, 2, 70};

	(void)state;
	assert_true(tls_looks_like_record(hello_1_0, sizeof(hello_1_0)));
	assert_true(tls_looks_like_record(alert, sizeof(alert)));
	assert_true(tls_looks_like_record(alert, 1));
	assert_false(tls_looks_like_record(alert, 0));
	assert_false(tls_looks_like_record((const unsigned char *)"* OK", 4));
	assert_false(tls_looks_like_record((const unsigned char *)"\x16OK", 3));
	assert_false(tls_looks_like_record(
		(const unsigned char *)"\x15\x03\x09", 3));
	assert_int_equal(
		tls_version_of_hello(hello_1_0, sizeof(hello_1_0)), TLS_1_0);
	assert_int_equal(tls_version_of_hello(hello_1_0, 10), TLS_NONE);
	assert_int_equal(tls_version_of_hello(alert, sizeof(alert)), TLS_NONE);
}

static void test_suites(void **state)
{
	(void)state;
	assert_string_equal(
		cipher_suite_name(0x1301), "TLS_AES_128_GCM_SHA256");
	assert_string_equal(cipher_suite_name(0xc02f),
		"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	assert_null(cipher_suite_name(0x0a0a));
}

static void test_addresses(void **state)
{
	struct address address;
	char text[64];

	(void)state;
	assert_true(address_parse("192.0.2.1", &address));
	address_format(&address, text, sizeof(text));
	assert_string_equal(text, "192.0.2.1");
	assert_true(address_parse("2001:db8::1", &address));
	address_format(&address, text, sizeof(text));
	assert_string_equal(text, "2001:db8::1");
	assert_false(address_parse("localhost", &address));
	assert_false(address_parse("", &address));
}

#define BODY(...)                                                              \
	(struct octets)                                                        \
	{                                                                      \
		(const unsigned char[]){__VA_ARGS__},                          \
			sizeof((const unsigned char[]){__VA_ARGS__})           \
	}
#define ZEROS_8 0, 0, 0, 0, 0, 0, 0, 0
#define HELLO_HEAD 3, 3, ZEROS_8, ZEROS_8, ZEROS_8, ZEROS_8, 0, 0xc0, 0x2f, 0

/* SHA-256 of the octets 1 2 3 and of the octet 4. */
#define KEY_123                                                                \
	"039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"
#define KEY_4 "e52d9c508c502347344d8c07ad91cbd6068afc75ff6292f062a09ca381c89e71"

static void test_hello(void **state)
{
	struct tls_facts tls = {0};

	(void)state;
	message_keep_hello(
		BODY(HELLO_HEAD, 0, 8, 0, 11, 0, 4, 3, 0, 1, 2), &tls);
	assert_int_equal(tls.point_formats, 7);
	assert_false(tls.key_share);
	tls = (struct tls_facts){0};
	message_keep_hello(BODY(HELLO_HEAD, 0, 17, 0, 43, 0, 2, 3, 4, 0, 51, 0,
				   7, 0, 29, 0, 3, 1, 2, 3),
		&tls);
	assert_true(tls.key_share);
	assert_string_equal(tls.server_key, KEY_123);
	/* A HelloRetryRequest names a group and has no key. */
	tls = (struct tls_facts){0};
	message_keep_hello(BODY(HELLO_HEAD, 0, 6, 0, 51, 0, 2, 0, 29), &tls);
	assert_false(tls.key_share);
}

static void test_keys(void **state)
{
	struct tls_facts tls = {0};

	(void)state;
	message_keep_key(BODY(3, 0, 29, 3, 1, 2, 3, 9, 9), true, &tls);
	assert_string_equal(tls.server_key, KEY_123);
	message_keep_key(
		BODY(0, 2, 23, 23, 0, 1, 5, 0, 1, 4, 9, 9), false, &tls);
	assert_string_equal(tls.server_key, KEY_4);
	/* An explicit curve is none that can be told apart. */
	tls = (struct tls_facts){0};
	message_keep_key(BODY(1, 0, 29, 3, 1, 2, 3), true, &tls);
	assert_string_equal(tls.server_key, "");
}

static void test_tickets(void **state)
{
	struct tls_facts tls = {0};

	(void)state;
	message_keep_ticket(BODY(0, 0, 28, 32, 0, 2, 7, 7), false, &tls);
	assert_true(tls.tickets);
	assert_int_equal(tls.ticket_lifetime_s, 7200);
	tls = (struct tls_facts){0};
	message_keep_ticket(BODY(0, 0, 28, 32, 0, 0), false, &tls);
	assert_false(tls.tickets);
	message_keep_ticket(BODY(0, 1, 0, 0, 9, 9, 9, 9, 1, 5, 0, 1, 7, 0, 8, 0,
				    42, 0, 4, 0, 0, 0x40, 0),
		true, &tls);
	assert_true(tls.tickets);
	assert_int_equal(tls.ticket_lifetime_s, 65536);
	assert_int_equal(tls.max_early_data, 16384);
}

static void test_request(void **state)
{
	/* Signature algorithms, and the names "CN=a" and "CN=b". */
	static const unsigned char body[] = {0, 0, 48, 0, 13, 0, 4, 0, 2, 8, 4,
		0, 47, 0, 36, 0, 34, 0, 14, 48, 12, 49, 10, 48, 8, 6, 3, 85, 4,
		3, 12, 1, 'a', 0, 16, 48, 14, 49, 12, 48, 10, 6, 3, 85, 4, 3,
		12, 3, 'b', 'c', 'd'};

	(void)state;
	for (size_t length = 0; length <= sizeof(body); length++) {
		struct arena *arena = arena_new();
		unsigned char *cut = malloc(length + 1);
		struct tls_facts tls = {0};

		assert_non_null(cut);
		memcpy(cut, body, length);
		message_keep_request((struct octets){cut, length}, arena, &tls);
		free(cut);
		assert_int_equal(
			tls.authority_count, length == sizeof(body) ? 2 : 0);
		if (tls.authority_count)
			assert_memory_equal(
				tls.authorities[1].data, "CN=bcd", 6);
		assert_false(tls.authorities_cut);
		arena_free(arena);
	}
}

/* Of names that are long all in all, the first ones are kept. */
static void test_long_request(void **state)
{
	/* "CN=", and 6,000 octets of text */
	static const unsigned char head[] = {0x30, 0x82, 0x17, 0x7b, 0x31, 0x82,
		0x17, 0x77, 0x30, 0x82, 0x17, 0x73, 6, 3, 85, 4, 3, 12, 0x82,
		0x17, 0x6a};
	enum {
		NAME = sizeof(head) + 0x176a,
		NAMES = 5,
		LIST = NAMES * (NAME + 2)
	};
	static unsigned char body[9 + LIST];
	struct arena *arena = arena_new();
	struct tls_facts tls = {0};
	unsigned char *at = body;

	(void)state;
	*at++ = 0;
	*at++ = (LIST + 6) >> 8;
	*at++ = (LIST + 6) & 0xff;
	*at++ = 0;
	*at++ = 47;
	*at++ = (LIST + 2) >> 8;
	*at++ = (LIST + 2) & 0xff;
	*at++ = LIST >> 8;
	*at++ = LIST & 0xff;
	for (int i = 0; i < NAMES; i++) {
		*at++ = NAME >> 8;
		*at++ = NAME & 0xff;
		memcpy(at, head, sizeof(head));
		memset(at + sizeof(head), 'a', NAME - sizeof(head));
		at += NAME;
	}
	message_keep_request((struct octets){body, sizeof(body)}, arena, &tls);
	assert_int_equal(tls.authority_count, 2);
	assert_int_equal(tls.authorities[1].length, 3 + 0x176a);
	assert_true(tls.authorities_cut);
	arena_free(arena);
}

/* A name of 300 attributes is not for the library. */
static void test_long_name(void **state)
{
	static const unsigned char attribute[] = {
		49, 10, 48, 8, 6, 3, 85, 4, 3, 12, 1, 'a'};
	unsigned char name[4 + 300 * sizeof(attribute)] = {
		48, 0x82, 0x0e, 0x10};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < 300; i++)
		memcpy(name + 4 + i * sizeof(attribute), attribute,
			sizeof(attribute));
	assert_int_equal(
		certificate_name(arena, (struct octets){name, sizeof(name)})
			.length,
		0);
	name[2] = 0;
	name[3] = 240;
	assert_int_equal(
		certificate_name(arena, (struct octets){name, 244}).length,
		20 * 5 - 1);
	arena_free(arena);
}

/* However a message is cut off, what is not there is not read. */
static void test_cut_messages(void **state)
{
	static const unsigned char hello[] = {HELLO_HEAD, 0, 19, 0, 11, 0, 4, 3,
		0, 1, 2, 0, 51, 0, 7, 0, 29, 0, 3, 1, 2, 3};
	static const unsigned char key[] = {0, 2, 23, 23, 0, 1, 5, 0, 1, 4};
	static const unsigned char ticket[] = {0, 1, 0, 0, 9, 9, 9, 9, 1, 5, 0,
		1, 7, 0, 8, 0, 42, 0, 4, 0, 0, 0x40, 0};

	(void)state;
	for (size_t length = 0; length < sizeof(hello); length++) {
		/* On the heap, for the sanitizers. */
		unsigned char *cut = malloc(length + 1);
		struct tls_facts tls = {0};

		assert_non_null(cut);
		memcpy(cut, hello, length);
		message_keep_hello((struct octets){cut, length}, &tls);
		assert_string_equal(tls.server_key, "");
		if (length < sizeof(key)) {
			memcpy(cut, key, length);
			message_keep_key(
				(struct octets){cut, length}, false, &tls);
			assert_string_equal(tls.server_key, "");
		}
		if (length < sizeof(ticket)) {
			memcpy(cut, ticket, length);
			message_keep_ticket(
				(struct octets){cut, length}, true, &tls);
			assert_int_equal(tls.max_early_data, 0);
		}
		free(cut);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_suites),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_hello),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_tickets),
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_long_request),
		cmocka_unit_test(test_long_name),
		cmocka_unit_test(test_cut_messages),
	};

	if (!tls_library_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
