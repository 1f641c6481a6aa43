/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Who fetches for the engine what issuers say of their certificates: a program
 * with an HTTP client, or a test. Called on the thread of the check alone. */
#ifndef MAILSONDE_ENGINE_REVOKER_H
#define MAILSONDE_ENGINE_REVOKER_H

#include "net/revocation/revocation.h"

struct revoker_answer {
	unsigned id;         /* of the question */
	struct octets body;  /* valid until the next call */
	const char *problem; /* why there is none, static or as long; NULL */
};

struct engine_revoker {
	void *context;
	int fd; /* readable when an answer came; -1: none will come any more */
	/* Answers false if it cannot be asked any more. */
	bool (*ask)(void *context, unsigned id,
		const struct revocation_source *source, int64_t timeout_us);
	/* Answers false if no whole answer is there. */
	bool (*take)(void *context, struct revoker_answer *ret_answer);
};

#endif
