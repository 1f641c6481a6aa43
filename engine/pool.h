/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Worker threads: one for a probe in flight. They share nothing but a queue
 * of work and a queue of results. */
#ifndef MAILSONDE_ENGINE_POOL_H
#define MAILSONDE_ENGINE_POOL_H

#include "probes/probe.h"

#include <stdatomic.h>

/* A probe to be made. The pool writes `facts` and `stage` and nothing else. */
struct probe_job {
	struct connection_target target;
	enum service service;
	bool keep_transcript;
	struct probe_facts *facts;
	atomic_int stage; /* where the probe is, for others to see */
	void *owner;      /* the submitter's */
	struct probe_job *next;
};

struct pool; /* opaque */

/* Returns a pool of at most `size` threads, which start as they are needed;
 * `notify_fd`, an eventfd, is added 1 to whenever a job ends. To be freed with
 * pool_free(). */
struct pool *pool_new(unsigned size, int notify_fd);

/* Waits for all threads to end; no job may be under way any more. */
void pool_free(struct pool *pool);

/* Hands the job over until pool_take() gives it back. Answers false if no
 * thread can be had for it. */
bool pool_submit(struct pool *pool, struct probe_job *job);

/* Returns the jobs that ended since the last time, linked by `next`; NULL if
 * there is none at the moment. */
struct probe_job *pool_take(struct pool *pool);

#endif
