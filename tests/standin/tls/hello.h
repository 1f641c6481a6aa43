/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_HELLO_H
#define STANDIN_HELLO_H

#include <stdbool.h>

/* What a ClientHello offers (RFC 8446 section 4.1.2). */
struct hello {
	/* The first octets looked like a TLS handshake record and the message
	 * in it could be read. */
	bool is_hello;
	/* The highest version offered, as a set of one. */
	unsigned best;
	/* The server_name extension; "" when there is none. */
	char server_name[256];
};

/* Waits for a ClientHello on the socket and reads it without taking it.
 * False when the peer closed before it said a thing. */
bool hello_peek(int fd, struct hello *ret_hello);

#endif
