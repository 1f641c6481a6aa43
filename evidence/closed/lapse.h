/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Lapses: connections that the server ended without a word at a point which it
 * passed on others. They tell of the server that it is unreliable, and of what
 * was asked nothing. */
#ifndef MAILSONDE_EVIDENCE_CLOSED_LAPSE_H
#define MAILSONDE_EVIDENCE_CLOSED_LAPSE_H

#include "model/facts.h"

/* Whether it may turn out to be one: it ended without a word, before it had
 * what it asked for. */
bool lapse_may_be(const struct probe_facts *probe);

bool lapse_is(
	const struct endpoint_facts *facts, const struct probe_facts *probe);

struct lapse_tally {
	size_t lapses, connections;
	bool alone;  /* one of them while no more connections were open than
		      * the server served at once: it is not their number */
	bool served; /* one that began after a lapse was served */
};
struct lapse_tally lapse_count(const struct endpoint_facts *facts);

/* How many connections were ended without a word since the last that was not,
 * in the order in which they began. */
size_t lapse_in_a_row(const struct endpoint_facts *facts);

#endif
