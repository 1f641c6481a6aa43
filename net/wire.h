/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a dialogue speaks over: a connection, or a script in a test. */
#ifndef MAILSONDE_NET_WIRE_H
#define MAILSONDE_NET_WIRE_H

#include "model/facts.h"
#include "net/hello/hello.h"

#include <stdatomic.h>

struct blot; /* model/login/blot.h */
struct wire;

/* What binds a login to this TLS connection and no other. */
enum wire_binding {
	BIND_EXPORTER, /* tls-exporter, RFC 9266 */
	BIND_UNIQUE,   /* tls-unique, RFC 5929 section 3; up to TLS 1.2 */
};

struct wire_ops {
	/* Reads at least one octet and at most `size`, the count in
	 * `*ret_length`. Returns ST_OK, ST_EOF, ST_RESET, ST_TIMEOUT,
	 * ST_CANCELLED, ST_PROBE_TOO_LONG, ST_ALERT or ST_TLS. */
	enum status (*read)(
		struct wire *wire, void *data, size_t size, size_t *ret_length);

	/* Writes all the octets, in one flight. Returns as read does. */
	enum status (*write)(
		struct wire *wire, const void *data, size_t length);

	/* Handshakes. `early` is what the peer sent before it could know that
	 * TLS begins: it is kept as a fact, and never read again. */
	enum status (*start_tls)(struct wire *wire, struct octets early);

	/* Says a hello made by hand in place of start_tls, and feeds what
	 * comes to `reader` until that is over. ST_OK: the reader heard the
	 * answer. Returns as read does otherwise; what was heard before stays
	 * in the reader. Nothing but finish may follow. NULL: this wire cannot.
	 */
	enum status (*say_hello)(struct wire *wire, struct octets early,
		const struct hello *hello, struct hello_reader *reader);

	/* Asks for another handshake inside TLS 1.2 (RFC 5746), and keeps in
	 * `*ret_answer` whether the server agreed; ANSWER_NONE if it said
	 * nothing. Returns as read does. */
	enum status (*renegotiate)(struct wire *wire, enum answer *ret_answer);

	/* Waits for the peer to say something, for this share (in per cent) of
	 * the time that is left. ST_TIMEOUT: it was silent, and nothing has
	 * changed; else what the next read will say. NULL: this wire cannot.
	 */
	enum status (*await)(struct wire *wire, unsigned percent);

	/* Returns the connection's binding, owned by the arena of the facts;
	 * empty if there is none. NULL: this wire cannot. */
	struct octets (*bind)(struct wire *wire, enum wire_binding kind);

	/* Gives the peer at most `duration_us` more, from now on. */
	void (*hurry)(struct wire *wire, int64_t duration_us);

	/* Ends the connection in order (close_notify inside TLS) and notes how
	 * the peer closed, without waiting for it longer than a moment. */
	void (*finish)(struct wire *wire);
};

struct wire {
	const struct wire_ops *ops;
	struct probe_facts *facts; /* where what it sees is kept */
	const struct blot *blot;   /* NULL, or what hides the run's secret: a
				    * peer may have heard it elsewhere */
	atomic_int *stage;         /* NULL, or tells others where it is */
	/* NULL, or called once the peer has greeted us. */
	void (*greeted)(void *greeted_context);
	void *greeted_context;
	int64_t begin_us; /* of the probe, by io_now_us(); 0 in a
			   * script, where time stands still */
};

#endif
