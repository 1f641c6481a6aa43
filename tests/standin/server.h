/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_SERVER_H
#define STANDIN_SERVER_H

#include "tests/standin/io/listener.h"
#include "tests/standin/io/log.h"

#include <stdbool.h>

/* The listeners, and a thread for every connection to them. */
struct server;

/* Blocks SIGTERM and SIGINT, which then end server_run().  Returns NULL, errno
 * set, when that cannot be arranged.  `log` may be NULL and stays the
 * caller's.  To be freed with server_free(). */
struct server *server_new(struct log *log);
/* Ends every connection, and waits for it. */
void server_free(struct server *server);

/* Opens the listener, which is the server's from then on, whatever the
 * result. */
bool server_add(struct server *server, struct listener *l);
/* The listener of that number, counted from 0, or NULL behind the last. */
const struct listener *server_listener(
	const struct server *server, size_t number);

/* Serves until a signal, `lifetime_s` seconds, or, if `until_eof`, the end of
 * standard input. */
void server_run(struct server *server, unsigned lifetime_s, bool until_eof);

#endif
