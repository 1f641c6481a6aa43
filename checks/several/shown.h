/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which of the certificates that a server showed is told of. All are judged:
 * the first that is not in order, or else the one that counts most (see
 * chain_judged()). NULL if none was shown. */
#ifndef MAILSONDE_CHECKS_SEVERAL_SHOWN_H
#define MAILSONDE_CHECKS_SEVERAL_SHOWN_H

#include "model/facts.h"

const struct tls_facts *shown_untrusted(const struct endpoint_facts *facts);
const struct tls_facts *shown_misnamed(const struct endpoint_facts *facts);

/* One that is out of date before one that ends soonest. */
const struct tls_facts *shown_dated(
	const struct endpoint_facts *facts, int64_t now_s);

/* To which connections the server showed that chain: "with TLS 1.2 at
 * 192.0.2.1". NULL if it showed no other one. */
const char *shown_where(struct arena *arena, const struct endpoint_facts *facts,
	const struct tls_facts *chain);

#endif
