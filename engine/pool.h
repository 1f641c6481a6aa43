/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Worker threads: one for a probe in flight, whichever check it is of. */
#ifndef MAILSONDE_ENGINE_POOL_H
#define MAILSONDE_ENGINE_POOL_H

#include "engine/job.h"

struct pool; /* opaque; may be used by several threads at once */

/* Returns a pool of at most `size` threads, which start as they are needed. To
 * be freed with pool_free(). */
struct pool *pool_new(unsigned size);

/* Waits for all threads to end; no job may be under way any more. NULL is
 * fine. */
void pool_free(struct pool *pool);

/* Hands the job over until it comes to its inbox. Answers false if no thread
 * can be had for it. */
bool pool_submit(struct pool *pool, struct probe_job *job)
	__attribute__((warn_unused_result));

#endif
