/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A probe on its way through a thread. It holds everything that it needs, so
 * that it does no harm if it comes back when nobody waits for it any more. */
#ifndef MAILSONDE_ENGINE_JOB_H
#define MAILSONDE_ENGINE_JOB_H

#include "engine/cancel.h"
#include "probes/login/login.h"
#include "probes/probe.h"

#include <stdatomic.h>

struct inbox;  /* inbox.h */
struct worker; /* pool.c */

struct probe_job {
	void (*run)(
		struct probe_job *job); /* one of those below, or a test's */
	/* What it points to is held below, or in the arena of `facts`. */
	struct connection_target target;
	enum service service;
	bool keep_transcript;
	struct probe_facts *facts;
	struct login_request login; /* of job_log_in() */
	/* Of job_ask() */
	struct hello hello;
	enum hello_depth depth;
	/* And of job_try_version() */
	bool asked; /* the hello went out; `answer` is what came */
	struct hello_answer answer;
	atomic_int stage; /* where the probe is, for others to see */
	struct resolution *resolution;
	struct cancel *cancel;
	struct inbox *inbox;   /* where it goes when it ends; borrowed */
	void *owner;           /* the submitter's */
	struct worker *worker; /* the pool's */
	struct probe_job *next;
};

/* Makes the probe. */
void job_probe(struct probe_job *job);

/* Asks for the version of `facts` by a hello alone. */
void job_try_version(struct probe_job *job);

/* The same, and signs in. */
void job_log_in(struct probe_job *job);

/* Asks with a hello made by hand in place of the dialogue's rest. */
void job_ask(struct probe_job *job);

/* Frees it and what it holds, but for the facts. */
void job_free(struct probe_job *job);

#endif
