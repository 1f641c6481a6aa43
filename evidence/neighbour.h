/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which endpoints of a run belong together. */
#ifndef MAILSONDE_EVIDENCE_NEIGHBOUR_H
#define MAILSONDE_EVIDENCE_NEIGHBOUR_H

#include "model/report.h"
#include "model/text/sorted.h"

/* So many endpoints of one host are compared with each of them. */
#define NEIGHBOUR_MOST 1000

/* The endpoints of a run by their hosts: others chose how many there are. */
struct neighbours {
	struct sorted by_host;
	size_t *ends; /* for each of them, where those of its host end */
};

/* Those of one host in turn, in the order of the report, itself included. */
struct neighbour_walk {
	const struct neighbours *all;
	size_t at, end;
	/* There are more than NEIGHBOUR_MOST, and only those are seen: what was
	 * found stands, and what was not found was not looked for. */
	bool is_cut;
};

/* Whether both name the same endpoint; hosts are compared without regard to
 * case. */
bool neighbour_is_same(
	const struct endpoint *one, const struct endpoint *other);

/* Whether both are at the same host. */
bool neighbour_shares_host(
	const struct endpoint *one, const struct endpoint *other);

/* The next endpoint of the report at the same host as `endpoint`, and other
 * than it, from `*at` on, which begins as 0; NULL at the end. */
const struct endpoint_report *neighbour_next(const struct report *report,
	const struct endpoint *endpoint, size_t *at);

/* The same of all endpoints, found once. The report is borrowed. */
struct neighbours neighbour_index(
	struct arena *arena, const struct report *report);

struct neighbour_walk neighbour_walk(
	const struct neighbours *all, const struct endpoint_report *endpoint);

/* NULL at the end. */
const struct endpoint_report *neighbour_step(struct neighbour_walk *walk);

#endif
