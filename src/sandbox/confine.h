/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_SRC_SANDBOX_CONFINE_H
#define MAILSONDE_SRC_SANDBOX_CONFINE_H

#include "src/options/options.h"

/* Gives up all that probes and the outputs of these options do not need; see
 * sandbox_enter(). What the options name is read before, or still may be. */
void confine_probes(const struct options *options, struct arena *arena);

/* The same for one to whom visitors come, and which reads these files again,
 * of `count` that may be NULL, or what took their place. */
void confine_server(const struct options *options, const char *const *again,
	size_t count, struct arena *arena);

/* The same for a process that reads these files again, and does nothing else.
 */
void confine_keyholder(
	const char *const *again, size_t count, struct arena *arena);

#endif
