/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the addresses of an endpoint fared, over all its probes. */
#ifndef MAILSONDE_CHECKS_CAUSES_NETWORK_STANDING_H
#define MAILSONDE_CHECKS_CAUSES_NETWORK_STANDING_H

#include "checks/causes/theory.h"

#define ADDRESSES 16

struct standing {
	const struct attempt *attempt; /* the one that tells most */
	size_t completed;              /* dialogues that came to their end */
	size_t whole;                  /* of them, with all that is asked */
	size_t broken;                 /* that did not, though connected */
	const struct probe_facts *broke;
};

struct standings {
	struct standing list[ADDRESSES];
	size_t count;
};

/* Addresses that connected, and others that did not, by family. */
struct families {
	size_t good[2]; /* IPv4, IPv6 */
	size_t bad[2];
};

struct standings standing_list(const struct view *view);

struct families standing_by_family(const struct standings *standings);

/* Whether dialogues come to their end with some addresses, and do not with
 * others. */
bool standing_differs(const struct standings *standings);

void standing_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct standings *standings);

#endif
