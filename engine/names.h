/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Addresses of hosts, looked up once for all checks that want them at about
 * the same time. What is kept is bounded, and short-lived: the name service
 * has the last word on how long. */
#ifndef MAILSONDE_ENGINE_NAMES_H
#define MAILSONDE_ENGINE_NAMES_H

#include "net/resolve.h"

#define NAMES_KEPT 256
#define NAMES_LIVE_US 30000000  /* addresses */
#define NAMES_MISSED_US 5000000 /* that there are none */
#define NAMES_HANG_US 10000000  /* asked anew, and left behind */

struct names; /* opaque; may be used by several threads at once */

/* Returns an empty cache that looks up at most `most` names at a time. */
struct names *names_new(unsigned most);

/* NULL is fine. Look-ups under way are left behind. */
void names_free(struct names *names);

/* Returns a look-up of `host`, under way or done, to be freed with
 * resolve_free(); `notify_fd` is told as resolve_start() does it. NULL if none
 * can be begun now: with `*ret_later`, `notify_fd` is told once it is worth
 * asking again. */
struct resolution *names_ask(struct names *names, const char *host, int family,
	int notify_fd, bool *ret_later) __attribute__((warn_unused_result));

#endif
