/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Takes secrets out of what a peer says: servers repeat what they were sent,
 * as it was, quoted, or in the coding that it came in. */
#ifndef MAILSONDE_MODEL_LOGIN_BLOT_H
#define MAILSONDE_MODEL_LOGIN_BLOT_H

#include "model/login/secret.h"

struct blot; /* opaque; nothing changes it once it is made */

/* Returns what blots out this secret in all its forms; to be freed with
 * blot_free(). */
struct blot *blot_new(struct octets secret);
void blot_free(struct blot *blot);

/* Forgets the secret: nothing is blotted out from here on. */
void blot_wipe(struct blot *blot);

/* Writes asterisks over every form of the secret, whatever the case of its
 * letters. A form that has fewer than four octets, but for the secret itself,
 * is let be: it could stand for anything. NULL for `blot` is fine. */
void blot_out(const struct blot *blot, unsigned char *data, size_t length);

#endif
