/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the files of a question run share: one asks, the other listens. */
#ifndef MAILSONDE_ENGINE_ASK_QUESTION_PARTS_H
#define MAILSONDE_ENGINE_ASK_QUESTION_PARTS_H

#include "engine/ask/link.h"
#include "engine/ask/patience.h"
#include "engine/run/parts.h"

/* How many hellos may go unheard. */
#define UNHEARD_MOST 24

/* Resets in a row that may still be how the server refuses. */
#define RESETS_MOST 24

struct question_run {
	unsigned round;
	unsigned flying;
	unsigned hellos;
	unsigned unheard;
	unsigned resets;  /* since it last did anything else */
	bool turned_away; /* the server asks for fewer connections */
	bool abandoned;   /* a job computed past its deadline */
	bool over;
	unsigned news; /* TLS_BIT() of versions of whose suites something
			* was heard since they were looked at */
	int64_t begin_us;
	int64_t next_us;     /* when the next one may begin */
	int64_t deadline_us; /* of all */
	struct arena *arena;
	struct chain_manners manners;
	struct patience patience;
	struct offered_facts known; /* of the rounds before */
	struct offered_facts *found;
	struct link links[]; /* [question_count] */
};

/* Takes what connections of everybody's have told; holds what those under way
 * may tell until they had twice the time that the first answer took. */
void question_learn_choices(struct endpoint_run *run);

/* Stops each chain that has no hello under way. */
void question_stop_all(struct question_run *q, const char *gap);

#endif
