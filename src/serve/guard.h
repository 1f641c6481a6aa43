/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What keeps visitors from taking more than their share: a request must be
 * there within some time, only so many may ask for work in a second, and no
 * network may take all of that, or all connections. All functions may be called
 * from any thread. */
#ifndef MAILSONDE_SRC_SERVE_GUARD_H
#define MAILSONDE_SRC_SERVE_GUARD_H

#include "src/serve/admit/share.h"

struct guard; /* opaque */

struct guard_rules {
	unsigned request_s; /* for a whole request, however slowly it comes */
	struct share_rate all;  /* requests for work */
	struct share_rate each; /* the same of one network */
	unsigned each_visitors; /* connections of one network at a time */
};

/* Lives as long as the process. NULL if there are no threads left. */
struct guard *guard_new(const struct guard_rules *rules);

/* Whether one more connection may come from there; NULL: from anywhere. */
bool guard_welcomes(struct guard *guard, const struct sockaddr *from);

/* A visitor came by that socket; returns what stands for it from there on. */
struct guard_visitor *guard_enter(
	struct guard *guard, int fd, const struct sockaddr *from);

/* Its request is there, or is answered: it has time again. */
void guard_heard(struct guard *guard, struct guard_visitor *visitor);
void guard_answered(struct guard *guard, struct guard_visitor *visitor);

/* Before the socket is closed. NULL is fine. */
void guard_leave(struct guard *guard, struct guard_visitor *visitor);

/* Whether one more request for work may be served now. */
bool guard_admits(struct guard *guard, const struct sockaddr *from);

#endif
