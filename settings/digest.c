/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/digest.h"

#include <gnutls/crypto.h>
#include <stdio.h>

const char *digest_sha256(struct arena *arena, struct octets octets)
{
	unsigned char hash[32];
	char *digest = arena_alloc(arena, 2 * sizeof(hash) + 1);

	if (gnutls_hash_fast(
		    GNUTLS_DIG_SHA256, octets.data, octets.length, hash) < 0)
		return NULL;
	for (size_t i = 0; i < sizeof(hash); i++)
		snprintf(digest + 2 * i, 3, "%02x", hash[i]);
	return digest;
}
