/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as a list of revoked certificates. Whatever an unknown issuer says
 * of a certificate does not count. */

#include "net/revocation/crl.h"
#include "net/tls.h"
#include "tests/fuzz/fuzz.h"

#include <gnutls/abstract.h>

static struct crl_question question = {.now_s = 1800000000};

static gnutls_x509_crt_t make_certificate(gnutls_x509_privkey_t key)
{
	static const unsigned char serial[] = {1, 2, 3};
	gnutls_x509_crt_t certificate;

	FUZZ_HOLDS(gnutls_x509_crt_init(&certificate) >= 0);
	FUZZ_HOLDS(gnutls_x509_crt_set_version(certificate, 3) >= 0);
	FUZZ_HOLDS(gnutls_x509_crt_set_dn(certificate, "CN=ca", NULL) >= 0);
	FUZZ_HOLDS(gnutls_x509_crt_set_key(certificate, key) >= 0);
	FUZZ_HOLDS(gnutls_x509_crt_set_serial(
			   certificate, serial, sizeof(serial)) >= 0);
	gnutls_x509_crt_set_activation_time(certificate, 1700000000);
	gnutls_x509_crt_set_expiration_time(certificate, 1900000000);
	FUZZ_HOLDS(gnutls_x509_crt_sign2(certificate, certificate, key,
			   GNUTLS_DIG_SHA256, 0) >= 0);
	return certificate;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	gnutls_x509_privkey_t key;

	(void)argc;
	(void)argv;
	FUZZ_HOLDS(tls_library_init());
	FUZZ_HOLDS(gnutls_x509_privkey_init(&key) >= 0);
	FUZZ_HOLDS(gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
			   GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1),
			   0) >= 0);
	question.leaf = question.issuer = make_certificate(key);
	gnutls_x509_privkey_deinit(key);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crl_answer answer;

	FUZZ_HOLDS(crl_judge((struct octets){data, size}, &question, &answer));
	return 0;
}
