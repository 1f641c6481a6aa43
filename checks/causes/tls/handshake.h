/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How the handshake breaks off. */
#ifndef MAILSONDE_CHECKS_CAUSES_TLS_HANDSHAKE_H
#define MAILSONDE_CHECKS_CAUSES_TLS_HANDSHAKE_H

#include "checks/causes/theory.h"

enum handshake_kind {
	HANDSHAKE_FINE,        /* or a cause is known */
	HANDSHAKE_CERTIFICATE, /* one of the client's is demanded */
	HANDSHAKE_INTOLERANT,  /* single versions work, all at once do not */
	HANDSHAKE_NOT_RELAYED, /* agreed to, and then no TLS came */
	HANDSHAKE_OLD,         /* no version that is good enough */
	HANDSHAKE_LIMITED,     /* none of those that were offered */
	HANDSHAKE_NO_COMMON,   /* cipher or the like */
	HANDSHAKE_NO_SNI,      /* an address cannot be named */
	HANDSHAKE_NAME,        /* the server does not know the name */
	HANDSHAKE_KEY,         /* of a size that is not computed with */
	HANDSHAKE_USAGE,       /* of the key, which its certificate forbids */
	HANDSHAKE_MALFORMED,   /* a certificate that cannot be read */
	HANDSHAKE_DAMAGED,     /* octets that make no sense */
	HANDSHAKE_CUT,         /* an answer that breaks off */
	HANDSHAKE_FAULT,       /* of the server's */
	HANDSHAKE_LARGE,       /* a small hello works */
	HANDSHAKE_DROPPED,     /* right after the hello */
	HANDSHAKE_SILENT,
};

struct handshake {
	enum handshake_kind kind;
	const struct probe_facts *probe; /* that broke off */
	enum tls_version version;        /* of HANDSHAKE_OLD */
	unsigned accepted;               /* of HANDSHAKE_INTOLERANT */
	bool small_works;                /* of HANDSHAKE_DROPPED */
	bool nameless_works;             /* of HANDSHAKE_NAME */
};

struct handshake handshake_of(const struct view *view);

void handshake_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct probe_facts *probe);

/* "TLS 1.2, TLS 1.3" */
const char *handshake_versions(struct work *work, unsigned versions);

#endif
