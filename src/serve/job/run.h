/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The thread of one job: it waits for its turn, finds the settings if it has
 * to, checks them, and notes each step. */
#ifndef MAILSONDE_SRC_SERVE_JOB_RUN_H
#define MAILSONDE_SRC_SERVE_JOB_RUN_H

#include "src/serve/job/table.h"

/* Starts the thread, with the lock held. One of the job's references is the
 * thread's. Answers false if the system has no thread for it. */
bool job_run_start(struct job *job) __attribute__((warn_unused_result));

/* Does the same on the caller's thread. */
void job_run_here(struct job *job);

#endif
