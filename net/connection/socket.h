/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Below TLS: octets as they come and go, gathered to whole flights. */
#ifndef MAILSONDE_NET_CONNECTION_SOCKET_H
#define MAILSONDE_NET_CONNECTION_SOCKET_H

#include "net/connection/state.h"

/* Sends the flight gathered so far.  A peer that is gone is met by the next
 * read: what it said before it went can still be read then. */
enum status connection_flush(struct connection *conn);

/* The same of the last flight, which may wait for the FIN and go in one segment
 * with it: the socket is to be shut down or closed next. */
enum status connection_flush_last(struct connection *conn);

/* Sent with what follows: connection_fill() flushes. */
void connection_gather(
	struct connection *conn, const void *data, size_t length);

/* Reads some more octets behind those that are there.  What was gathered goes
 * out first, and only now: a flight is whole once an answer is waited for. */
enum status connection_fill(struct connection *conn,
	const struct deadline *deadline) __attribute__((warn_unused_result));

/* Makes sure that `count` octets are there to look at, if they come. */
enum status connection_peek(
	struct connection *conn, size_t count, const struct deadline *deadline);

/* Takes up to `size` octets of those that are there; answers how many. */
size_t connection_take(struct connection *conn, void *data, size_t size);

#endif
