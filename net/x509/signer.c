/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/signer.h"

#include "model/memory.h"
#include "net/trust/pem_file.h"
#include "net/x509/signed_data.h"

#include <gnutls/abstract.h>
#include <gnutls/pkcs7.h>
#include <stdlib.h>
#include <string.h>

#define CERTIFICATES 8

struct signer {
	gnutls_privkey_t key;
	gnutls_x509_crt_t certificates[CERTIFICATES]; /* the signer's first */
	unsigned count;
};

static bool read_key(struct signer *signer, const gnutls_datum_t *pem,
	const char *password, const char **ret_problem)
{
	int error = gnutls_privkey_init(&signer->key);

	if (error == GNUTLS_E_SUCCESS)
		error = gnutls_privkey_import_x509_raw(signer->key, pem,
			GNUTLS_X509_FMT_PEM, password,
			password ? 0 : GNUTLS_PKCS_PLAIN);
	if (error == GNUTLS_E_SUCCESS)
		return true;
	*ret_problem = error == GNUTLS_E_DECRYPTION_FAILED
			       ? "its private key is encrypted; give the right "
				 "password in MAILSONDE_KEY_PASSWORD"
			       : "the file contains no readable private key in "
				 "PEM form";
	return false;
}

/* Whether the key is that of the first certificate. */
static bool key_fits(const struct signer *signer)
{
	unsigned char of_key[64], of_certificate[64];
	size_t key_length = sizeof(of_key);
	size_t certificate_length = sizeof(of_certificate);
	gnutls_pubkey_t public = NULL;
	bool fits;

	fits = gnutls_pubkey_init(&public) == 0 &&
	       gnutls_pubkey_import_privkey(public, signer->key, 0, 0) == 0 &&
	       gnutls_pubkey_get_key_id(public, GNUTLS_KEYID_USE_SHA256, of_key,
		       &key_length) == 0 &&
	       gnutls_x509_crt_get_key_id(signer->certificates[0],
		       GNUTLS_KEYID_USE_SHA256, of_certificate,
		       &certificate_length) == 0 &&
	       key_length == certificate_length &&
	       memcmp(of_key, of_certificate, key_length) == 0;
	if (public)
		gnutls_pubkey_deinit(public);
	return fits;
}

static bool read_certificates(struct signer *signer, const gnutls_datum_t *pem,
	const char **ret_problem)
{
	signer->count = CERTIFICATES;
	if (gnutls_x509_crt_list_import(signer->certificates, &signer->count,
		    pem, GNUTLS_X509_FMT_PEM, 0) < 1) {
		signer->count = 0;
		*ret_problem = "the file contains no certificate in PEM form, "
			       "or more than 8; the private key's certificate "
			       "must be the first";
		return false;
	}
	if (key_fits(signer))
		return true;
	*ret_problem = "the first certificate does not match the private key";
	return false;
}

void signer_free(struct signer *signer)
{
	if (!signer)
		return;
	if (signer->key)
		gnutls_privkey_deinit(signer->key);
	for (unsigned i = 0; i < signer->count; i++)
		gnutls_x509_crt_deinit(signer->certificates[i]);
	free(signer);
}

static gnutls_datum_t datum_of(struct octets octets)
{
	return (gnutls_datum_t){(unsigned char *)(uintptr_t)octets.data,
		(unsigned)octets.length};
}

/* RFC 8419 section 3.1 has EdDSA's own. */
static gnutls_digest_algorithm_t digest_of(const struct signer *signer)
{
	switch (gnutls_privkey_get_pk_algorithm(signer->key, NULL)) {
	case GNUTLS_PK_EDDSA_ED25519:
		return GNUTLS_DIG_SHA512;
	case GNUTLS_PK_EDDSA_ED448:
		return GNUTLS_DIG_SHAKE_256;
	default:
		return GNUTLS_DIG_SHA256;
	}
}

/* The signed attribute that names the certificate, so that nobody can put
 * another one with the same key in its place. */
static int make_attributes(const struct signer *signer, struct arena *arena,
	gnutls_pkcs7_attrs_t *ret_attributes)
{
	const struct octets binding =
		signed_data_write_binding(arena, signer->certificates[0]);
	gnutls_datum_t value = datum_of(binding);

	return gnutls_pkcs7_add_attr(
		ret_attributes, SIGNED_BINDING_OID, &value, 0);
}

static int sign(const struct signer *signer, struct arena *arena, bool timed,
	const gnutls_datum_t *content, gnutls_pkcs7_t pkcs7)
{
	gnutls_pkcs7_attrs_t attributes = NULL;
	int error = make_attributes(signer, arena, &attributes);

	for (unsigned i = 1; error >= 0 && i < signer->count; i++)
		error = gnutls_pkcs7_set_crt(pkcs7, signer->certificates[i]);
	if (error >= 0)
		error = gnutls_pkcs7_sign(pkcs7, signer->certificates[0],
			signer->key, content, attributes, NULL,
			digest_of(signer),
			GNUTLS_PKCS7_INCLUDE_CERT |
				(timed ? GNUTLS_PKCS7_INCLUDE_TIME : 0));
	if (attributes)
		gnutls_pkcs7_attrs_deinit(attributes);
	return error;
}

bool signer_sign(const struct signer *signer, struct arena *arena, bool timed,
	struct octets data, struct octets *ret_signature,
	const char **ret_problem)
{
	const gnutls_datum_t content = datum_of(data);
	gnutls_datum_t der = {NULL, 0};
	gnutls_pkcs7_t pkcs7 = NULL;
	int error = gnutls_pkcs7_init(&pkcs7);

	if (error >= 0)
		error = sign(signer, arena, timed, &content, pkcs7);
	if (error >= 0)
		error = gnutls_pkcs7_export2(pkcs7, GNUTLS_X509_FMT_DER, &der);
	if (error >= 0)
		*ret_signature = arena_octets(arena, der.data, der.size);
	else
		*ret_problem = gnutls_strerror(error);
	gnutls_free(der.data);
	if (pkcs7)
		gnutls_pkcs7_deinit(pkcs7);
	return error >= 0;
}

/* Nobody could rely on what it signs. */
static bool is_suitable(
	const struct signer *signer, int64_t now_s, const char **ret_problem)
{
	int64_t begin, end;

	*ret_problem =
		path_refuse_purpose(signer->certificates[0], PATH_SIGNING);
	if (*ret_problem)
		return false;
	if (path_key_is_short(signer->certificates[0]))
		*ret_problem = "the private key is too short; RSA needs 2048 "
			       "bits";
	else if (!path_dates(signer->certificates[0], &begin, &end))
		*ret_problem = "the validity dates of the certificate cannot "
			       "be read";
	else if (now_s > end)
		*ret_problem = "the certificate has expired";
	else if (now_s < begin)
		*ret_problem = "the certificate is not valid yet";
	return !*ret_problem;
}

/* The library cannot sign with every key that it can read. */
static bool can_sign(const struct signer *signer, const char **ret_problem)
{
	struct arena *arena = arena_new();
	struct octets signature;
	bool can = signer_sign(signer, arena, true,
		(struct octets){(const unsigned char *)"", 1}, &signature,
		ret_problem);

	arena_free(arena);
	if (!can)
		*ret_problem = "reports cannot be signed with a private key of "
			       "this type";
	return can;
}

struct signer *signer_new(const char *file, const char *password, int64_t now_s,
	const char **ret_problem)
{
	struct signer *signer = memory_calloc(1, sizeof(*signer));
	gnutls_datum_t pem;
	bool read = false;

	if (!pem_file_read(file, &pem)) {
		*ret_problem = "the file cannot be read";
	} else {
		read = read_key(signer, &pem, password, ret_problem) &&
		       read_certificates(signer, &pem, ret_problem) &&
		       is_suitable(signer, now_s, ret_problem) &&
		       can_sign(signer, ret_problem);
		gnutls_memset(pem.data, 0, pem.size);
		gnutls_free(pem.data);
	}
	if (read)
		return signer;
	signer_free(signer);
	return NULL;
}
