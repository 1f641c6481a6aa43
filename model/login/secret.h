/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Octets that nobody else may see. They live in pages of their own, which are
 * locked, left out of core dumps and of children, and wiped when they go. */
#ifndef MAILSONDE_MODEL_LOGIN_SECRET_H
#define MAILSONDE_MODEL_LOGIN_SECRET_H

#include "model/arena.h"

#include <stdbool.h>

struct secret; /* opaque */

/* Returns room for so many octets, empty, to be freed with secret_free(). */
struct secret *secret_new(size_t room);

/* Wipes it first. NULL is fine. */
void secret_free(struct secret *secret);

/* Wipes it; it is empty then, and stays where it is. NULL is fine. */
void secret_wipe(struct secret *secret);

/* Adds octets at the end; there must be room for them. */
void secret_add(struct secret *secret, const void *data, size_t length);
void secret_add_text(struct secret *secret, const char *text);

/* Adds the octets in base64 (RFC 4648 section 4). */
void secret_add_base64(struct secret *secret, struct octets octets);

/* How many octets of base64 these are. */
size_t secret_base64_length(size_t length);

/* Decodes base64. NULL if the text is no such thing. */
struct secret *secret_from_base64(struct octets text);

/* What is in it; followed by a NUL that does not count. */
struct octets secret_octets(const struct secret *secret);
const char *secret_text(const struct secret *secret);

#endif
