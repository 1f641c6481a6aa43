/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which probes speak for the endpoint. A witness is a probe that asked the
 * endpoint as its settings describe it, at its own port and in its own mode.
 * So do the follow-ups that say the same once more, or to another address of
 * the host; the others ask something else, or elsewhere. What rules have asked
 * is no witness: it is not what mail programs say. */
#ifndef MAILSONDE_EVIDENCE_WITNESS_H
#define MAILSONDE_EVIDENCE_WITNESS_H

#include "model/facts.h"

/* Whether the probe met the server as a mail program would, so that what it
 * heard counts for the endpoint: not what a rule asked, and of the follow-up
 * questions only those that repeat the best connection. */
bool witness_is(const struct probe_facts *probe);

/* The most telling of the best connections: the first that completed, else
 * the one that came furthest. NULL if none was made. */
const struct probe_facts *witness_best(const struct endpoint_facts *facts);

/* The witness that tells how far the endpoint went: the best connection, or
 * else the first witness of all. NULL if there is none. */
const struct probe_facts *witness_furthest(const struct endpoint_facts *facts);

/* The next witness from `*at` on, which begins as 0; NULL at the end:
 *
 *	for (size_t at = 0; (probe = witness_next(facts, &at));) */
const struct probe_facts *witness_next(
	const struct endpoint_facts *facts, size_t *at);

/* The first witness for which `holds`, or NULL. */
const struct probe_facts *witness_first(const struct endpoint_facts *facts,
	bool (*holds)(const struct probe_facts *probe));

/* The first witness that stopped so, or NULL. */
const struct probe_facts *witness_stopped(const struct endpoint_facts *facts,
	enum stage stage, enum status status);

/* The first follow-up that put the question, or NULL; with `answered`, only one
 * for which that holds. */
const struct probe_facts *witness_follow_up(const struct endpoint_facts *facts,
	enum question question,
	bool (*answered)(const struct probe_facts *probe));

#endif
