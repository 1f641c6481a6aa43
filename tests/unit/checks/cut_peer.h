/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A mail server in order, on a wire that breaks off wherever a test says: a
 * dialogue with it goes well, or well up to there. */
#ifndef MAILSONDE_TESTS_CUT_PEER_H
#define MAILSONDE_TESTS_CUT_PEER_H

#include "model/facts.h"
#include "net/wire.h"

/* Where it breaks off, and how. A handshake counts as one octet. */
struct cut_place {
	bool cut;
	size_t octets;      /* that are sent before */
	enum status status; /* of the wire from there on */
	/* NULL, or what is said in place of the reply that begins there. */
	const char *last_words;
	bool hello; /* within a handshake: the ServerHello still came */
};

/* The server itself. */
struct cut_server {
	enum service service;
	const struct tls_facts *shown;      /* what a handshake shows */
	const struct endpoint_facts *takes; /* what hellos found it takes */
};

/* Speaks with it as the facts say (purpose, mode, offer and versions), as far
 * as `place` lets. Returns how many octets the server sent. */
size_t cut_peer_speak(struct probe_facts *facts,
	const struct cut_server *server, const struct cut_place *place);

/* The service's words for "not now". */
const char *cut_peer_busy(enum service service);

#endif
