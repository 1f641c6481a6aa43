/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/served.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdint.h>
#include <string.h>

static gnutls_datum_t datum_of(const char *text)
{
	return (gnutls_datum_t){
		(unsigned char *)(uintptr_t)text, (unsigned)strlen(text)};
}

static const char *say_error(int error)
{
	switch (error) {
	case GNUTLS_E_SUCCESS:
		return NULL;
	case GNUTLS_E_CERTIFICATE_KEY_MISMATCH:
		return "the first certificate does not match the private key";
	case GNUTLS_E_DECRYPTION_FAILED:
		return "the private key is encrypted; only the file's "
		       "permissions can protect it";
	default:
		return "a certificate and its private key in PEM form were "
		       "expected";
	}
}

bool served_pair_fits(
	const char *chain, const char *key, const char **ret_problem)
{
	gnutls_datum_t chain_datum = datum_of(chain), key_datum = datum_of(key);
	gnutls_certificate_credentials_t credentials;
	int error = gnutls_certificate_allocate_credentials(&credentials);
	const char *problem = say_error(error);

	if (!problem) {
		error = gnutls_certificate_set_x509_key_mem2(credentials,
			&chain_datum, &key_datum, GNUTLS_X509_FMT_PEM, NULL, 0);
		problem = error < 0 ? say_error(error) : NULL;
		gnutls_certificate_free_credentials(credentials);
	}
	if (problem)
		*ret_problem = problem;
	return !problem;
}

bool served_has_anchors(const char *pem)
{
	gnutls_datum_t datum = datum_of(pem);
	gnutls_certificate_credentials_t credentials;
	int count;

	if (gnutls_certificate_allocate_credentials(&credentials) < 0)
		return false;
	count = gnutls_certificate_set_x509_trust_mem(
		credentials, &datum, GNUTLS_X509_FMT_PEM);
	gnutls_certificate_free_credentials(credentials);
	return count > 0;
}

bool served_client_is_trusted(void *session)
{
	gnutls_typed_vdata_st purpose = {
		.type = GNUTLS_DT_KEY_PURPOSE_OID,
		.data = (unsigned char *)(uintptr_t)GNUTLS_KP_TLS_WWW_CLIENT,
	};
	unsigned status, count = 0;

	return session && gnutls_certificate_get_peers(session, &count) &&
	       count > 0 &&
	       gnutls_certificate_verify_peers(session, &purpose, 1, &status) ==
		       0 &&
	       status == 0;
}
