/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/digest.h"

#include <assert.h>
#include <nettle/base16.h>
#include <nettle/base64.h>

static_assert(DIGEST_OCTETS == SHA256_DIGEST_SIZE, "SHA-256");

void digest_begin(struct digest *digest)
{
	sha256_init(&digest->hash);
}

void digest_add(struct digest *digest, const void *data, size_t length)
{
	sha256_update(&digest->hash, length, data);
}

const char *digest_end(struct digest *digest, struct arena *arena)
{
	unsigned char hash[DIGEST_OCTETS];
	char *text = arena_alloc(arena, 2 * sizeof(hash) + 1);

	sha256_digest(&digest->hash, sizeof(hash), hash);
	base16_encode_update(text, sizeof(hash), hash);
	text[2 * sizeof(hash)] = '\0';
	return text;
}

void digest_octets(
	struct octets octets, unsigned char ret_digest[DIGEST_OCTETS])
{
	struct digest digest;

	digest_begin(&digest);
	digest_add(&digest, octets.data, octets.length);
	sha256_digest(&digest.hash, DIGEST_OCTETS, ret_digest);
}

const char *digest_sha256(struct arena *arena, struct octets octets)
{
	struct digest digest;

	digest_begin(&digest);
	digest_add(&digest, octets.data, octets.length);
	return digest_end(&digest, arena);
}

const char *digest_base64(struct arena *arena, struct octets octets)
{
	unsigned char hash[DIGEST_OCTETS];
	char *text =
		arena_alloc(arena, BASE64_ENCODE_RAW_LENGTH(sizeof(hash)) + 1);

	digest_octets(octets, hash);
	base64_encode_raw(text, sizeof(hash), hash);
	return text;
}
