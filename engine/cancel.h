/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A signal to stop, for everything that waits in io_wait(). Several may hold
 * it: a thread that is left behind must not wait for a descriptor that has
 * become something else. */
#ifndef MAILSONDE_ENGINE_CANCEL_H
#define MAILSONDE_ENGINE_CANCEL_H

struct cancel; /* opaque */

/* NULL if no descriptor can be had. */
struct cancel *cancel_new(void) __attribute__((warn_unused_result));

/* Returns the same for one more holder, who frees it, too. */
struct cancel *cancel_hold(struct cancel *cancel)
	__attribute__((warn_unused_result));
void cancel_free(struct cancel *cancel);

/* Readable once it was signalled, for as long as somebody holds it. */
int cancel_fd(const struct cancel *cancel);
void cancel_signal(struct cancel *cancel);

#endif
