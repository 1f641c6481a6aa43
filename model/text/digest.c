/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/digest.h"

#include <assert.h>
#include <nettle/sha2.h>
#include <stdio.h>

static_assert(DIGEST_OCTETS == SHA256_DIGEST_SIZE, "SHA-256");

void digest_octets(
	struct octets octets, unsigned char ret_digest[DIGEST_OCTETS])
{
	struct sha256_ctx hash;

	sha256_init(&hash);
	sha256_update(&hash, octets.length, octets.data);
	sha256_digest(&hash, DIGEST_OCTETS, ret_digest);
}

const char *digest_sha256(struct arena *arena, struct octets octets)
{
	unsigned char hash[DIGEST_OCTETS];
	char *digest = arena_alloc(arena, 2 * sizeof(hash) + 1);

	digest_octets(octets, hash);
	for (size_t i = 0; i < sizeof(hash); i++)
		snprintf(digest + 2 * i, 3, "%02x", hash[i]);
	return digest;
}
