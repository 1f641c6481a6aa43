/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the files of this folder know of a connection, and nobody else. */
#ifndef MAILSONDE_NET_CONNECTION_STATE_H
#define MAILSONDE_NET_CONNECTION_STATE_H

#include "net/connection/connection.h"

#define READ_AHEAD 4096
#define AHEAD_OCTETS 512
#define FIRST_OCTETS 16 /* of the server's flight: up to its version */

struct connection {
	struct wire wire;
	struct connection_target target;
	int fd;
	gnutls_session_t session;
	bool tls_up;
	bool bulky; /* what is in its certificates: see net/bulk.h */
	bool in_turn;
	bool no_turn;       /* waited for it in vain, and does not again */
	bool awaiting_tls;  /* nothing of TLS came yet */
	enum status status; /* sticky: what ended reading */
	struct deadline deadline;
	struct deadline patience; /* of connection_await(), if `impatient` */
	bool impatient;
	unsigned char ahead[AHEAD_OCTETS]; /* read by it inside TLS */
	size_t ahead_start, ahead_end;
	size_t total; /* octets from the peer */

	unsigned char in[READ_AHEAD]; /* raw, in front of TLS */
	size_t in_start, in_end;
	unsigned char *out; /* a flight being gathered */
	size_t out_used, out_size;

	unsigned char first[FIRST_OCTETS];
	size_t first_used;
	unsigned char *strange; /* what came in place of TLS */
	size_t strange_used;
};

#endif
