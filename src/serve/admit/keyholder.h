/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The private key of HTTPS, in a process of its own that signs with it: nothing
 * that a visitor or a server does to this process can read the key. */
#ifndef MAILSONDE_SRC_SERVE_ADMIT_KEYHOLDER_H
#define MAILSONDE_SRC_SERVE_ADMIT_KEYHOLDER_H

#include "model/problem.h"
#include "src/serve/admit/credentials.h"

struct keyholder;       /* opaque */
struct served_identity; /* net/served.h */

/* Starts the process, which alone reads the files, and only these or what took
 * their place. Call it before any thread starts. The result lives in the arena;
 * NULL with the problem. The process ends with this one. */
struct keyholder *keyholder_start(struct arena *arena,
	const struct credentials_files *files, struct problem *ret_problem);

/* What is in the files now. */
struct held {
	struct served_identity *identity; /* with served_identity_free() */
	const char *clients; /* the anchors of visitors' certificates; NULL */
};

/* Has the files read again; from any thread, as all that the identity signs.
 * The key is kept until the identity is freed. Answers false with the problem.
 */
bool keyholder_read(struct keyholder *holder, struct arena *arena,
	struct held *ret_held, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* Readable once the process is gone. */
int keyholder_fd(const struct keyholder *holder);

#endif
