/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/certificate.h"

#include "net/bulk.h"
#include "net/x509/der.h"
#include "net/x509/key_size.h"
#include "net/x509/weak_key.h"

#include <arpa/inet.h>
#include <gnutls/crypto.h>
#include <gnutls/x509-ext.h>
#include <string.h>

#define CHAIN_MAX 16
#define NAMES_MAX 1024
#define NAMES_OCTETS 65536

static void keep_digest(
	const gnutls_datum_t *der, struct certificate *certificate)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[32] = {0};

	gnutls_hash_fast(GNUTLS_DIG_SHA256, der->data, der->size, digest);
	for (size_t i = 0; i < sizeof(digest); i++) {
		certificate->sha256[2 * i] = digits[digest[i] >> 4];
		certificate->sha256[2 * i + 1] = digits[digest[i] & 15];
	}
}

static struct octets take_datum(struct arena *arena, gnutls_datum_t *datum)
{
	struct octets copy = {0};

	if (datum->data)
		copy = arena_octets(arena, datum->data, datum->size);
	gnutls_free(datum->data);
	datum->data = NULL;
	return copy;
}

struct octets certificate_name(struct arena *arena, struct octets der)
{
	const gnutls_datum_t datum = {
		(unsigned char *)der.data, (unsigned)der.length};
	gnutls_datum_t text = {0};

	/* It compares all of them with each other, once for each name. */
	if (bulk_refuse_octets(arena, der) ||
		gnutls_x509_rdn_get2(&datum, &text, 0) < 0)
		return (struct octets){0};
	return take_datum(arena, &text);
}

static struct octets address_text(
	struct arena *arena, const unsigned char *address, size_t length)
{
	char text[INET6_ADDRSTRLEN] = "?";

	if (length == 4)
		inet_ntop(AF_INET, address, text, sizeof(text));
	else if (length == 16)
		inet_ntop(AF_INET6, address, text, sizeof(text));
	return arena_octets(arena, text, strlen(text));
}

static struct presented_name read_name(struct arena *arena,
	gnutls_subject_alt_names_t names, unsigned index, size_t *room,
	int *ret_error)
{
	struct presented_name name = {.type = NAME_OTHER};
	gnutls_datum_t value = {0};
	unsigned type = 0;

	*ret_error =
		gnutls_subject_alt_names_get(names, index, &type, &value, NULL);
	if (*ret_error < 0)
		return name;
	if (value.size > *room) {
		*ret_error = GNUTLS_E_SHORT_MEMORY_BUFFER;
		return name;
	}
	*room -= value.size;
	if (type == GNUTLS_SAN_IPADDRESS) {
		name.type = NAME_IP;
		name.value = address_text(arena, value.data, value.size);
	} else {
		if (type == GNUTLS_SAN_DNSNAME)
			name.type = NAME_DNS;
		name.value = arena_octets(arena, value.data, value.size);
	}
	return name;
}

/* What cannot be kept is counted: nobody may say that a name is not there
 * then. */
static void keep_list(gnutls_subject_alt_names_t names, struct arena *arena,
	struct certificate *certificate)
{
	size_t room = NAMES_OCTETS;
	int error;

	for (unsigned i = 0;; i++) {
		struct presented_name name =
			read_name(arena, names, i, &room, &error);

		if (error == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			return;
		if (error < 0 || certificate->name_count == NAMES_MAX) {
			certificate->names_cut++;
			continue;
		}
		certificate->names = arena_grow(arena, certificate->names,
			certificate->name_count, sizeof(name));
		certificate->names[certificate->name_count++] = name;
	}
}

static void keep_names(gnutls_x509_crt_t crt, struct arena *arena,
	struct certificate *certificate)
{
	gnutls_subject_alt_names_t names = NULL;
	gnutls_datum_t extension = {0};
	int error = gnutls_x509_crt_get_extension_by_oid2(
		crt, "2.5.29.17", 0, &extension, NULL);

	if (error < 0)
		return;
	if (gnutls_subject_alt_names_init(&names) < 0 ||
		gnutls_x509_ext_import_subject_alt_names(&extension, names, 0) <
			0)
		certificate->names_cut = 1;
	else
		keep_list(names, arena, certificate);
	if (names)
		gnutls_subject_alt_names_deinit(names);
	gnutls_free(extension.data);
}

/* The library takes years before 1970 for none. */
bool certificate_read_dates(
	struct octets der, int64_t *ret_not_before_s, int64_t *ret_not_after_s)
{
	struct cursor all = cursor_of(der), body, tbs, dates, date;
	unsigned tag;
	bool begins, ends;

	body = der_take(&all, DER_SEQUENCE);
	tbs = der_take(&body, DER_SEQUENCE);
	if (der_is_next(&tbs, 0xa0))
		der_take_any(&tbs, &tag); /* version */
	der_take(&tbs, DER_INTEGER);
	der_take(&tbs, DER_SEQUENCE); /* signature */
	der_take(&tbs, DER_SEQUENCE); /* issuer */
	dates = der_take(&tbs, DER_SEQUENCE);
	*ret_not_before_s = *ret_not_after_s = CERTIFICATE_NO_DATE;
	date = der_take_any(&dates, &tag);
	begins = der_read_time(tag, date, ret_not_before_s);
	date = der_take_any(&dates, &tag);
	ends = der_read_time(tag, date, ret_not_after_s);
	return begins && ends;
}

static bool names_issuer_url(gnutls_x509_crt_t crt)
{
	for (unsigned i = 0; i < 8; i++) {
		gnutls_datum_t url = {0};
		int ret = gnutls_x509_crt_get_authority_info_access(
			crt, i, GNUTLS_IA_CAISSUERS_URI, &url, NULL);

		gnutls_free(url.data);
		if (ret == 0)
			return true;
		if (ret == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			return false;
	}
	return false;
}

static struct octets common_name(gnutls_x509_crt_t crt, struct arena *arena)
{
	unsigned char name[512];
	size_t size = sizeof(name);

	if (gnutls_x509_crt_get_dn_by_oid(
		    crt, GNUTLS_OID_X520_COMMON_NAME, 0, 0, name, &size) < 0)
		return (struct octets){0};
	return arena_octets(arena, name, size);
}

static bool is_self_issued(gnutls_x509_crt_t crt)
{
	gnutls_datum_t subject = {0}, issuer = {0};
	bool same = gnutls_x509_crt_get_raw_dn(crt, &subject) == 0 &&
		    gnutls_x509_crt_get_raw_issuer_dn(crt, &issuer) == 0 &&
		    subject.size == issuer.size &&
		    memcmp(subject.data, issuer.data, issuer.size) == 0;

	gnutls_free(subject.data);
	gnutls_free(issuer.data);
	return same;
}

/* In hexadecimal, the sign apart. */
static void keep_serial(gnutls_x509_crt_t crt, struct certificate *certificate)
{
	unsigned char serial[(sizeof(certificate->serial) - 2) / 2];
	size_t size = sizeof(serial), text_size = sizeof(certificate->serial);
	gnutls_datum_t datum = {serial, 0};
	bool negative;

	if (gnutls_x509_crt_get_serial(crt, serial, &size) < 0 || !size)
		return;
	negative = serial[0] & 0x80;
	datum.size = (unsigned)size;
	if (negative)
		certificate->serial[0] = '-';
	if (gnutls_hex_encode(&datum, certificate->serial + negative,
		    &(size_t){text_size - negative}) < 0)
		certificate->serial[0] = '\0';
}

static void keep_key_usage(
	gnutls_x509_crt_t crt, struct certificate *certificate)
{
	static const struct {
		unsigned usage;
		unsigned bit;
	} bits[] = {
		{GNUTLS_KEY_DIGITAL_SIGNATURE, KEY_USAGE_DIGITAL_SIGNATURE},
		{GNUTLS_KEY_KEY_ENCIPHERMENT, KEY_USAGE_KEY_ENCIPHERMENT},
		{GNUTLS_KEY_KEY_AGREEMENT, KEY_USAGE_KEY_AGREEMENT},
		{GNUTLS_KEY_KEY_CERT_SIGN, KEY_USAGE_CERT_SIGN},
	};
	unsigned usage = 0;

	if (gnutls_x509_crt_get_key_usage(crt, &usage, NULL) < 0)
		return;
	for (size_t i = 0; i < sizeof(bits) / sizeof(*bits); i++)
		if (usage & bits[i].usage) {
			certificate->key_usage |= bits[i].bit;
			usage &= ~bits[i].usage;
		}
	if (usage)
		certificate->key_usage |= KEY_USAGE_OTHER;
}

/* RFC 5280 section 4.2.1.12. */
static void keep_purposes(
	gnutls_x509_crt_t crt, struct certificate *certificate)
{
	for (unsigned i = 0; i < 32; i++) {
		char oid[128];
		size_t size = sizeof(oid);
		int ret = gnutls_x509_crt_get_key_purpose_oid(
			crt, i, oid, &size, NULL);

		if (ret == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			return;
		certificate->has_purposes = true;
		if (ret == 0 && (strcmp(oid, GNUTLS_KP_TLS_WWW_SERVER) == 0 ||
					strcmp(oid, GNUTLS_KP_ANY) == 0))
			certificate->for_servers = true;
	}
}

/* A curve that the library cannot compute with it does not name, nor the kind
 * of the key. */
static void keep_rare_curve(struct octets der, struct certificate *certificate)
{
	unsigned bits;
	const char *name;

	if (certificate->key || !der_read_curve(der, &name, &bits))
		return;
	certificate->key = gnutls_pk_get_name(GNUTLS_PK_EC);
	certificate->key_bits = bits;
	certificate->curve = name;
}

static void keep_curve(gnutls_x509_crt_t crt, struct certificate *certificate)
{
	gnutls_ecc_curve_t curve;
	gnutls_datum_t x = {0}, y = {0};

	if (gnutls_x509_crt_get_pk_ecc_raw(crt, &curve, &x, &y) < 0)
		return;
	gnutls_free(x.data);
	gnutls_free(y.data);
	certificate->curve = gnutls_ecc_curve_get_name(curve);
}

/* RFC 7633: the TLS feature status_request (5). */
static bool demands_staple(gnutls_x509_crt_t crt)
{
	gnutls_x509_tlsfeatures_t features;
	bool demands = false;

	if (gnutls_x509_tlsfeatures_init(&features) < 0)
		return false;
	if (gnutls_x509_crt_get_tlsfeatures(crt, features, 0, NULL) == 0)
		for (unsigned i = 0, feature; !demands; i++) {
			if (gnutls_x509_tlsfeatures_get(features, i, &feature) <
				0)
				break;
			demands = feature == 5;
		}
	gnutls_x509_tlsfeatures_deinit(features);
	return demands;
}

static bool names_responder(gnutls_x509_crt_t crt)
{
	for (unsigned i = 0; i < 8; i++) {
		gnutls_datum_t url = {0};
		int ret = gnutls_x509_crt_get_authority_info_access(
			crt, i, GNUTLS_IA_OCSP_URI, &url, NULL);

		gnutls_free(url.data);
		if (ret == 0)
			return true;
		if (ret == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			return false;
	}
	return false;
}

static void keep_extensions(
	gnutls_x509_crt_t crt, struct certificate *certificate)
{
	unsigned ca = 0;
	size_t size = 0;
	int length = -1;

	if (gnutls_x509_crt_get_basic_constraints(crt, NULL, &ca, &length) < 0)
		ca = 0;
	certificate->ca = ca != 0;
	certificate->path_length = ca ? length : -1;
	keep_key_usage(crt, certificate);
	keep_purposes(crt, certificate);
	certificate->names_responder = names_responder(crt);
	certificate->must_staple = demands_staple(crt);
	/* RFC 6962 section 3.3. */
	certificate->has_scts =
		gnutls_x509_crt_get_extension_by_oid(crt,
			"1.3.6.1.4.1.11129.2.4.2", 0, NULL, &size,
			NULL) != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
}

/* Curves have no flaws of these kinds. */
static void examine_key(gnutls_x509_crt_t crt, struct arena *arena,
	struct certificate *certificate)
{
	gnutls_datum_t modulus = {0}, exponent = {0};

	certificate->key_examined = true;
	if (gnutls_x509_crt_get_pk_algorithm(crt, NULL) != GNUTLS_PK_RSA)
		return;
	if (gnutls_x509_crt_get_pk_rsa_raw(crt, &modulus, &exponent) < 0) {
		certificate->key_examined = false;
		return;
	}
	certificate->modulus = take_datum(arena, &modulus);
	certificate->key_flaws = weak_key_find(certificate->modulus);
	gnutls_free(exponent.data);
}

static void keep_certificate(gnutls_x509_crt_t crt, struct arena *arena,
	struct certificate *certificate)
{
	gnutls_datum_t text = {0};
	int algorithm;

	certificate->subject = arena_octets(arena, NULL, 0);
	if (gnutls_x509_crt_get_dn3(crt, &text, 0) == 0 && text.data)
		certificate->subject = take_datum(arena, &text);
	if (gnutls_x509_crt_get_issuer_dn3(crt, &text, 0) == 0)
		certificate->issuer = take_datum(arena, &text);
	certificate->common_name = common_name(crt, arena);
	keep_names(crt, arena, certificate);
	algorithm =
		gnutls_x509_crt_get_pk_algorithm(crt, &certificate->key_bits);
	certificate->key = algorithm < 0 ? NULL : gnutls_pk_get_name(algorithm);
	examine_key(crt, arena, certificate);
	algorithm = gnutls_x509_crt_get_signature_algorithm(crt);
	certificate->signature =
		algorithm < 0 ? NULL : gnutls_sign_get_name(algorithm);
	certificate->self_issued = is_self_issued(crt);
	certificate->names_issuer_url = names_issuer_url(crt);
	algorithm = gnutls_x509_crt_get_version(crt);
	certificate->version = algorithm < 0 ? 0 : (unsigned)algorithm;
	keep_serial(crt, certificate);
	keep_curve(crt, certificate);
	keep_extensions(crt, certificate);
}

/* What stands beside the fingerprint. */
static void read_rest(const gnutls_datum_t *der, struct arena *arena,
	struct certificate *certificate)
{
	gnutls_x509_crt_t crt;

	if (gnutls_x509_crt_init(&crt) < 0)
		return;
	if (gnutls_x509_crt_import(crt, der, GNUTLS_X509_FMT_DER) == 0) {
		keep_certificate(crt, arena, certificate);
		keep_rare_curve(
			(struct octets){der->data, der->size}, certificate);
		certificate_read_dates((struct octets){der->data, der->size},
			&certificate->not_before, &certificate->not_after);
	}
	gnutls_x509_crt_deinit(crt);
}

bool certificate_read(struct arena *arena, struct octets der,
	struct certificate *ret_certificate)
{
	const gnutls_datum_t datum = {
		(unsigned char *)der.data, (unsigned)der.length};
	struct certificate certificate = {0};

	if (key_size_refuse_certificate(arena, der))
		return false;
	keep_digest(&datum, &certificate);
	read_rest(&datum, arena, &certificate);
	*ret_certificate = certificate;
	return true;
}

bool certificate_read_fingerprint(struct arena *arena, struct octets der,
	struct certificate *ret_certificate)
{
	const gnutls_datum_t datum = {
		(unsigned char *)der.data, (unsigned)der.length};

	if (key_size_refuse_certificate(arena, der))
		return false;
	*ret_certificate = (struct certificate){0};
	keep_digest(&datum, ret_certificate);
	return true;
}

static void recall(struct certificate_memo *memo, const gnutls_datum_t *der,
	struct arena *arena, struct certificate *certificate)
{
	keep_digest(der, certificate);
	if (certificate_memo_find(memo, arena, certificate))
		return;
	read_rest(der, arena, certificate);
	certificate_memo_keep(memo, certificate);
}

void certificate_keep_chain(struct certificate_memo *memo,
	const gnutls_datum_t *certificates, size_t count,
	struct probe_facts *facts)
{
	struct tls_facts *tls = &facts->tls;

	tls->chain_count = count < CHAIN_MAX ? count : CHAIN_MAX;
	tls->chain_arena = arena_new();
	tls->chain = arena_alloc(
		tls->chain_arena, tls->chain_count * sizeof(*tls->chain));
	for (size_t i = 0; i < tls->chain_count; i++)
		recall(memo, &certificates[i], tls->chain_arena,
			&tls->chain[i]);
}

void certificate_keep_fingerprint(
	const gnutls_datum_t *certificate, struct probe_facts *facts)
{
	facts->tls.chain_count = 1;
	facts->tls.chain = arena_alloc(facts->arena, sizeof(*facts->tls.chain));
	keep_digest(certificate, &facts->tls.chain[0]);
}
