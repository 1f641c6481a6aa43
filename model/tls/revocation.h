/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the issuer of a certificate said of it when it was asked. Plain data in
 * an arena. */
#ifndef MAILSONDE_MODEL_TLS_REVOCATION_H
#define MAILSONDE_MODEL_TLS_REVOCATION_H

#include "model/arena.h"

#include <stdint.h>

enum revocation {
	REVOCATION_UNASKED,
	REVOCATION_GOOD,
	REVOCATION_REVOKED,
	REVOCATION_UNKNOWN, /* the responder does not know the certificate */
	REVOCATION_UNNAMED, /* the certificate names nobody to ask by HTTP */
	REVOCATION_UNHEARD, /* nothing that holds was heard: see `detail` */
	REVOCATION_COUNT,
};

struct revocation_facts {
	enum revocation status;
	const char *by;      /* "OCSP", "CRL"; NULL: none of them */
	struct octets url;   /* asked last, as the certificate has it */
	const char *detail;  /* why nothing was heard; NULL */
	int64_t this_update; /* seconds since 1970; 0: not told */
	int64_t next_update;
	int64_t revoked_s;
};

/* Of a certificate above the server's, on the path to an anchor. */
struct issuer_revocation {
	char sha256[65];
	struct octets subject;
	struct revocation_facts said;
};

#endif
