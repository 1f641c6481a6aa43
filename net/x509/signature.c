/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/signature.h"

#include "model/memory.h"
#include "model/text/escape.h"
#include "net/x509/key_size.h"

#include <gnutls/abstract.h>
#include <gnutls/pkcs7.h>
#include <stdlib.h>
#include <string.h>

#define CERTIFICATES 8      /* of our own */
#define CERTIFICATES_MAX 32 /* in a signature */
#define SHOWN 200

struct signer {
	gnutls_privkey_t key;
	gnutls_x509_crt_t certificates[CERTIFICATES]; /* the signer's first */
	unsigned count;
};

static bool read_key(struct signer *signer, const gnutls_datum_t *pem,
	const char **ret_problem)
{
	const char *password = getenv("MAILSONDE_KEY_PASSWORD");
	int error = gnutls_privkey_init(&signer->key);

	if (error == GNUTLS_E_SUCCESS)
		error = gnutls_privkey_import_x509_raw(signer->key, pem,
			GNUTLS_X509_FMT_PEM, password,
			password ? 0 : GNUTLS_PKCS_PLAIN);
	unsetenv("MAILSONDE_KEY_PASSWORD");
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

struct signer *signer_new(const char *file, const char **ret_problem)
{
	struct signer *signer = memory_calloc(1, sizeof(*signer));
	gnutls_datum_t pem;
	bool read = false;
	int error = gnutls_load_file(file, &pem);

	if (error < 0) {
		*ret_problem = "the file cannot be read";
	} else {
		read = read_key(signer, &pem, ret_problem) &&
		       read_certificates(signer, &pem, ret_problem);
		gnutls_memset(pem.data, 0, pem.size);
		gnutls_free(pem.data);
	}
	if (read)
		return signer;
	signer_free(signer);
	return NULL;
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

bool signer_sign(const struct signer *signer, struct arena *arena, bool timed,
	struct octets data, struct octets *ret_signature,
	const char **ret_problem)
{
	const gnutls_datum_t content = datum_of(data);
	gnutls_datum_t der = {NULL, 0};
	gnutls_pkcs7_t pkcs7 = NULL;
	int error = gnutls_pkcs7_init(&pkcs7);

	for (unsigned i = 1; error >= 0 && i < signer->count; i++)
		error = gnutls_pkcs7_set_crt(pkcs7, signer->certificates[i]);
	if (error >= 0)
		error = gnutls_pkcs7_sign(pkcs7, signer->certificates[0],
			signer->key, &content, NULL, NULL, GNUTLS_DIG_SHA256,
			GNUTLS_PKCS7_INCLUDE_CERT |
				(timed ? GNUTLS_PKCS7_INCLUDE_TIME : 0));
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

/* The certificate among those in the signature that it was made with. */
static gnutls_x509_crt_t find_signer(
	gnutls_pkcs7_t pkcs7, const gnutls_datum_t *content, int *ret_error)
{
	gnutls_x509_crt_t certificate;
	gnutls_datum_t der;

	*ret_error = GNUTLS_E_NO_CERTIFICATE_FOUND;
	for (int i = 0; i < gnutls_pkcs7_get_crt_count(pkcs7); i++) {
		if (gnutls_pkcs7_get_crt_raw2(pkcs7, (unsigned)i, &der) < 0)
			continue;
		if (gnutls_x509_crt_init(&certificate) < 0)
			certificate = NULL;
		if (certificate && gnutls_x509_crt_import(certificate, &der,
					   GNUTLS_X509_FMT_DER) >= 0)
			*ret_error = gnutls_pkcs7_verify_direct(
				pkcs7, certificate, 0, content, 0);
		gnutls_free(der.data);
		if (certificate && *ret_error >= 0)
			return certificate;
		if (certificate)
			gnutls_x509_crt_deinit(certificate);
	}
	return NULL;
}

static void tell_signer(struct arena *arena, gnutls_pkcs7_t pkcs7,
	gnutls_x509_crt_t certificate, struct signature_facts *facts)
{
	gnutls_pkcs7_signature_info_st info;
	gnutls_datum_t name = {NULL, 0};

	if (gnutls_x509_crt_get_dn3(certificate, &name, 0) >= 0)
		facts->signer = escape_excerpt(
			arena, (struct octets){name.data, name.size}, SHOWN);
	gnutls_free(name.data);
	if (gnutls_pkcs7_get_signature_info(pkcs7, 0, &info) >= 0) {
		if (info.signing_time != (time_t)-1)
			facts->time_s = info.signing_time;
		gnutls_pkcs7_signature_info_deinit(&info);
	}
}

static bool is_trusted(gnutls_pkcs7_t pkcs7, gnutls_x509_trust_list_t anchors,
	const gnutls_datum_t *content, unsigned flags)
{
	return gnutls_pkcs7_verify(
		       pkcs7, anchors, NULL, 0, 0, content, flags) >= 0;
}

static enum signature_result check_trust(gnutls_pkcs7_t pkcs7,
	const gnutls_datum_t *content, const char *ca_file,
	struct signature_facts *facts)
{
	gnutls_x509_trust_list_t anchors = NULL;
	bool trusted = false;
	int count = -1;

	if (gnutls_x509_trust_list_init(&anchors, 0) >= 0)
		count = ca_file ? gnutls_x509_trust_list_add_trust_file(anchors,
					  ca_file, NULL, GNUTLS_X509_FMT_PEM, 0,
					  0)
				: gnutls_x509_trust_list_add_system_trust(
					  anchors, 0, 0);
	if (count > 0) {
		trusted = is_trusted(pkcs7, anchors, content, 0);
		if (!trusted)
			trusted = facts->expired = is_trusted(pkcs7, anchors,
				content, GNUTLS_VERIFY_DISABLE_TIME_CHECKS);
	}
	if (anchors)
		gnutls_x509_trust_list_deinit(anchors, 1);
	if (trusted)
		return SIGNATURE_GOOD;
	facts->problem =
		count > 0 ? "the signer is not trusted"
			  : "there are no trust anchors to check the signer "
			    "against";
	return SIGNATURE_UNTRUSTED;
}

/* What is in it may not take minutes to compute with. */
static const char *refuse_certificates(
	struct arena *arena, gnutls_pkcs7_t pkcs7)
{
	int count = gnutls_pkcs7_get_crt_count(pkcs7);
	const char *refused = NULL;
	gnutls_datum_t der;

	if (count > CERTIFICATES_MAX)
		return "it holds more certificates than a signature needs";
	for (int i = 0; i < count && !refused; i++) {
		if (gnutls_pkcs7_get_crt_raw2(pkcs7, (unsigned)i, &der) < 0)
			continue;
		refused = key_size_refuse_certificate(
			arena, (struct octets){der.data, der.size});
		gnutls_free(der.data);
	}
	return refused;
}

static enum signature_result check(struct arena *arena, gnutls_pkcs7_t pkcs7,
	const gnutls_datum_t *content, const char *ca_file,
	struct signature_facts *facts)
{
	enum signature_result result;
	gnutls_x509_crt_t certificate;
	int error;

	certificate = find_signer(pkcs7, content, &error);
	if (!certificate) {
		facts->problem =
			error == GNUTLS_E_NO_CERTIFICATE_FOUND
				? "the signature contains no certificate"
				: "the signature does not match the report: "
				  "one of the two files was changed";
		return error == GNUTLS_E_NO_CERTIFICATE_FOUND
			       ? SIGNATURE_UNREADABLE
			       : SIGNATURE_OTHER_DATA;
	}
	tell_signer(arena, pkcs7, certificate, facts);
	result = check_trust(pkcs7, content, ca_file, facts);
	gnutls_x509_crt_deinit(certificate);
	return result;
}

enum signature_result signature_check(struct arena *arena, struct octets data,
	struct octets signature, const char *ca_file,
	struct signature_facts *ret_facts)
{
	const gnutls_datum_t content = datum_of(data);
	const gnutls_datum_t der = datum_of(signature);
	enum signature_result result = SIGNATURE_UNREADABLE;
	gnutls_pkcs7_t pkcs7 = NULL;

	*ret_facts =
		(struct signature_facts){.problem = "not a PKCS #7 signature"};
	if (gnutls_pkcs7_init(&pkcs7) < 0)
		return result;
	if (gnutls_pkcs7_import(pkcs7, &der, GNUTLS_X509_FMT_DER) >= 0 ||
		gnutls_pkcs7_import(pkcs7, &der, GNUTLS_X509_FMT_PEM) >= 0) {
		ret_facts->problem = refuse_certificates(arena, pkcs7);
		if (!ret_facts->problem)
			result = check(
				arena, pkcs7, &content, ca_file, ret_facts);
	}
	gnutls_pkcs7_deinit(pkcs7);
	return result;
}
