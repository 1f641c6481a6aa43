/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_NET_CONNECTION_CONNECTION_H
#define MAILSONDE_NET_CONNECTION_CONNECTION_H

#include "model/offer.h"
#include "net/address/reach.h"
#include "net/io.h"
#include "net/resolve.h"
#include "net/tls.h"
#include "net/wire.h"

struct connection; /* opaque: a socket, and TLS on it later */

struct connection_target {
	const struct addresses *addresses;
	unsigned port;
	const struct reach *reach; /* NULL: anywhere; outlives the probe */
	const struct blot *blot;   /* of a secret of the run; NULL */
	const char *server_name;   /* SNI (RFC 6066 section 3); NULL for none */
	unsigned tls_versions;     /* TLS_BIT() of each to offer */
	const char *alpn;          /* the only protocol offered; NULL: none */
	size_t only_address;       /* its index, or CONNECT_ALL */
	size_t first_address;      /* begins the race; see connect_race() */
	bool small_hello;          /* see tls_session_new() */
	enum offer_id offer;       /* of a rule (model/offer.h) */
	struct octets session;     /* to take up again; see tls_facts */
	bool judge_chain;          /* keep the chain as facts, and judge it */
	struct tls_context *tls;
	struct deadline deadline; /* of the whole probe */
	size_t most_octets;       /* from the peer; 0: PROBE_OCTETS */
	int64_t farewell_us;      /* for the peer to close, too; 0: a moment */
	atomic_int *stage;        /* NULL, or where to tell the stage */
	/* NULL, or called once the peer has greeted us. */
	void (*greeted)(void *greeted_context);
	void *greeted_context;
	int64_t begin_us; /* of the probe, by io_now_us() */
};

/* Connects and keeps the facts in `facts`, which must outlive the connection.
 * On ST_OK `*ret_connection` is the caller's, to be freed with
 * connection_free(); otherwise it is left alone. Returns as connect_race()
 * does. The wire of the connection is the connection's. */
enum status connection_open(const struct connection_target *target,
	struct probe_facts *facts, struct connection **ret_connection)
	__attribute__((warn_unused_result));
struct wire *connection_wire(struct connection *connection);
void connection_free(struct connection *connection);

#endif
