/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_MISBEHAVE_H
#define STANDIN_MISBEHAVE_H

#include "tests/standin/reply.h"
#include "tests/standin/session.h"
#include "tests/standin/tls/hello.h"

/* The faults that take over a connection.  Each of these functions returns true
 * when a fault did so and the session is over. */

/* Before anything was said. */
bool misbehave_at_connect(struct session *s);
/* Instead of the greeting. */
bool misbehave_at_greeting(struct session *s);
/* After STARTTLS was agreed to. */
bool misbehave_after_starttls(struct session *s);
/* With the ClientHello waiting on the socket. */
bool misbehave_at_hello(struct session *s, const struct hello *hello);
/* When the handshake is done. */
bool misbehave_in_tls(struct session *s);
/* Instead of the reply to a request for capabilities, which would be
 * `reply`. */
bool misbehave_at_capabilities(struct session *s, const struct reply *reply);

/* The line that injected-reply adds to the reply to STARTTLS.  It is the
 * session's. */
const char *misbehave_injected_text(const struct session *s);

/* Whether a fault that may be bound to a phase (`=clear`, `=tls`) is on
 * now. */
bool misbehave_now(const struct session *s, enum fault fault);

#endif
