/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Signed data of the Cryptographic Message Syntax (RFC 5652), as signatures
 * over reports and as time stamps have it. */
#ifndef MAILSONDE_NET_X509_SIGNED_DATA_H
#define MAILSONDE_NET_X509_SIGNED_DATA_H

#include "net/cursor.h"
#include "net/x509/path.h"

#include <gnutls/pkcs7.h>

#define SIGNED_SIGNERS 8 /* looked at */

struct signed_data; /* opaque */

/* Reads DER, BER or PEM; to be freed with signed_data_free(). NULL with the
 * reason in
 * `*ret_problem`, which is static or `arena`'s. */
struct signed_data *signed_data_read(
	struct arena *arena, struct octets octets, const char **ret_problem);
void signed_data_free(struct signed_data *message);

/* 0 for a message without signatures. */
unsigned signed_data_signer_count(const struct signed_data *message);

/* Whether the parts that no signature covers are as they were made: see
 * net/x509/signed_form.h. */
bool signed_data_has_form(const struct signed_data *message);

/* The certificates inside. */
const gnutls_x509_crt_t *signed_data_certificates(
	const struct signed_data *message, size_t *ret_count);

/* The message in DER; empty if the library cannot write it. */
struct octets signed_data_write(
	struct arena *arena, const struct signed_data *message);

/* What is signed, if it is inside, and its type (an OID); to be freed with
 * gnutls_free(). False if there is none of this type. */
bool signed_data_content(const struct signed_data *message, const char *type,
	gnutls_datum_t *ret_content) __attribute__((warn_unused_result));

enum signed_data_result {
	SIGNED_GOOD,           /* the octets are those that the signer signed */
	SIGNED_CHANGED,        /* they are not, or the signature was altered */
	SIGNED_WEAK,           /* MD5, SHA-1 or the like */
	SIGNED_NO_CERTIFICATE, /* the signer's is neither inside nor an anchor
				*/
	SIGNED_UNREADABLE,
};

struct signed_data_signer {
	gnutls_pkcs7_signature_info_st info;
	bool opened;    /* `info` has to be freed */
	unsigned tried; /* certificates that go by the signer's name */
	enum signed_data_result result;
	/* By what SignerInfo names; the message's or the anchors'. NULL unless
	 * the result is SIGNED_GOOD. The best of them, by its path. */
	gnutls_x509_crt_t certificate;
	bool bound; /* a signed attribute names the certificate (RFC 5035) */
	struct path_answer path;
};

/* Checks who signed `content`, or what is inside for NULL; the certificates'
 * paths are judged at `at_s`. `ret_signer` is to be cleared in any case. */
void signed_data_check_signer(const struct signed_data *message, unsigned index,
	const gnutls_datum_t *content, const struct path_anchors *anchors,
	enum path_purpose purpose, int64_t at_s,
	struct signed_data_signer *ret_signer);

/* The same path at another time. */
void signed_data_judge_path(const struct signed_data *message,
	const struct path_anchors *anchors, enum path_purpose purpose,
	int64_t at_s, struct signed_data_signer *signer);
void signed_data_signer_clear(struct signed_data_signer *signer);

/* The digest in the content of an AlgorithmIdentifier, if it is of SHA-2 with
 * 256 bits or more; else GNUTLS_DIG_UNKNOWN. */
gnutls_digest_algorithm_t signed_data_digest(struct cursor algorithm);

/* The signing-certificate attribute for this certificate; `arena`'s. */
struct octets signed_data_write_binding(
	struct arena *arena, gnutls_x509_crt_t certificate);
#define SIGNED_BINDING_OID "1.2.840.113549.1.9.16.2.47"

#endif
