/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A bundle of trust anchors gives the octets that GnuTLS finds in it. */

#include "tests/unit/unit.h"

#include "net/trust/anchors.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LONGEST 200

static void expect_anchors(
	const char *bundle, const unsigned char *der, size_t length)
{
	char path[] = "/tmp/mailsonde-anchors.XXXXXX";
	int fd = mkstemp(path);
	struct anchors anchors;
	size_t size = strlen(bundle);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bundle, size), size);
	close(fd);
	anchors_init(&anchors, path);
	anchors_open(&anchors);
	anchors_decode(&anchors, false);
	unlink(path);
	assert_int_equal(anchors.count, der ? 1 : 0);
	if (der) {
		assert_int_equal(anchors.ders[0].size, length);
		assert_memory_equal(anchors.ders[0].data, der, length);
	}
	anchors_clear(&anchors);
}

/* In lines of GnuTLS's, of another length, and with CRLF. */
static void test_lengths(void **state)
{
	unsigned char der[LONGEST];

	(void)state;
	for (unsigned i = 0; i < LONGEST; i++)
		der[i] = (unsigned char)(i * 91 + 7);
	for (unsigned length = 1; length <= LONGEST; length++) {
		const gnutls_datum_t octets = {der, length};
		gnutls_datum_t pem;
		char crlf[2 * LONGEST + 200];
		size_t used = 0;

		assert_int_equal(
			gnutls_pem_base64_encode2("CERTIFICATE", &octets, &pem),
			0);
		expect_anchors((const char *)pem.data, der, length);
		for (unsigned i = 0; i < pem.size; i++) {
			if (pem.data[i] == '\n')
				crlf[used++] = '\r';
			crlf[used++] = (char)pem.data[i];
		}
		crlf[used] = '\0';
		expect_anchors(crlf, der, length);
		gnutls_free(pem.data);
	}
}

#define BEGIN "-----BEGIN CERTIFICATE-----\n"
#define END "-----END CERTIFICATE-----\n"

/* What is no simple base64 is GnuTLS's to decode, or to refuse. */
static void test_odd(void **state)
{
	static const unsigned char abcdef[] = "abcdef";

	(void)state;
	expect_anchors("words\n" BEGIN "YWJj\nZGVm\n" END, abcdef, 6);
	expect_anchors(BEGIN "YWJjZ\nGVm\n" END, abcdef, 6);
	expect_anchors(BEGIN "YWJjZGVm\n\n\n" END, abcdef, 6);
	expect_anchors(BEGIN "YWJjZGU=\n" END, abcdef, 5);
	expect_anchors(BEGIN "YWJjZA==\n" END, abcdef, 4);
	expect_anchors(BEGIN "YWJj*GVm\n" END, NULL, 0);
	expect_anchors(BEGIN "YW=jZGVm\n" END, NULL, 0);
	expect_anchors(BEGIN END, NULL, 0);
	expect_anchors(BEGIN "YWJjZGVm\n", NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
