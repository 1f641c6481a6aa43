/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The table of jobs, for job.c and run.c: which are kept, for how long, and
 * the lock over all of them. */
#ifndef MAILSONDE_SRC_SERVE_JOB_TABLE_H
#define MAILSONDE_SRC_SERVE_JOB_TABLE_H

#include "src/serve/job/job.h"
#include "src/serve/token.h"

#include <dirent.h>
#include <pthread.h>

struct job {
	struct jobs *jobs;
	struct job *next;
	unsigned references; /* the table's own counts, too */
	struct token id;
	bool linked;
	const char *key;
	struct arena *arena;
	struct order order;
	struct matrix matrix;
	bool known; /* the matrix is what is checked */
	struct find_result found;
	const struct policy *policies[ORDER_POLICIES];
	struct engine_request request;
	unsigned long ticket; /* the order of arrival */
	struct job_state state;
	struct job_step *steps;
	struct arena *told; /* their words; with the lock held */
	bool running;
	int64_t ready_s;
	size_t octets; /* of memory, once it is ready */
	struct report report;
	struct problem problem;
};

struct jobs {
	struct jobs_rules rules;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct job *first;
	struct jobs_counts counts;
	unsigned long tickets, served;
	unsigned long large_tickets, large_served;
	size_t endpoints; /* of the large checks that are under way */
	size_t octets;    /* of all that are ready */
	int keep_error;   /* that was told last; 0 once a result is kept */
	DIR *sweep;       /* see keep_sweep() */
};

/* Seconds of a clock that is never set. */
int64_t job_table_now_s(void);

/* Whether it has been ready for longer than it is kept. */
bool job_table_is_old(const struct job *job);

/* Frees one that no thread and no table knows. */
void job_table_free(struct job *job);

/* All that follow are called with the lock held. */

/* One that waits or runs for the same order; NULL if there is none. */
struct job *job_table_find_same(struct jobs *jobs, const struct job *wanted);

/* Drops the old ones, and while the table is full, the oldest that is ready. */
void job_table_make_room(struct jobs *jobs);

/* Whether a check of so many endpoints is a large one. */
bool job_table_is_large(size_t count);

/* What servers say takes memory until the report is there: of large checks,
 * only so many are under way at a time, but always one. Answers whether one of
 * `count` endpoints may begin, which gives them back when it ends. */
bool job_table_take_endpoints(struct jobs *jobs, size_t count)
	__attribute__((warn_unused_result));
void job_table_give_endpoints(struct jobs *jobs, size_t count);

/* Counts what the job that got ready has of the memory. */
void job_table_weigh(struct job *job);

/* Drops the oldest while all together have too much of it. */
void job_table_keep_light(struct jobs *jobs);

bool job_table_is_full(const struct jobs *jobs);

/* Takes out a job that is ready. */
void job_table_forget(struct job *job);

/* Ends one of the references; the last one frees the job. */
void job_table_let_go(struct job *job);

#endif
