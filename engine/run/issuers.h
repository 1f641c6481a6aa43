/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a run fetches from issuers: each answer once, for all that ask the same
 * of the same place, a few side by side. Silence has an end: a host that kept
 * silent is not asked again, and once the run has waited long enough for slow
 * hosts, those alone are asked that answered others at once. */
#ifndef MAILSONDE_ENGINE_RUN_ISSUERS_H
#define MAILSONDE_ENGINE_RUN_ISSUERS_H

#include "engine/revoker.h"

struct issuers; /* opaque */

struct issuer_fetch {
	unsigned id;
	struct revocation_source source;
	struct issuer_host *host;
	int64_t begun_us; /* 0: not asked yet */
	int64_t until_us; /* meaningful once it is asked */
	bool done;
	unsigned char *body; /* of the answer, once it is done */
	size_t length;
	const char *problem; /* NULL: the answer is there */
};

/* `timeout_us` is how long a host has for its answer. */
struct issuers *issuers_new(
	const struct engine_revoker *revoker, int64_t timeout_us);
void issuers_free(struct issuers *issuers);

/* Hears what came; answers false once nothing more is there now. */
bool issuers_hear(struct issuers *issuers);

/* The fetch from that place, which may be another's, too. It is done in the end
 * if issuers_go_on() is called often enough. */
struct issuer_fetch *issuers_find(
	struct issuers *issuers, const struct revocation_source *source);

/* Asks if there is room, gives up if it is time, and answers whether it is
 * done; else `*wake_us` is no later than it is due. */
bool issuers_go_on(
	struct issuers *issuers, struct issuer_fetch *fetch, int64_t *wake_us);

#endif
