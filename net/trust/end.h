/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where the path of a server's certificates ends, by names and signatures. */
#ifndef MAILSONDE_NET_TRUST_END_H
#define MAILSONDE_NET_TRUST_END_H

#include <gnutls/x509.h>
#include <stdbool.h>
#include <stdint.h>

struct trust_end {
	char *wanted;     /* the issuer whose certificate nobody has, or NULL */
	bool wanted_sent; /* one of that name was, with another key */
	bool wanted_known; /* an anchor is called so, and has another key */
	char *anchor;      /* or the anchor at its end, or NULL */
	int64_t anchor_not_before;
	int64_t anchor_not_after;
};

/* Follows the chain from its first certificate, over those that were sent and
 * the anchors of the list, whatever their dates are. To be cleared with
 * trust_end_clear(). */
void trust_end_find(const gnutls_x509_crt_t *chain, unsigned count,
	gnutls_x509_trust_list_t anchors, struct trust_end *ret_end);
void trust_end_clear(struct trust_end *end);

#endif
