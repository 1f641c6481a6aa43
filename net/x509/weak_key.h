/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* RSA keys whose private part somebody else can compute (CA/Browser Forum BR
 * section 6.1.1.3). Nothing is tried on a server: the public key tells. */
#ifndef MAILSONDE_NET_X509_WEAK_KEY_H
#define MAILSONDE_NET_X509_WEAK_KEY_H

#include "model/tls/certificate.h"

/* Returns KEY_FLAW_ bits of a modulus, by itself. */
unsigned weak_key_find(struct octets modulus);

/* Finds moduli that have a prime in common: whoever sees both has both private
 * keys. A modulus that occurs twice is one. Takes little more time than
 * multiplying all of them. `ret_shared` has room for `count`. */
void weak_key_find_shared(
	const struct octets *moduli, size_t count, bool *ret_shared);

#endif
