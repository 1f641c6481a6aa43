/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the page is served with by TLS; for the process that holds it. */
#ifndef MAILSONDE_SRC_SERVE_ADMIT_CREDENTIALS_H
#define MAILSONDE_SRC_SERVE_ADMIT_CREDENTIALS_H

#include "model/login/secret.h"
#include "model/problem.h"

struct served_key; /* net/served.h */

/* The files, in PEM form. */
struct credentials_files {
	const char *chain;   /* the server's own first; NULL: no TLS */
	const char *key;     /* NULL: in the file of the chain */
	const char *clients; /* whom visitors' certificates must be from; NULL:
			      * visitors need none */
};

/* What is in them. */
struct credentials {
	struct served_key *key; /* with its chain */
	struct secret *clients; /* NULL: none */
};

/* Reads them, to be freed one by one; else false with the problem, whose place
 * is the file. What was read of the key is wiped but for GnuTLS's own. */
bool credentials_read(struct arena *arena,
	const struct credentials_files *files,
	struct credentials *ret_credentials, struct problem *ret_problem)
	__attribute__((warn_unused_result));

#endif
