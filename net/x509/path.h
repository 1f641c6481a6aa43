/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Paths of certificates from a signer to an anchor (RFC 5280 section 6), for
 * what is kept: signed reports and time stamps. Revocation is not looked at. */
#ifndef MAILSONDE_NET_X509_PATH_H
#define MAILSONDE_NET_X509_PATH_H

#include "model/arena.h"

#include <gnutls/x509.h>
#include <stdbool.h>

#define PATH_CERTIFICATES 32 /* looked at for one path */

/* The library's flags for those who look at dates themselves. */
#define PATH_ANY_TIME                                                          \
	(GNUTLS_VERIFY_DISABLE_TIME_CHECKS |                                   \
		GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS)

struct path_anchors; /* opaque */

/* The certificates in the PEM file, or for NULL those of the system or none at
 * all; to be freed with path_anchors_free(). NULL with the reason in
 * `*ret_problem` if there are none where there should be. */
struct path_anchors *path_anchors_new(
	const char *ca_file, bool system, const char **ret_problem);
void path_anchors_free(struct path_anchors *anchors);

/* Those of a file, for a signature that does not bring its signer's. */
const gnutls_x509_crt_t *path_anchors_list(
	const struct path_anchors *anchors, size_t *ret_count);

enum path_purpose {
	PATH_SIGNING,      /* documents: see path_refuse_purpose() */
	PATH_TIMESTAMPING, /* RFC 3161 section 2.3 */
};

/* From the best to the worst. */
enum path_result {
	PATH_GOOD,
	PATH_EXPIRED,
	PATH_EARLY, /* not valid yet */
	PATH_UNSUITABLE,
	PATH_WEAK, /* MD5, SHA-1 or a key that is too short */
	PATH_UNKNOWN,
};

struct path_answer {
	enum path_result result;
	int64_t date_s;  /* when a certificate expired, or becomes valid */
	const char *why; /* it is unsuitable; static; NULL otherwise */
};

/* Whether its key has less than 112 bits of strength (RSA: 2048 bits), of which
 * the library minds only what is much shorter. */
bool path_key_is_short(gnutls_x509_crt_t certificate);

/* Whether the certificate is for this purpose by itself; NULL if it is, or why
 * not. Documents are signed by certificates without extended key usage, or
 * with emailProtection, codeSigning, documentSigning (RFC 9336) or any. */
const char *path_refuse_purpose(
	gnutls_x509_crt_t certificate, enum path_purpose purpose);

/* When the certificate begins and ends; false if that cannot be read. */
bool path_dates(gnutls_x509_crt_t certificate, int64_t *ret_not_before_s,
	int64_t *ret_not_after_s) __attribute__((warn_unused_result));

/* Whether `issuer` signed the certificate, by names and by its key. */
bool path_is_issued_by(gnutls_x509_crt_t certificate, gnutls_x509_crt_t issuer);

/* Looks for the best path from `leaf` over some of `others` to an anchor that
 * is good at `at_s`. */
void path_find(const struct path_anchors *anchors, gnutls_x509_crt_t leaf,
	const gnutls_x509_crt_t *others, size_t count,
	enum path_purpose purpose, int64_t at_s,
	struct path_answer *ret_answer);

#endif
