/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the network side reads from octets, apart from any connection. */

#include "unit.h"

#include "net/resolve.h"
#include "net/tls.h"
#include "probes/date.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_suites),
		cmocka_unit_test(test_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
