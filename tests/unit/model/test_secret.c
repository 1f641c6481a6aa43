/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Octets that are to be kept from others, and their base64. */
#include "tests/unit/unit.h"

#include "model/login/secret.h"
#include "model/table.h"

#include <string.h>

static struct octets octets_of(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

/* RFC 4648 section 10. */
static void test_base64(void **state)
{
	static const char *const pairs[][2] = {{"", ""}, {"f", "Zg=="},
		{"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="},
		{"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"},
		{"\xff\xfe\xfb\xef", "//777w=="}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		struct secret *coded =
			secret_new(secret_base64_length(strlen(pairs[i][0])));
		struct secret *back;

		secret_add_base64(coded, octets_of(pairs[i][0]));
		assert_string_equal(secret_text(coded), pairs[i][1]);
		back = secret_from_base64(octets_of(pairs[i][1]));
		assert_non_null(back);
		assert_string_equal(secret_text(back), pairs[i][0]);
		assert_int_equal(
			secret_octets(back).length, strlen(pairs[i][0]));
		secret_free(back);
		secret_free(coded);
	}
}

static void test_no_base64(void **state)
{
	static const char *const texts[] = {
		"Z", "Zg", "Zg=", "Z===", "====", "Zm9v!", "Zm 9", "Zm9vYg=a"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_null(secret_from_base64(octets_of(texts[i])));
}

static void test_wipe(void **state)
{
	struct secret *secret = secret_new(16);
	const unsigned char *data;

	(void)state;
	secret_add_text(secret, "open ");
	secret_add_text(secret, "sesame");
	assert_string_equal(secret_text(secret), "open sesame");
	data = secret_octets(secret).data;
	secret_wipe(secret);
	for (size_t i = 0; i < 16; i++)
		assert_int_equal(data[i], 0);
	assert_int_equal(secret_octets(secret).length, 0);
	secret_free(secret);
	secret_free(NULL);
	secret_wipe(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_no_base64),
		cmocka_unit_test(test_wipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
