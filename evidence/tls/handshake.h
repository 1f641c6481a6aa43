/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What all the handshakes of an endpoint tell together. */
#ifndef MAILSONDE_EVIDENCE_TLS_HANDSHAKE_H
#define MAILSONDE_EVIDENCE_TLS_HANDSHAKE_H

#include "model/facts.h"

/* The tickets for a session that came in the handshakes of rules. */
struct handshake_tickets {
	bool told; /* a handshake came to its end */
	bool issued;
	unsigned lifetime_s;     /* the longest; 0: none was given */
	unsigned max_early_data; /* the most octets that one allows */
};

/* Adds those of the probes that were made for the offer. */
void handshake_add_tickets(const struct endpoint_facts *facts,
	enum offer_id offer, struct handshake_tickets *tickets);

/* The server's keys for key exchanges of one TLS version. */
struct handshake_keys {
	size_t compared; /* how often two were */
	bool same;       /* two handshakes had the same key */
	bool finite;     /* ... of a finite-field group */
};

/* By the witnesses, and the probe that a rule made for this alone. */
struct handshake_keys handshake_compare_keys(
	const struct endpoint_facts *facts);

/* The smallest Diffie-Hellman group that a witness had, in bits; 0 if none had
 * one. */
unsigned handshake_least_dh_bits(const struct endpoint_facts *facts);

#endif
