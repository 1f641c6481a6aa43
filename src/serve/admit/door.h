/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Who may come in, and what may be asked for. */
#ifndef MAILSONDE_SRC_SERVE_ADMIT_DOOR_H
#define MAILSONDE_SRC_SERVE_ADMIT_DOOR_H

#include "model/problem.h"
#include "model/settings.h"
#include "net/address/reach.h"

struct accounts; /* src/serve/admit/accounts.h */

struct door {
	/* Where checks may go. Without a domain or network that is named, to
	 * any server; else to the ports of mail of those alone. */
	bool limited;
	const char *const *domains; /* and all below them */
	size_t domain_count;
	struct reach reach;
	struct accounts *accounts; /* NULL: nobody needs a password */
};

/* Reads networks ("192.0.2.0/24") and domains ("example.com"). */
bool door_read_allow(struct arena *arena, const char *const *texts,
	size_t count, struct door *ret_door, struct problem *ret_problem);

/* Whether each endpoint may be asked; else false with the problem. */
bool door_allows(struct arena *arena, const struct door *door,
	const struct matrix *matrix, struct problem *ret_problem);

/* Whether settings may be looked for, of an address or a domain. */
bool door_allows_domain(struct arena *arena, const struct door *door,
	const char *address, struct problem *ret_problem);

#endif
