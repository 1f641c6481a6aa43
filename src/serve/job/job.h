/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Checks that visitors asked for. Who asks for what is being made already
 * shares it; what is ready stays for a while, under a name that nobody can
 * guess. All functions may be called from any thread. */
#ifndef MAILSONDE_SRC_SERVE_JOB_JOB_H
#define MAILSONDE_SRC_SERVE_JOB_JOB_H

#include "engine/engine.h"
#include "src/serve/admit/door.h"
#include "src/serve/find.h"
#include "src/serve/order.h"

struct jobs; /* opaque */
struct job;  /* opaque */

/* What all of them have in common. */
struct jobs_rules {
	struct engine *engine;         /* outlives them */
	struct engine_request request; /* how it is asked; no matrices */
	struct find_request find;      /* how settings are found */
	const struct door *door; /* what may be asked for; outlives them */
	int cancel_fd;           /* readable: all that run stop */
	unsigned running;        /* checks at a time */
	unsigned kept;           /* waiting, running and ready ones */
	size_t kept_octets;      /* of memory, for all that are ready */
	int64_t keep_s;          /* how long what is ready stays */
	/* Where results are kept for longer than that, and told if one cannot
	 * be, with errno set; NULL. */
	const char *keep_folder;
	unsigned keep_days; /* how long there */
	void (*keep_failed)(void *context, const char *folder);
	void *keep_context;
};

struct jobs *jobs_new(const struct jobs_rules *rules);

/* Begins the check, or joins one of the same order that is not ready yet.
 * Returns it, to be let go with job_release(); else NULL with the problem,
 * in `arena`. What nobody gets a link to is made before it is returned, and
 * forgotten then. */
struct job *jobs_begin(struct jobs *jobs, struct arena *arena,
	const struct order *order, bool linked, struct problem *ret_problem);

/* The job of that name, to be let go with job_release(); NULL if there is
 * none, or none any more. */
struct job *jobs_find(struct jobs *jobs, const char *id);

void job_release(struct job *job);

/* Whether results are kept in a folder, and so for longer than this process
 * keeps them. */
bool jobs_have_folder(const struct jobs *jobs);

/* Removes some of the results in the folder that are too old; to be called
 * again and again, from one thread. */
void jobs_sweep(struct jobs *jobs);

const char *job_id(const struct job *job);
const struct order *job_order(const struct job *job);

struct job_state {
	bool ready;
	bool finding;    /* the settings are looked for */
	unsigned place;  /* in the queue; 0: it runs, or is ready */
	unsigned change; /* grows with each of them */
	size_t steps;    /* that job_step() knows */
	size_t endpoints, endpoints_done, connections;
};

/* As it is now. */
struct job_state job_state(struct job *job);

/* Waits until the state has another change than this, or for a second. */
struct job_state job_wait(struct job *job, unsigned change);

/* Something that happened, in the order in which it did. */
struct job_step {
	bool source; /* that was asked for settings, instead of an endpoint */
	bool done;   /* nothing more will be asked there */
	size_t number;
	const char *words; /* good until job_release() */
};

/* The step of that number, below `steps` of the state. */
struct job_step job_step(struct job *job, size_t number);

/* What is checked; NULL as long as that is being found. Good until
 * job_release(). */
const struct matrix *job_matrix(struct job *job);

/* Where the settings were looked for; NULL if they were given. Once it is
 * ready. */
const struct find_result *job_found(struct job *job);

/* Waits until it is ready. Answers the report, good until job_release(), or
 * NULL with the problem. */
const struct report *job_report(struct job *job, struct problem *ret_problem);

/* Finds settings without checking them, as find_settings() does; refuses if
 * several others are under way. */
bool jobs_discover(struct jobs *jobs, struct arena *arena, const char *address,
	struct matrix *ret_matrix, struct find_result *ret_result,
	struct problem *ret_problem);

struct jobs_counts {
	unsigned waiting, running, ready, finding;
	unsigned long begun, shared;
};

struct jobs_counts jobs_count(struct jobs *jobs);

#endif
