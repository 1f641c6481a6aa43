/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which endpoints of a run belong together. */
#ifndef MAILSONDE_EVIDENCE_NEIGHBOUR_H
#define MAILSONDE_EVIDENCE_NEIGHBOUR_H

#include "model/report.h"

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

#endif
