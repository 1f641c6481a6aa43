/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/signed_data.h"

#include "model/memory.h"
#include "model/table.h"
#include "net/x509/der.h"
#include "net/x509/key_size.h"
#include "net/x509/signed_form.h"

#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>

/* Each certificate that goes by one name costs a look at all of the content. */
#define CANDIDATES 4
#define MESSAGE_OCTETS ((size_t)4 * 1024 * 1024)

#define BER_OCTETS ((size_t)64 * 1024)

#define OLD_BINDING_OID "1.2.840.113549.1.9.16.2.12"

struct signed_data {
	gnutls_pkcs7_t pkcs7;
	gnutls_x509_crt_t certificates[PATH_CERTIFICATES];
	size_t count;
};

/* The library takes minutes over very many attributes. Their number is counted
 * before it has them; of lengths that are not definite (BER), it cannot be. */
static int import_binary(gnutls_pkcs7_t pkcs7, const gnutls_datum_t *data)
{
	const struct octets octets = {data->data, data->size};

	if (!signed_form_is_bearable(octets, BER_OCTETS))
		return GNUTLS_E_INVALID_REQUEST;
	return gnutls_pkcs7_import(pkcs7, data, GNUTLS_X509_FMT_DER);
}

/* PEM under any label; openssl writes "CMS" and "PKCS7". */
static int import(gnutls_pkcs7_t pkcs7, struct octets octets)
{
	const gnutls_datum_t data = {(unsigned char *)(uintptr_t)octets.data,
		(unsigned)octets.length};
	gnutls_datum_t der = {0};
	int error = import_binary(pkcs7, &data);

	if (error >= 0 || gnutls_pem_base64_decode2(NULL, &data, &der) < 0)
		return error;
	error = import_binary(pkcs7, &der);
	gnutls_free(der.data);
	return error;
}

struct octets signed_data_write(
	struct arena *arena, const struct signed_data *message)
{
	gnutls_datum_t der = {0};
	struct octets written = {0};

	if (gnutls_pkcs7_export2(message->pkcs7, GNUTLS_X509_FMT_DER, &der) >=
		0)
		written = arena_octets(arena, der.data, der.size);
	gnutls_free(der.data);
	return written;
}

const gnutls_x509_crt_t *signed_data_certificates(
	const struct signed_data *message, size_t *ret_count)
{
	*ret_count = message->count;
	return message->certificates;
}

bool signed_data_has_form(const struct signed_data *message)
{
	gnutls_datum_t der = {0};
	bool has = gnutls_pkcs7_export2(
			   message->pkcs7, GNUTLS_X509_FMT_DER, &der) >= 0 &&
		   signed_form_is_good((struct octets){der.data, der.size});

	gnutls_free(der.data);
	return has;
}

/* What would take minutes to compute with is refused, and what cannot be read
 * is left out: nobody can have signed with it. */
static const char *add_certificate(struct arena *arena,
	struct signed_data *message, const gnutls_datum_t *der)
{
	const char *refused = key_size_refuse_certificate(
		arena, (struct octets){der->data, der->size});
	gnutls_x509_crt_t certificate;

	if (refused || gnutls_x509_crt_init(&certificate) < 0)
		return refused;
	if (gnutls_x509_crt_import(certificate, der, GNUTLS_X509_FMT_DER) >= 0)
		message->certificates[message->count++] = certificate;
	else
		gnutls_x509_crt_deinit(certificate);
	return NULL;
}

static const char *read_certificates(
	struct arena *arena, struct signed_data *message)
{
	int count = gnutls_pkcs7_get_crt_count(message->pkcs7);
	const char *problem = NULL;
	gnutls_datum_t der;

	if (count > PATH_CERTIFICATES)
		return "it contains more certificates than a signature needs";
	for (int i = 0; i < count && !problem; i++) {
		if (gnutls_pkcs7_get_crt_raw2(
			    message->pkcs7, (unsigned)i, &der) < 0)
			continue;
		problem = add_certificate(arena, message, &der);
		gnutls_free(der.data);
	}
	return problem;
}

struct signed_data *signed_data_read(
	struct arena *arena, struct octets octets, const char **ret_problem)
{
	struct signed_data *message = memory_calloc(1, sizeof(*message));
	const char *problem = "it is not a PKCS #7 signature";

	if (octets.length <= MESSAGE_OCTETS && octets.length &&
		gnutls_pkcs7_init(&message->pkcs7) >= 0 &&
		import(message->pkcs7, octets) >= 0) {
		problem = read_certificates(arena, message);
		if (!problem && signed_data_signer_count(message) == 0)
			problem = "it contains no signature";
		if (!problem &&
			signed_data_signer_count(message) > SIGNED_SIGNERS)
			problem = "it contains more than 8 signatures";
	}
	if (!problem)
		return message;
	*ret_problem = problem;
	signed_data_free(message);
	return NULL;
}

void signed_data_free(struct signed_data *message)
{
	if (!message)
		return;
	for (size_t i = 0; i < message->count; i++)
		gnutls_x509_crt_deinit(message->certificates[i]);
	if (message->pkcs7)
		gnutls_pkcs7_deinit(message->pkcs7);
	free(message);
}

unsigned signed_data_signer_count(const struct signed_data *message)
{
	int count = gnutls_pkcs7_get_signature_count(message->pkcs7);

	return count > 0 ? (unsigned)count : 0;
}

bool signed_data_content(const struct signed_data *message, const char *type,
	gnutls_datum_t *ret_content)
{
	const char *oid = gnutls_pkcs7_get_embedded_data_oid(message->pkcs7);

	return oid && strcmp(oid, type) == 0 &&
	       gnutls_pkcs7_get_embedded_data(message->pkcs7, 0, ret_content) >=
		       0;
}

static bool is_same(const gnutls_datum_t *one, const void *data, size_t length)
{
	return one->size == length && length &&
	       memcmp(one->data, data, length) == 0;
}

static bool has_serial(gnutls_x509_crt_t certificate,
	const gnutls_pkcs7_signature_info_st *info)
{
	unsigned char serial[128];
	size_t size = sizeof(serial);
	gnutls_datum_t issuer = {0};
	bool same =
		gnutls_x509_crt_get_serial(certificate, serial, &size) >= 0 &&
		is_same(&info->signer_serial, serial, size) &&
		gnutls_x509_crt_get_raw_issuer_dn(certificate, &issuer) >= 0 &&
		is_same(&info->issuer_dn, issuer.data, issuer.size);

	gnutls_free(issuer.data);
	return same;
}

/* RFC 5652 section 5.3: by issuer and serial number, or by key identifier. */
static bool is_named(gnutls_x509_crt_t certificate,
	const gnutls_pkcs7_signature_info_st *info)
{
	unsigned char id[128];
	size_t size = sizeof(id);

	if (info->issuer_dn.size)
		return has_serial(certificate, info);
	return gnutls_x509_crt_get_subject_key_id(
		       certificate, id, &size, NULL) >= 0 &&
	       is_same(&info->issuer_keyid, id, size);
}

static bool is_strong(gnutls_sign_algorithm_t algorithm)
{
	switch (gnutls_sign_get_hash_algorithm(algorithm)) {
	case GNUTLS_DIG_SHA256:
	case GNUTLS_DIG_SHA384:
	case GNUTLS_DIG_SHA512:
	case GNUTLS_DIG_SHA3_256:
	case GNUTLS_DIG_SHA3_384:
	case GNUTLS_DIG_SHA3_512:
	case GNUTLS_DIG_SHAKE_256:
		return true;
	default:
		return false;
	}
}

/* The signed attribute, without its SET; to be freed with gnutls_free(). */
static bool find_attribute(const gnutls_pkcs7_signature_info_st *info,
	const char *oid, gnutls_datum_t *ret_value)
{
	char *its_oid;
	gnutls_datum_t value;

	for (unsigned i = 0; gnutls_pkcs7_get_attr(info->signed_attrs, i,
				     &its_oid, &value, 0) >= 0;
		i++) {
		if (strcmp(its_oid, oid) == 0) {
			*ret_value = value;
			return true;
		}
		gnutls_free(value.data);
	}
	return false;
}

gnutls_digest_algorithm_t signed_data_digest(struct cursor algorithm)
{
	static const struct {
		unsigned char last; /* of 2.16.840.1.101.3.4.2.x */
		gnutls_digest_algorithm_t digest;
	} digests[] = {
		{1, GNUTLS_DIG_SHA256},
		{2, GNUTLS_DIG_SHA384},
		{3, GNUTLS_DIG_SHA512},
	};
	static const unsigned char arc[] = {
		0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02};
	struct cursor oid = der_take(&algorithm, DER_OBJECT);

	if (oid.left != sizeof(arc) + 1 || memcmp(oid.at, arc, sizeof(arc)))
		return GNUTLS_DIG_UNKNOWN;
	for (size_t i = 0; i < COUNT_OF(digests); i++)
		if (oid.at[sizeof(arc)] == digests[i].last)
			return digests[i].digest;
	return GNUTLS_DIG_UNKNOWN;
}

/* SigningCertificate (RFC 2634 section 5.4) and SigningCertificateV2 (RFC 5035
 * section 3): the first of them is the signer's. */
static bool is_bound_to(gnutls_x509_crt_t certificate,
	const gnutls_datum_t *attribute, gnutls_digest_algorithm_t digest)
{
	struct cursor all = {attribute->data, attribute->size, false};
	struct cursor body = der_take(&all, DER_SEQUENCE);
	struct cursor list = der_take(&body, DER_SEQUENCE);
	struct cursor first = der_take(&list, DER_SEQUENCE), told;
	unsigned char hash[64];
	size_t size = sizeof(hash);

	if (digest != GNUTLS_DIG_SHA1 && der_is_next(&first, DER_SEQUENCE))
		digest = signed_data_digest(der_take(&first, DER_SEQUENCE));
	told = der_take(&first, DER_OCTET_STRING);
	return !told.bad && digest != GNUTLS_DIG_UNKNOWN &&
	       gnutls_x509_crt_get_fingerprint(
		       certificate, digest, hash, &size) >= 0 &&
	       told.left == size && memcmp(told.at, hash, size) == 0;
}

/* False if a signed attribute names another certificate than this one. */
static bool check_binding(const gnutls_pkcs7_signature_info_st *info,
	gnutls_x509_crt_t certificate, bool *ret_bound)
{
	static const struct {
		const char *oid;
		gnutls_digest_algorithm_t digest; /* unless it says so */
	} kinds[] = {
		{SIGNED_BINDING_OID, GNUTLS_DIG_SHA256},
		{OLD_BINDING_OID, GNUTLS_DIG_SHA1},
	};
	bool good = true;

	*ret_bound = false;
	for (size_t i = 0; i < COUNT_OF(kinds) && good; i++) {
		gnutls_datum_t attribute;

		if (!find_attribute(info, kinds[i].oid, &attribute))
			continue;
		*ret_bound = true;
		good = is_bound_to(certificate, &attribute, kinds[i].digest);
		gnutls_free(attribute.data);
	}
	return good;
}

/* What a certificate among those that could be the signer's comes to. */
static void try_certificate(const struct signed_data *message, unsigned index,
	const gnutls_datum_t *content, const struct path_anchors *anchors,
	enum path_purpose purpose, int64_t at_s, gnutls_x509_crt_t certificate,
	struct signed_data_signer *signer)
{
	struct path_answer answer;
	bool bound;

	if (!is_named(certificate, &signer->info) ||
		signer->tried == CANDIDATES)
		return;
	signer->tried++;
	if (signer->result == SIGNED_NO_CERTIFICATE)
		signer->result = SIGNED_CHANGED;
	/* An expired certificate is for path_find() to say. */
	if (gnutls_pkcs7_verify_direct(message->pkcs7, certificate, index,
		    content, PATH_ANY_TIME) < 0 ||
		!check_binding(&signer->info, certificate, &bound))
		return;
	path_find(anchors, certificate, message->certificates, message->count,
		purpose, at_s, &answer);
	if (signer->result == SIGNED_GOOD &&
		answer.result >= signer->path.result)
		return;
	signer->result = SIGNED_GOOD;
	signer->certificate = certificate;
	signer->bound = bound;
	signer->path = answer;
}

void signed_data_check_signer(const struct signed_data *message, unsigned index,
	const gnutls_datum_t *content, const struct path_anchors *anchors,
	enum path_purpose purpose, int64_t at_s,
	struct signed_data_signer *ret_signer)
{
	const gnutls_x509_crt_t *list;
	size_t count;

	*ret_signer = (struct signed_data_signer){.result = SIGNED_UNREADABLE};
	if (gnutls_pkcs7_get_signature_info(
		    message->pkcs7, index, &ret_signer->info) < 0)
		return;
	ret_signer->opened = true;
	if (ret_signer->info.algo == GNUTLS_SIGN_UNKNOWN)
		return;
	ret_signer->result = SIGNED_WEAK;
	if (!is_strong(ret_signer->info.algo))
		return;
	ret_signer->result = SIGNED_NO_CERTIFICATE;
	for (size_t i = 0; i < message->count; i++)
		try_certificate(message, index, content, anchors, purpose, at_s,
			message->certificates[i], ret_signer);
	/* One that was put in and does not fit must not be passed over. */
	list = path_anchors_list(anchors, &count);
	if (gnutls_pkcs7_get_crt_count(message->pkcs7) > 0)
		count = 0;
	for (size_t i = 0; i < count; i++)
		try_certificate(message, index, content, anchors, purpose, at_s,
			list[i], ret_signer);
}

void signed_data_judge_path(const struct signed_data *message,
	const struct path_anchors *anchors, enum path_purpose purpose,
	int64_t at_s, struct signed_data_signer *signer)
{
	path_find(anchors, signer->certificate, message->certificates,
		message->count, purpose, at_s, &signer->path);
}

void signed_data_signer_clear(struct signed_data_signer *signer)
{
	if (signer->opened)
		gnutls_pkcs7_signature_info_deinit(&signer->info);
	signer->opened = false;
}

struct octets signed_data_write_binding(
	struct arena *arena, gnutls_x509_crt_t certificate)
{
	/* SEQUENCE { SEQUENCE OF { SEQUENCE { OCTET STRING } } }; SHA-256 is
	 * the default. */
	unsigned char attribute[40] = {
		0x30, 38, 0x30, 36, 0x30, 34, DER_OCTET_STRING, 32};
	size_t size = 32;

	if (gnutls_x509_crt_get_fingerprint(
		    certificate, GNUTLS_DIG_SHA256, attribute + 8, &size) < 0)
		return (struct octets){0};
	return arena_octets(arena, attribute, sizeof(attribute));
}
