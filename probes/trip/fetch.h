/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* FETCH responses (RFC 9051 section 7.5.2), as far as we ask for them. */
#ifndef MAILSONDE_PROBES_TRIP_FETCH_H
#define MAILSONDE_PROBES_TRIP_FETCH_H

#include "model/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct fetched {
	uint64_t uid;
	struct octets header;    /* of BODY[...] */
	struct octets structure; /* of BODYSTRUCTURE */
	bool seen;               /* FLAGS has \Seen */
};

/* Reads what follows "FETCH", with its literals in it. Answers false if it is
 * no such thing, or has no UID. */
bool fetch_read(struct octets text, struct fetched *ret_fetched);

/* literal = "{" number ["+"] "}" at the end of a line, and its size */
bool fetch_ends_in_literal(struct octets line, size_t *ret_size);

/* The digits at the front; 0 if there are none, or too many. */
uint64_t fetch_number(struct octets text);

#endif
