/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What keeps visitors from taking more than their share: a request must be
 * there within some time, and only so many may ask for work in a second. All
 * functions may be called from any thread. */
#ifndef MAILSONDE_SRC_SERVE_GUARD_H
#define MAILSONDE_SRC_SERVE_GUARD_H

#include <stdbool.h>
#include <stdint.h>

struct guard; /* opaque */

struct guard_rules {
	unsigned request_s; /* for a whole request, however slowly it comes */
	unsigned burst;     /* requests for work at once */
	unsigned per_second;
};

/* Lives as long as the process. NULL if there are no threads left. */
struct guard *guard_new(const struct guard_rules *rules);

/* A visitor came by that socket; returns what stands for it from there on. */
struct guard_visitor *guard_enter(struct guard *guard, int fd);

/* Its request is there, or is answered: it has time again. */
void guard_heard(struct guard *guard, struct guard_visitor *visitor);
void guard_answered(struct guard *guard, struct guard_visitor *visitor);

/* Before the socket is closed. NULL is fine. */
void guard_leave(struct guard *guard, struct guard_visitor *visitor);

/* Whether one more request for work may be served now. */
bool guard_admits(struct guard *guard);

#endif
