/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the servers on a message's way wrote into its header. */
#ifndef MAILSONDE_PROBES_LETTER_TRACE_H
#define MAILSONDE_PROBES_LETTER_TRACE_H

#include "model/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define TRACE_HOPS 50

/* A server on the way, the one that delivered it first (RFC 5321 section 4.4).
 * Texts are the servers', not escaped; NULL where one says nothing. */
struct trace_hop {
	const char *from;
	const char *by;
	const char *protocol; /* "ESMTPS" */
	int64_t date;         /* seconds since 1970; 0 */
};

struct trace {
	struct trace_hop *hops;
	size_t count;
	bool cut; /* there are more */

	/* Of the topmost Authentication-Results (RFC 8601), which the receiver
	 * wrote itself; any other may be forged. "pass", "fail"; NULL */
	const char *authority;
	const char *spf;
	const char *dkim;
	const char *dmarc;
};

void trace_read(
	struct arena *arena, struct octets message, struct trace *ret_trace);

#endif
