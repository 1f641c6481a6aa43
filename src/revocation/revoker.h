/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mailsonde-revocation, which fetches over HTTP what issuers say. */
#ifndef MAILSONDE_SRC_REVOCATION_REVOKER_H
#define MAILSONDE_SRC_REVOCATION_REVOKER_H

#include "src/options/options.h"

struct engine_revoker; /* engine/revoker.h */
struct revoker;        /* opaque */

/* Starts the program, before any thread starts and before this process gives
 * up starting any; to be ended with revoker_free(). Answers EX_OK, or an exit
 * status after a complaint. */
int revoker_start(const struct options *options, struct arena *arena,
	struct revoker **ret_revoker) __attribute__((warn_unused_result));
void revoker_free(struct revoker *revoker);

/* For the engine; NULL for NULL. */
const struct engine_revoker *revoker_engine(const struct revoker *revoker);

#endif
