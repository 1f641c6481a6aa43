/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What hellos made by hand were answered, noted in the basis of whoever judges
 * (evidence/basis.h) by what they had offered. */
#ifndef MAILSONDE_EVIDENCE_OFFERED_HEARD_H
#define MAILSONDE_EVIDENCE_OFFERED_HEARD_H

#include "evidence/offered/offered.h"

/* How the server took what one hello asks; OFFERED_NOT_ASKED if nobody asked,
 * or there is no such trait. */
enum offered_state heard_trait(
	const struct endpoint_facts *facts, enum offered_trait trait);

/* The same of SSL 2.0. */
enum offered_state heard_ssl2(const struct endpoint_facts *facts);

/* The primes of finite-field Diffie-Hellman that were shown. */
const struct offered_prime *heard_primes(
	const struct endpoint_facts *facts, size_t *ret_count);

/* Whether the server speaks the version with any suite. */
enum offered_state heard_version(
	const struct endpoint_facts *facts, enum tls_version version);

/* Notes the hellos that offered everything of the kind in these versions:
 * TLS_BIT()s. Those that were not asked are left out. */
void heard_note(const struct endpoint_facts *facts, enum offered_kind kind,
	unsigned versions);

#endif
