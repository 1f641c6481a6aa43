/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How a server that asks for fewer connections is asked on: after a pause, and
 * further apart each time. Exim, for one, holds a failed handshake for half a
 * second, and has room for 20. A pure function of the clock. */
#ifndef MAILSONDE_ENGINE_ASK_PATIENCE_H
#define MAILSONDE_ENGINE_ASK_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

/* Zeroed at first. */
struct patience {
	unsigned pauses;  /* in all */
	unsigned in_vain; /* of them, since the last answer */
	int64_t resume_us;
};

/* A connection that began at `begun_us` was turned away. Answers whether to go
 * on, not before `resume_us`. What began before a pause belongs to it. */
bool patience_turned_away(struct patience *patience, int64_t begun_us,
	int64_t now_us) __attribute__((warn_unused_result));

/* A connection was answered. */
void patience_answered(struct patience *patience);

/* How far apart connections begin; 0 unless one was turned away. */
int64_t patience_spacing_us(const struct patience *patience);

#endif
