/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a file can be told by later. */
#ifndef MAILSONDE_MODEL_TEXT_DIGEST_H
#define MAILSONDE_MODEL_TEXT_DIGEST_H

#include "model/arena.h"

#define DIGEST_OCTETS 32

/* SHA-256 of the octets */
void digest_octets(
	struct octets octets, unsigned char ret_digest[DIGEST_OCTETS]);

/* The same in hexadecimal, in `arena`. */
const char *digest_sha256(struct arena *arena, struct octets octets);

#endif
