/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a hello may tell beside what it asks. It offers more than its own list:
 * of a server that goes by the client's order, what stands first in the others
 * and is not known yet is told as well. Nothing is left out for it, so that a
 * refusal says what it always says. */
#ifndef MAILSONDE_ENGINE_ASK_FAVOUR_H
#define MAILSONDE_ENGINE_ASK_FAVOUR_H

#include "engine/ask/link.h"

struct favour_room {
	uint16_t groups[CHAIN_NUMBERS];
	uint16_t signatures[CHAIN_NUMBERS];
};

/* Puts what other chains look for to the front of the lists of the hello of
 * `link`, once link_join() is done. `room` must last as long as the hello. */
void favour_unknown(const struct link *links, const struct link *link,
	struct hello *hello, struct favour_room *room);

/* Tells all chains what the server chose of any hello. */
void favour_heard(struct link *links, const struct hello_answer *answer);

#endif
