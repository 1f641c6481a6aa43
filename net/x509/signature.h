/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Detached signatures over reports: CMS signed data (RFC 5652, PKCS #7), with
 * the signer's certificates inside, in DER form, through GnuTLS. What openssl
 * cms -verify -binary -inform DER checks, too. */
#ifndef MAILSONDE_NET_X509_SIGNATURE_H
#define MAILSONDE_NET_X509_SIGNATURE_H

#include "model/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct signer; /* opaque */

/* Reads a file in PEM form that has a private key and its certificate, with
 * those of its issuers behind it if there are any. A key that is encrypted is
 * opened with the value of MAILSONDE_KEY_PASSWORD, which is taken out of the
 * environment. Returns NULL with the reason in `*ret_problem`. */
struct signer *signer_new(const char *file, const char **ret_problem);
void signer_free(struct signer *signer);

/* Signs `data`. With `timed`, the time of signing goes along. `*ret_signature`
 * is in `arena`. Answers false with the reason in `*ret_problem`. */
bool signer_sign(const struct signer *signer, struct arena *arena, bool timed,
	struct octets data, struct octets *ret_signature,
	const char **ret_problem);

enum signature_result {
	SIGNATURE_GOOD,
	SIGNATURE_OTHER_DATA, /* it is for other octets than these */
	SIGNATURE_UNTRUSTED,  /* nobody who is trusted vouches for the signer */
	SIGNATURE_UNREADABLE, /* it is no signature of this kind */
};

struct signature_facts {
	const char *signer;  /* subject (RFC 4514), escaped; NULL if unknown */
	int64_t time_s;      /* of signing, as the signer says; 0 if not told */
	bool expired;        /* the signer's certificate has run out since */
	const char *problem; /* why it is not good; NULL if it is */
};

/* Checks `signature` over `data` against the anchors in `ca_file`, or the
 * system's if that is NULL. */
enum signature_result signature_check(struct arena *arena, struct octets data,
	struct octets signature, const char *ca_file,
	struct signature_facts *ret_facts);

#endif
