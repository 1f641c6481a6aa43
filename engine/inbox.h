/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where the jobs of a check come back to, and what wakes its thread. Several
 * may hold it. */
#ifndef MAILSONDE_ENGINE_INBOX_H
#define MAILSONDE_ENGINE_INBOX_H

#include "engine/job.h"

struct inbox; /* opaque */

/* NULL if no descriptor can be had. */
struct inbox *inbox_new(void) __attribute__((warn_unused_result));

/* Returns the same for one more holder, who frees it, too. */
struct inbox *inbox_hold(struct inbox *inbox)
	__attribute__((warn_unused_result));
void inbox_free(struct inbox *inbox);

/* An eventfd that is added 1 to whenever there is news. */
int inbox_fd(const struct inbox *inbox);
void inbox_wake(struct inbox *inbox);

/* Takes the job over, from any thread, and wakes the inbox if it was empty. */
void inbox_put(struct inbox *inbox, struct probe_job *job);

/* Returns what came since the last time, linked by `next`; NULL if nothing
 * did. */
struct probe_job *inbox_take(struct inbox *inbox);

#endif
