/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The cipher suites that IANA's registry numbers, with what each is made of. */
#ifndef MAILSONDE_MODEL_TLS_CIPHER_SUITE_H
#define MAILSONDE_MODEL_TLS_CIPHER_SUITE_H

#include "model/names.h"

#include <stdbool.h>
#include <stddef.h>

/* How the two sides agree on a key. */
enum key_exchange {
	KX_RSA, /* static RSA key transport: no forward secrecy */
	KX_DH,  /* the certificate's own Diffie-Hellman key */
	KX_DHE,
	KX_ECDH, /* the certificate's own elliptic-curve key */
	KX_ECDHE,
	KX_1_3,   /* a TLS 1.3 suite does not say */
	KX_PSK,   /* needs a key that both sides have already */
	KX_OTHER, /* Kerberos, SRP, GOST ... */
};

/* Whose key signs, by the certificate that the suite needs. */
enum suite_signer {
	SIGNER_NONE,
	SIGNER_RSA,
	SIGNER_ECDSA,
	SIGNER_DSS,
	SIGNER_ANY, /* TLS 1.3 */
};

enum suite_flag {
	SUITE_NULL = 1 << 0,      /* no encryption */
	SUITE_ANONYMOUS = 1 << 1, /* no certificate */
	SUITE_EXPORT = 1 << 2,    /* 40 or 56 bits by design */
	SUITE_RC4 = 1 << 3,
	SUITE_BLOCK_64 = 1 << 4, /* DES, 3DES, IDEA, RC2: SWEET32 */
	SUITE_CBC = 1 << 5,
	SUITE_AEAD = 1 << 6,
	SUITE_MD5 = 1 << 7, /* as the MAC */
};

struct cipher_suite {
	unsigned short code;
	const char *name;         /* IANA's */
	const char *openssl_name; /* NULL: the same, or OpenSSL has none */
	enum tls_version version; /* the oldest that can use it */
	enum key_exchange exchange;
	enum suite_signer signer;
	unsigned flags; /* SUITE_ bits */
};

/* By number, in ascending order. */
extern const struct cipher_suite cipher_suite_table[];
extern const size_t cipher_suite_count;

/* Returns the row with this number, or NULL. */
const struct cipher_suite *cipher_suite_find(unsigned code);

/* IANA's name of a cipher suite, NULL if it is not known. */
const char *cipher_suite_name(unsigned code);

/* The code of which the first `length` octets are IANA's name; false if there
 * is none. */
bool cipher_suite_find_name(
	const char *name, size_t length, unsigned *ret_code);

#endif
