/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What this process gives up before it hears from a peer, for good and for all
 * of its threads: it starts no programs, reads the files alone that name
 * service, locale and trust anchors need, and writes nowhere but beside its
 * outputs. Landlock and seccomp do this where the kernel has them. */
#ifndef MAILSONDE_SRC_SANDBOX_SANDBOX_H
#define MAILSONDE_SRC_SANDBOX_SANDBOX_H

#include "model/arena.h"

#include <stdbool.h>

/* Lists end with NULL, and may hold paths that do not exist. */
struct sandbox {
	const char *const *read;    /* files and folders */
	const char *const *outputs; /* files to be written */
	const char *run;            /* a program that is needed; NULL */
	bool listens;               /* visitors come */
};

/* Called before there are threads. What the kernel has not is left out. */
void sandbox_enter(struct arena *arena, const struct sandbox *sandbox);

/* "Landlock and seccomp", "none"... */
const char *sandbox_kind(void);

/* Bounds what this process may compute and allocate: a limit that is reached
 * ends it. Sanitizers need more memory than there is. */
void sandbox_limit(unsigned seconds, unsigned long mebibytes);

#endif
