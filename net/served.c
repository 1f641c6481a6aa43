/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/served.h"

#include "model/memory.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CHAIN_MOST 16 /* certificates */

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

struct served_key {
	gnutls_privkey_t key;
	gnutls_pcert_st chain[CHAIN_MOST];
	unsigned count;
};

static gnutls_datum_t datum_of_octets(struct octets octets)
{
	return (gnutls_datum_t){(unsigned char *)(uintptr_t)octets.data,
		(unsigned)octets.length};
}

/* Whether the two belong together, as GnuTLS itself finds out. */
static int try_pair(const gnutls_datum_t *chain, const gnutls_datum_t *key)
{
	gnutls_certificate_credentials_t credentials;
	int error = gnutls_certificate_allocate_credentials(&credentials);

	if (error < 0)
		return error;
	error = gnutls_certificate_set_x509_key_mem2(
		credentials, chain, key, GNUTLS_X509_FMT_PEM, NULL, 0);
	gnutls_certificate_free_credentials(credentials);
	return error < 0 ? error : GNUTLS_E_SUCCESS;
}

static int read_pair(struct served_key *served, const gnutls_datum_t *chain,
	const gnutls_datum_t *key)
{
	unsigned count = CHAIN_MOST;
	int error = try_pair(chain, key);

	if (error == GNUTLS_E_SUCCESS)
		error = gnutls_privkey_init(&served->key);
	if (error == GNUTLS_E_SUCCESS)
		error = gnutls_privkey_import_x509_raw(
			served->key, key, GNUTLS_X509_FMT_PEM, NULL, 0);
	if (error == GNUTLS_E_SUCCESS)
		error = gnutls_pcert_list_import_x509_raw(
			served->chain, &count, chain, GNUTLS_X509_FMT_PEM, 0);
	if (error == GNUTLS_E_SUCCESS)
		served->count = count;
	return error;
}

struct served_key *served_key_new(
	const char *chain, const char *key, const char **ret_problem)
{
	gnutls_datum_t chain_datum = datum_of(chain), key_datum = datum_of(key);
	struct served_key *served = memory_calloc(1, sizeof(*served));
	const char *problem =
		say_error(read_pair(served, &chain_datum, &key_datum));

	if (!problem)
		return served;
	*ret_problem = problem;
	served_key_free(served);
	return NULL;
}

void served_key_free(struct served_key *key)
{
	if (!key)
		return;
	for (unsigned i = 0; i < key->count; i++)
		gnutls_pcert_deinit(&key->chain[i]);
	if (key->key)
		gnutls_privkey_deinit(key->key);
	free(key);
}

struct served_kind served_key_kind(const struct served_key *key)
{
	struct served_kind kind = {.bits = 0};

	kind.algorithm =
		(unsigned)gnutls_privkey_get_pk_algorithm(key->key, &kind.bits);
	return kind;
}

struct octets served_key_certificate(
	const struct served_key *key, unsigned number)
{
	if (number >= key->count)
		return (struct octets){0};
	return (struct octets){
		key->chain[number].cert.data, key->chain[number].cert.size};
}

static int sign_text(gnutls_privkey_t key, const struct served_text *text,
	const gnutls_datum_t *octets, gnutls_datum_t *ret_signature)
{
	gnutls_sign_algorithm_t algorithm =
		(gnutls_sign_algorithm_t)text->algorithm;

	if (!text->hashed)
		return gnutls_privkey_sign_data2(
			key, algorithm, 0, octets, ret_signature);
	/* What is hashed has its DigestInfo around it already. */
	if (algorithm == GNUTLS_SIGN_RSA_RAW)
		return gnutls_privkey_sign_hash(key, GNUTLS_DIG_UNKNOWN,
			GNUTLS_PRIVKEY_SIGN_FLAG_TLS1_RSA, octets,
			ret_signature);
	return gnutls_privkey_sign_hash2(
		key, algorithm, 0, octets, ret_signature);
}

bool served_key_sign(const struct served_key *key, struct arena *arena,
	const struct served_text *text, struct octets *ret_signature)
{
	gnutls_datum_t octets = datum_of_octets(text->octets), signature;

	if (sign_text(key->key, text, &octets, &signature) < 0)
		return false;
	*ret_signature = arena_octets(arena, signature.data, signature.size);
	gnutls_free(signature.data);
	return true;
}

struct served_identity {
	gnutls_certificate_credentials_t credentials;
	struct served_kind kind;
	struct served_signer signer;
};

static int sign(const struct served_identity *identity,
	const struct served_text *text, gnutls_datum_t *ret_signature)
{
	struct arena *arena = arena_new();
	struct octets signature;
	int error = GNUTLS_E_PK_SIGN_FAILED;

	if (identity->signer.sign(
		    identity->signer.context, arena, text, &signature)) {
		/* GnuTLS frees it. */
		ret_signature->data = gnutls_malloc(signature.length);
		ret_signature->size = (unsigned)signature.length;
		error = ret_signature->data ? GNUTLS_E_SUCCESS
					    : GNUTLS_E_MEMORY_ERROR;
	}
	if (error == GNUTLS_E_SUCCESS)
		memcpy(ret_signature->data, signature.data, signature.length);
	arena_free(arena);
	return error;
}

static int sign_data(gnutls_privkey_t key, gnutls_sign_algorithm_t algorithm,
	void *identity, unsigned flags, const gnutls_datum_t *data,
	gnutls_datum_t *ret_signature)
{
	const struct served_text text = {.algorithm = (unsigned)algorithm,
		.octets = {data->data, data->size}};

	(void)key;
	(void)flags;
	return sign(identity, &text, ret_signature);
}

static int sign_hash(gnutls_privkey_t key, gnutls_sign_algorithm_t algorithm,
	void *identity, unsigned flags, const gnutls_datum_t *hash,
	gnutls_datum_t *ret_signature)
{
	const struct served_text text = {.algorithm = (unsigned)algorithm,
		.hashed = true,
		.octets = {hash->data, hash->size}};

	(void)key;
	(void)flags;
	return sign(identity, &text, ret_signature);
}

static int tell_of_key(gnutls_privkey_t key, unsigned flags, void *context)
{
	const struct served_identity *identity = context;
	unsigned algorithm = identity->kind.algorithm;

	(void)key;
	if (flags & GNUTLS_PRIVKEY_INFO_PK_ALGO)
		return (int)algorithm;
	if (flags & GNUTLS_PRIVKEY_INFO_PK_ALGO_BITS)
		return (int)identity->kind.bits;
	if (flags & GNUTLS_PRIVKEY_INFO_HAVE_SIGN_ALGO)
		return (int)gnutls_sign_supports_pk_algorithm(
			(gnutls_sign_algorithm_t)GNUTLS_FLAGS_TO_SIGN_ALGO(
				flags),
			(gnutls_pk_algorithm_t)algorithm);
	return -1;
}

/* NULL, or what is in the credentials from now on. */
static gnutls_privkey_t new_key(struct served_identity *identity)
{
	gnutls_privkey_t key;

	if (gnutls_privkey_init(&key) < 0)
		return NULL;
	if (gnutls_privkey_import_ext4(key, identity, sign_data, sign_hash,
		    NULL, NULL, tell_of_key, 0) == 0)
		return key;
	gnutls_privkey_deinit(key);
	return NULL;
}

static bool add_chain(struct served_identity *identity,
	const struct octets *chain, size_t count)
{
	gnutls_pcert_st list[CHAIN_MOST];
	unsigned read = 0;
	gnutls_privkey_t key = NULL;
	bool good = count > 0 && count <= CHAIN_MOST;

	while (good && read < count) {
		gnutls_datum_t der = datum_of_octets(chain[read]);

		good = gnutls_pcert_import_x509_raw(
			       &list[read], &der, GNUTLS_X509_FMT_DER, 0) == 0;
		read += good;
	}
	if (good)
		key = new_key(identity);
	if (key && gnutls_certificate_set_key(identity->credentials, NULL, 0,
			   list, (int)count, key) >= 0)
		return true;
	if (key)
		gnutls_privkey_deinit(key);
	while (read)
		gnutls_pcert_deinit(&list[--read]);
	return false;
}

struct served_identity *served_identity_new(const struct served_kind *kind,
	const struct octets *chain, size_t count, const char *clients,
	const struct served_signer *signer)
{
	struct served_identity *identity = memory_calloc(1, sizeof(*identity));
	gnutls_datum_t anchors = datum_of(clients ? clients : "");

	identity->kind = *kind;
	identity->signer = *signer;
	if (gnutls_certificate_allocate_credentials(&identity->credentials) ==
			0 &&
		add_chain(identity, chain, count) &&
		(!clients || gnutls_certificate_set_x509_trust_mem(
				     identity->credentials, &anchors,
				     GNUTLS_X509_FMT_PEM) > 0))
		return identity;
	served_identity_free(identity);
	return NULL;
}

void served_identity_free(struct served_identity *identity)
{
	if (!identity)
		return;
	if (identity->credentials)
		gnutls_certificate_free_credentials(identity->credentials);
	identity->signer.end(identity->signer.context);
	free(identity);
}

bool served_identity_use(const struct served_identity *identity, void *session)
{
	return session &&
	       gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE,
		       identity->credentials) == 0;
}

int served_nothing(void)
{
	return -1;
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
