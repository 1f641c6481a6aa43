/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What it means that a server closes connections, resets them or puts them off:
 * right after the ClientHello that may be a refusal of what was offered. */
#ifndef MAILSONDE_EVIDENCE_CLOSED_DROP_H
#define MAILSONDE_EVIDENCE_CLOSED_DROP_H

#include "model/facts.h"

/* Whether that is how the probe ended. */
bool drop_after_hello(const struct probe_facts *probe);

/* The last of the probes that offered `version`, and nothing that the server
 * takes, and were dropped right after the hello; NULL if there is none. How
 * many there are goes to `*ret_count`. */
const struct probe_facts *drop_last(const struct endpoint_facts *facts,
	enum tls_version version, size_t *ret_count);

/* How many such drops make a refusal: more from a server that drops connections
 * whatever they offer. */
size_t drop_enough(const struct endpoint_facts *facts);

/* Whether a connection was made that began after `drop`. */
bool drop_outlived(
	const struct endpoint_facts *facts, const struct probe_facts *drop);

/* Whether the server keeps some connections from being made at all, so that a
 * connection dropped says nothing about what it offered. */
bool drop_at_random(const struct endpoint_facts *facts);

/* Says of each probe that was closed or reset right after its ClientHello
 * whether that was a refusal: it was if another version completed on the same
 * endpoint, and where the endpoint drops connections whatever they offer, if
 * it happened drop_enough() times and one completed later. Call it whenever a
 * probe was added: only their `outcome` changes. */
void drop_settle(struct endpoint_facts *facts);

#endif
