/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How many probes may be in flight, over all checks of an engine: at all, and
 * to one host. Seats are given in the order in which they were asked for, so
 * that a check of a thousand servers does not keep one of a single server
 * waiting. */
#ifndef MAILSONDE_ENGINE_LIMITS_H
#define MAILSONDE_ENGINE_LIMITS_H

#include "engine/engine.h"
#include "engine/inbox.h"

#include <stdatomic.h>

struct limits; /* opaque; may be used by several threads at once */

/* Copies `most`. To be freed with limits_free(). */
struct limits *limits_new(const struct engine_limits *most);

/* No claim may be left. NULL is fine. */
void limits_free(struct limits *limits);

/* What one check claims for probes to one host; its parts are those of
 * limits.c. */
struct limits_claim {
	struct limits_host *host;
	struct inbox *inbox;  /* woken when a seat was kept for it */
	atomic_uint reserved; /* seats */
	bool waits;
	struct limits_claim *next;
};

/* `inbox` is borrowed until the claim is cleared. */
void limits_claim_init(struct limits *limits, const char *host,
	struct inbox *inbox, struct limits_claim *ret_claim);

/* All seats that were taken must have been given back. */
void limits_claim_clear(struct limits *limits, struct limits_claim *claim);

/* Takes a seat for a probe. If there is none now, answers false, and one will
 * be kept for the claim when its turn has come. */
bool limits_take(struct limits *limits, struct limits_claim *claim)
	__attribute__((warn_unused_result));

/* Gives back a seat that was taken. The check of the claim is not woken for
 * what is kept for it now: its thread is at it. */
void limits_give(struct limits *limits, struct limits_claim *claim);

/* Gives back what was kept for the claim and has not been taken: whoever waits
 * must not wait for somebody who wants nothing any more. */
void limits_decline(struct limits *limits, struct limits_claim *claim);

#endif
