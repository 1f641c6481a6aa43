/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The key that reports are signed with, in a process of its own: it has no
 * other descriptor than a pipe to us, so that nothing that a peer does to this
 * process can read the key. */
#ifndef MAILSONDE_SRC_SIGN_KEEPER_H
#define MAILSONDE_SRC_SIGN_KEEPER_H

#include "model/arena.h"

#include <stdbool.h>

struct keeper; /* opaque */

/* Starts the process, which reads the file (net/x509/signer.h). `password` may
 * be NULL. Call it before any thread starts, and before there is any peer; to
 * be freed with keeper_free(). NULL with the reason in `*ret_problem`, which is
 * `arena`'s. */
struct keeper *keeper_new(struct arena *arena, const char *file,
	const char *password, const char **ret_problem);
void keeper_free(struct keeper *keeper);

/* Signs `data`; see signer_sign(). */
bool keeper_sign(const struct keeper *keeper, struct arena *arena, bool timed,
	struct octets data, struct octets *ret_signature,
	const char **ret_problem) __attribute__((warn_unused_result));

#endif
