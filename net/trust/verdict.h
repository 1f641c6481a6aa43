/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whether a chain as the server sent it leads to an anchor (RFC 5280 section
 * 6), names apart. */
#ifndef MAILSONDE_NET_TRUST_VERDICT_H
#define MAILSONDE_NET_TRUST_VERDICT_H

#include "model/facts.h"
#include "net/trust/anchors.h"
#include "net/trust/end.h"

struct trust_verdict {
	enum trust trust;
	bool dates_bad;
	unsigned flaws; /* enum trust_flaw */
	char *detail;
	struct trust_end end; /* of paths that do not hold, or are stale */
};

/* The anchors are all decoded. To be cleared with verdict_clear(). */
struct trust_verdict verdict_judge(const struct anchors *anchors,
	const gnutls_datum_t *chain, size_t count);
void verdict_clear(struct trust_verdict *verdict);

/* See trust_find_issuer(). */
gnutls_x509_crt_t verdict_find_issuer(const struct anchors *anchors,
	const gnutls_datum_t *chain, size_t count, bool *ret_is_anchor);

#endif
