/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where TLS is due: what comes there instead of it, or before it. */
#ifndef MAILSONDE_NET_CONNECTION_BEFORE_TLS_H
#define MAILSONDE_NET_CONNECTION_BEFORE_TLS_H

#include "net/connection/state.h"

/* Octets that came before the handshake began; beyond a bound they are left
 * out. */
void connection_keep_strange(
	struct connection *conn, const unsigned char *data, size_t length);

/* Waits for the first record, and keeps what was injected in front of it, or
 * what came instead, as facts. Returns ST_NOT_TLS for the latter. */
enum status connection_await_tls(struct connection *conn)
	__attribute__((warn_unused_result));

#endif
