/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Numbers of a peer that a computation would take minutes with: a signature
 * by an RSA key of 32,768 bits, with an exponent as long, costs ten seconds
 * that no deadline ends. They are looked at before the library has them, and so
 * is how much there is to read (net/bulk.h). */
#ifndef MAILSONDE_NET_X509_KEY_SIZE_H
#define MAILSONDE_NET_X509_KEY_SIZE_H

#include "model/arena.h"
#include "net/bulk.h"

#include <stdbool.h>

#define KEY_BITS_MAX 16384u   /* of a modulus */
#define EXPONENT_BITS_MAX 64u /* of an RSA key */
#define GROUP_BITS_MAX 8192u  /* of a prime (RFC 7919 has no larger one) */
#define OTHER_KEY_OCTETS 3072 /* of a key that is no RSA key, all in all */

/* Answers NULL if nothing of the kind is in the octets, or what it is, in
 * words that `arena` owns. What is malformed is the library's to refuse. */

/* A certificate in DER (RFC 5280 section 4.1). */
const char *key_size_refuse_certificate(
	struct arena *arena, struct octets certificate);

/* The body of a Certificate message (RFC 5246 section 7.4.2; with `tls_1_3`
 * RFC 8446 section 4.4.2). Counts what is in it, too, whatever the answer. */
const char *key_size_refuse_chain(struct arena *arena, struct octets body,
	bool tls_1_3, struct bulk *ret_bulk);

/* The body of a ServerKeyExchange of DHE (RFC 5246 section 7.4.3). */
const char *key_size_refuse_group(struct arena *arena, struct octets body);

#endif
