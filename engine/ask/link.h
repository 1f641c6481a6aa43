/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The chains of hellos that are put to one server: which is asked next, and
 * which of them share a hello. A chain ends with a hello that is refused; one
 * that offers what is left of several ends them all. */
#ifndef MAILSONDE_ENGINE_ASK_LINK_H
#define MAILSONDE_ENGINE_ASK_LINK_H

#include "engine/job.h"
#include "probes/chain.h"

struct link {
	struct chain chain;
	struct probe_job *job;    /* while in flight */
	const struct link *rides; /* on the hello of that one, in flight */
	bool pairs;               /* with it: another list is asked for there */
	bool wanted;
	bool held;  /* what is under way may tell some of it */
	bool early; /* begun before its round */
};

/* There are `question_count` of them, one for each row of the table. */

/* Returns the one to ask next: the longest goes first, so that none is left
 * alone at the end. NULL if none waits, or that one is held. */
struct link *link_find_waiting(struct link *links);

/* Whether it has an answer to come, or to ask for. */
bool link_is_left(const struct link *link);

/* Adds to the hello of `links[i]`, which is about to go out, what others have
 * left that wait, too, as long as that makes no long chain of it. `room` is for
 * the longer list, and must last as long as the hello. */
void link_join(struct link *links, size_t i, struct hello *hello,
	uint16_t room[CHAIN_NUMBERS]);

/* Takes what came of the hello of `link` to all whom it concerns, as in
 * chain_heard(). */
void link_heard(struct link *links, struct link *link, enum status status,
	const struct hello_answer *answer);

/* Leaves suites of DHE out of the lists of a server that has no prime; asks one
 * that has a prime nothing again without them. */
void link_spare_dhe(struct link *links);

/* Once a round is over: what was left out of lists is missed where it did not
 * turn out that the server has no prime. */
void link_miss_dhe(struct link *links);

/* Whether DHE was refused for certain, by all chains of the first round that
 * might find it or by the one that offers nothing else, and others were
 * chosen. */
bool link_lacks_dhe(const struct link *links, enum tls_version version);

/* The hello is lost, with whoever rides on it. */
void link_lose(struct link *links, struct link *link);

#endif
