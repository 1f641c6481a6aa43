/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What takes much memory for a moment is done by one thread after the other, so
 * that many of them take no more of it than one. */
#ifndef MAILSONDE_NET_CONNECTION_TURN_H
#define MAILSONDE_NET_CONNECTION_TURN_H

#include "net/io.h"

#include <stdbool.h>

struct turn; /* opaque; shared by all threads */

struct turn *turn_new(void);
void turn_free(struct turn *turn); /* NULL is fine */

/* Waits for the turn, but not for one who never ends: after a second, and at
 * `deadline` or its cancel signal, the caller goes ahead without it. Answers
 * whether it has the turn, which turn_pass() ends then. Nobody who has it waits
 * for a peer. */
bool turn_take(struct turn *turn, const struct deadline *deadline);

/* Hands the memory that was freed back to the system, too. */
void turn_pass(struct turn *turn);

#endif
