/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The TLS session of a connection: the handshake, its messages and alerts as
 * facts. */
#ifndef MAILSONDE_NET_CONNECTION_SESSION_H
#define MAILSONDE_NET_CONNECTION_SESSION_H

#include "net/connection/state.h"

/* Answers false if GnuTLS cannot make such a session. */
bool connection_set_up_session(struct connection *conn)
	__attribute__((warn_unused_result));

enum status connection_handshake(struct connection *conn)
	__attribute__((warn_unused_result));

/* Keeps a warning alert, if that is what a call of GnuTLS returned. */
void connection_keep_warning(struct connection *conn, int error);

/* What a call of GnuTLS that failed for good means. */
enum status connection_keep_failure(struct connection *conn, int error)
	__attribute__((warn_unused_result));

/* Of TLS 1.3 there is nothing to take up before a ticket came, and GnuTLS
 * would wait for one. */
void connection_keep_session(struct connection *conn);

#endif
