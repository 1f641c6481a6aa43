/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The other usual ports of an endpoint's service, which rules had asked. */
#ifndef MAILSONDE_EVIDENCE_PORT_H
#define MAILSONDE_EVIDENCE_PORT_H

#include "model/facts.h"

struct port_seen {
	unsigned port;
	bool closed;       /* nobody listens there */
	unsigned accepted; /* TLS_BIT()s */
	unsigned refused;
	const struct probe_facts *best; /* that completed TLS; NULL */
};

/* Those ports in turn; `*at` is 0 to begin with. Answers false behind the last
 * one. */
bool port_next(const struct endpoint_facts *facts, size_t *at,
	struct port_seen *ret_seen) __attribute__((warn_unused_result));

#endif
