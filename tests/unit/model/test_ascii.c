/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/ascii.h"
#include "tests/unit/unit.h"

#include <string.h>

#define OCTETS(text)                                                           \
	((struct octets){(const unsigned char *)(text), sizeof(text) - 1})

static void test_classes(void **state)
{
	(void)state;
	for (int octet = -128; octet < 256; octet++) {
		bool lower = octet >= 'a' && octet <= 'z';
		bool upper = octet >= 'A' && octet <= 'Z';
		bool digit = octet >= '0' && octet <= '9';

		assert_int_equal(ascii_is_letter(octet), lower || upper);
		assert_int_equal(ascii_is_digit(octet), digit);
		assert_int_equal(
			ascii_is_alphanumeric(octet), lower || upper || digit);
		assert_int_equal(ascii_is_space(octet),
			octet > 0 && strchr(" \t\n\v\f\r", octet) != NULL);
		assert_int_equal(
			ascii_to_lower(octet), upper ? octet + 32 : octet);
		assert_int_equal(
			ascii_to_upper(octet), lower ? octet - 32 : octet);
	}
}

static void test_strings(void **state)
{
	(void)state;
	assert_int_equal(ascii_compare("IMAPS", "imaps"), 0);
	assert_true(ascii_compare("imap", "IMAPS") < 0);
	assert_true(ascii_compare("imaps", "IMAP") > 0);
	assert_true(ascii_compare("a\xe9", "a\xc9") != 0);
	assert_true(ascii_compare("[", "{") != 0); /* 32 apart, no letters */
	assert_true(ascii_compare("", "a") < 0);
	assert_int_equal(ascii_compare_n("TLSv1.2", "tls", 3), 0);
	assert_int_equal(ascii_compare_n("TLS", "tls", 9), 0);
	assert_int_equal(ascii_compare_n("a", "b", 0), 0);
	assert_string_equal(ascii_find("RSA-SHA1 or so", "sha1"), "SHA1 or so");
	assert_null(ascii_find("RSA-SHA", "sha1"));
	assert_string_equal(ascii_find("aaab", "AAB"), "aab");
	assert_string_equal(ascii_find("a", ""), "a");
}

static void test_octets(void **state)
{
	struct octets text = OCTETS(" \tSTARTTLS  now");

	(void)state;
	assert_true(ascii_equals(ascii_take_word(&text), "StartTLS"));
	assert_true(ascii_equals(ascii_take_word(&text), "NOW"));
	assert_int_equal(ascii_take_word(&text).length, 0);
	assert_true(ascii_begins(OCTETS("AUTH=PLAIN"), "auth="));
	assert_false(ascii_begins(OCTETS("AUTH"), "auth="));
	assert_true(ascii_begins(OCTETS(""), ""));
	assert_false(ascii_equals(OCTETS("OKAY"), "OK"));
	assert_false(ascii_equals(OCTETS("OK\0"), "OK"));
}

/* A name is not cut short by a NUL (as in CVE-2009-2408). */
static void test_same(void **state)
{
	(void)state;
	assert_true(ascii_same(OCTETS("Mail.Test"), OCTETS("mAIL.tEST")));
	assert_false(ascii_same(OCTETS("mail.test"), OCTETS("mail.test.")));
	assert_false(ascii_same(OCTETS("a\0b"), OCTETS("a\0c")));
	assert_true(ascii_same(OCTETS("a\0b"), OCTETS("A\0B")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classes),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_octets),
		cmocka_unit_test(test_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
