/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What current programs do not accept, whatever a policy says. */
#ifndef MAILSONDE_CHECKS_SEVERAL_STRENGTH_H
#define MAILSONDE_CHECKS_SEVERAL_STRENGTH_H

#include "model/facts.h"

enum weakness {
	WEAK_NOTHING,
	WEAK_KEY,       /* of any certificate that was sent */
	WEAK_SIGNATURE, /* of one that is no root */
	WEAK_AUTHORITY, /* an authority's certificate is the server's own */
	WEAK_STAPLE,    /* a status response is required, and missing */
	WEAK_GROUP,     /* of the key exchange */
};

/* Where it was seen: certificate and chain, or the probe. */
struct weak_place {
	const struct tls_facts *chain;
	const struct certificate *certificate;
	const struct probe_facts *probe;
};

/* The first weakness of all that the server showed. */
enum weakness strength_find(const struct endpoint_facts *facts,
	struct weak_place *ret_place) __attribute__((warn_unused_result));

#endif
