/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a rule has offered to a server to see whether it takes it: one row an
 * offer, one handshake for each, made once for all policies. */
#ifndef MAILSONDE_NET_OFFERS_H
#define MAILSONDE_NET_OFFERS_H

#include "model/names.h"

#include <stdbool.h>
#include <stddef.h>

struct offer {
	const char *id;    /* stable: "suites-static-rsa", "group-x25519" */
	const char *title; /* "cipher suites with static RSA key transport" */
	const char *priority;    /* of GnuTLS, whole */
	unsigned versions;       /* TLS_BIT()s that it offers */
	const char *alpn;        /* NULL: none */
	const char *server_name; /* SNI in place of the host; "": none; NULL:
				  * the host */
	bool anonymous; /* with credentials for anonymous key exchange */
	bool resume;    /* handshake, and again with the ticket of it */
};

extern const struct offer offer_table[];
extern const size_t offer_count;

/* The number of the offer; `offer_count` if there is none of that id. */
size_t offer_find(const char *id);

#endif
