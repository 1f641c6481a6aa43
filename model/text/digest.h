/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a file can be told by later: SHA-256. */
#ifndef MAILSONDE_MODEL_TEXT_DIGEST_H
#define MAILSONDE_MODEL_TEXT_DIGEST_H

#include "model/arena.h"

#include <nettle/sha2.h>

#define DIGEST_OCTETS 32

/* SHA-256 (FIPS 180-4) of the octets. */
void digest_octets(
	struct octets octets, unsigned char ret_digest[DIGEST_OCTETS]);

/* The same in hexadecimal, in `arena`. */
const char *digest_sha256(struct arena *arena, struct octets octets);

/* The same in base64 (RFC 4648 section 4). */
const char *digest_base64(struct arena *arena, struct octets octets);

/* Of what comes piece by piece. */
struct digest {
	struct sha256_ctx hash;
};

/* SHA-256 of octets that arrive one after the other: begin, then add as often
 * as there are some. */
void digest_begin(struct digest *digest);
void digest_add(struct digest *digest, const void *data, size_t length);

/* In hexadecimal, in `arena`; it may begin again after that. */
const char *digest_end(struct digest *digest, struct arena *arena);

#endif
