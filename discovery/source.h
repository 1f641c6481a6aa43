/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the sources of a run share. Each is a file and a row of discovery.c. */
#ifndef MAILSONDE_DISCOVERY_SOURCE_H
#define MAILSONDE_DISCOVERY_SOURCE_H

#include "discovery/discovery.h"
#include "discovery/dns.h"
#include "discovery/fetch.h"

#define SRV_LABELS 6
#define USUAL_NAMES 4

struct run {
	struct discovery *d;
	struct dns *dns; /* NULL: there is none, for `dns_problem` */
	const char *dns_problem;
	struct fetcher *fetcher;
	/* SRV records answer together: what each label has, and how it is. */
	struct source_answer *srv;
	struct dns_answer srv_answers[SRV_LABELS];
	size_t srv_left;
	bool guessed[USUAL_NAMES]; /* which have an address */
};

/* Adds a source that is waited for; NULL if there are too many. */
struct source_answer *source_add(struct discovery *d, enum source_kind kind,
	enum rank rank, const char *name);

/* Ends it. `detail` is owned by the arena, or constant. */
void source_done(struct discovery *d, struct source_answer *source,
	enum source_state state, const char *detail);

/* What came from elsewhere, cut and safe for people; in `arena`. */
const char *source_shown(struct arena *arena, const char *text);

/* A source for records that somebody forged. */
void source_void_forged(struct run *run, const char *what);

#endif
