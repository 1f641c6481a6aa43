/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a file can be told by later. */
#ifndef MAILSONDE_SETTINGS_DIGEST_H
#define MAILSONDE_SETTINGS_DIGEST_H

#include "model/arena.h"

/* SHA-256 of the octets in hexadecimal, in `arena`; NULL if it cannot be
 * made. */
const char *digest_sha256(struct arena *arena, struct octets octets);

#endif
