/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Programs and devices that open the encryption on the way and show
 * certificates of their own making. */
#ifndef MAILSONDE_CHECKS_CAUSES_CERTIFICATE_INTERCEPTOR_H
#define MAILSONDE_CHECKS_CAUSES_CERTIFICATE_INTERCEPTOR_H

#include "model/facts.h"

enum interceptor_kind {
	INTERCEPTOR_SCANNER, /* on the user's own computer */
	INTERCEPTOR_GATEWAY, /* of a company or a school */
};

struct interceptor {
	const char *words; /* in an issuer's name; any case */
	const char *name;  /* for people */
	enum interceptor_kind kind;
	bool distinct; /* nothing else is called so */
};

extern const struct interceptor interceptor_table[];
extern const size_t interceptor_count;

/* Returns who issued the chain, if that is a known interceptor; else NULL.
 * Ask only of a chain that is not trusted: a maker's own servers are issued by
 * public authorities. */
const struct interceptor *interceptor_of(const struct tls_facts *tls);

#endif
