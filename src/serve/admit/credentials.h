/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the page is served with by TLS. */
#ifndef MAILSONDE_SRC_SERVE_ADMIT_CREDENTIALS_H
#define MAILSONDE_SRC_SERVE_ADMIT_CREDENTIALS_H

#include "model/login/secret.h"
#include "model/problem.h"

/* The files, in PEM form. */
struct credentials_files {
	const char *chain;   /* the server's own first; NULL: no TLS */
	const char *key;     /* NULL: in the file of the chain */
	const char *clients; /* whom visitors' certificates must be from; NULL:
			      * visitors need none */
};

/* What is in them, to be cleared with credentials_clear(). */
struct credentials {
	struct secret *chain; /* the key may be in the same file */
	struct secret *key;
	struct secret *clients; /* NULL: none */
};

/* Reads them; else false with the problem, whose place is the file. */
bool credentials_read(struct arena *arena,
	const struct credentials_files *files,
	struct credentials *ret_credentials, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* Wipes them. */
void credentials_clear(struct credentials *certificate);

#endif
