/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The same hello, answered otherwise on another connection: whether a
 * connection was refused, or got an older version than another one that
 * offered the same at the same address. */
#ifndef MAILSONDE_EVIDENCE_TLS_DIFFER_H
#define MAILSONDE_EVIDENCE_TLS_DIFFER_H

#include "model/facts.h"

/* Whether the server refused the handshake in TLS' own words. */
bool differ_refused(const struct probe_facts *probe);

/* Of one offer: that of the best connection, if that is answered differently,
 * else the newest version alone. */
struct differ_tally {
	size_t worse, connections;       /* of those that offered the same */
	const struct probe_facts *first; /* of the worse ones; NULL if none */
	unsigned alone; /* TLS_BIT()s offered, unless as the best connection */
};
struct differ_tally differ_count(const struct endpoint_facts *facts);

#endif
