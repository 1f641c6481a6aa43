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

/* Waits for all threads to end that were not left behind; no job may be under
 * way any more. Answers false if some were and compute still: then the pool
 * stays, for them, and so must what their jobs use. NULL is fine. */
bool pool_free(struct pool *pool) __attribute__((warn_unused_result));

/* Hands the job over until it comes to its inbox. Answers false if no thread
 * can be had for it. */
bool pool_submit(struct pool *pool, struct probe_job *job)
	__attribute__((warn_unused_result));

/* Leaves behind a job that should have ended: what it computes it computes for
 * nobody, at the lowest priority, and another thread may take its place. The
 * job and its facts are the pool's from here on. Answers false if it has ended,
 * and is on its way to the inbox. */
bool pool_abandon(struct pool *pool, struct probe_job *job)
	__attribute__((warn_unused_result));

#endif
