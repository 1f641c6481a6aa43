/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The chains of hellos that are put to one server: which is asked next. */
#ifndef MAILSONDE_ENGINE_RUN_LINK_H
#define MAILSONDE_ENGINE_RUN_LINK_H

#include "engine/job.h"
#include "probes/chain.h"

struct link {
	struct chain chain;
	struct probe_job *job; /* while in flight */
	bool wanted;
};

/* There are `question_count` of them, one for each row of the table. */

/* Returns the one to ask next: the longest goes first, so that none is left
 * alone at the end. NULL if none waits. */
struct link *link_find_waiting(struct link *links);

/* Whether it has an answer to come, or to ask for. */
bool link_is_left(const struct link *link);

#endif
