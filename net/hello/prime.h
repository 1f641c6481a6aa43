/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Primes of finite-field Diffie-Hellman that many servers share. Breaking one
 * of 1,024 bits or less once reads all of them (Logjam). */
#ifndef MAILSONDE_NET_HELLO_PRIME_H
#define MAILSONDE_NET_HELLO_PRIME_H

#include "model/arena.h"

/* What the prime is known as: "RFC 3526 group 14", "Postfix default"; NULL if
 * it is not one of those that are published. Most significant octet first;
 * leading zeros do not matter. */
const char *prime_name(struct octets prime);

#endif
