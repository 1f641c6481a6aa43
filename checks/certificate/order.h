/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A chain that is trusted, and not sent as it should be: each certificate
 * followed by its issuer's, and nothing else (RFC 5246 section 7.4.2). */
#ifndef MAILSONDE_CHECKS_CERTIFICATE_ORDER_H
#define MAILSONDE_CHECKS_CERTIFICATE_ORDER_H

#include "model/facts.h"

/* An issuer that is out of date, of which a current copy is sent too; NULL if
 * there is none, as below. */
const struct certificate *order_find_stale_copy(
	const struct tls_facts *tls, int64_t now_s);

/* An issuer that is sent before what it issued. */
const struct certificate *order_find_early(const struct tls_facts *tls);

/* One that issued none of the others, or is sent twice. */
const struct certificate *order_find_unneeded(const struct tls_facts *tls);

#endif
