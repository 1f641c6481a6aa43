/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Questions that decide as they go: each is a row, put to a server as a chain
 * of hellos, one connection for each, where every hello depends on the answers
 * before it. What a list holds is found by striking out: offer everything,
 * note what the server chose, offer the rest, until it refuses. */
#ifndef MAILSONDE_PROBES_QUESTION_H
#define MAILSONDE_PROBES_QUESTION_H

#include "model/tls/offered.h"

/* What is struck out. */
enum strike {
	STRIKE_NOTHING, /* one hello is enough */
	STRIKE_SUITES,
	STRIKE_GROUPS,
	STRIKE_SIGNATURES,
	STRIKE_RANKS,   /* the suites that are known, for their order */
	ASK_SEAM,       /* whether the last of one chain's suites comes before
			 * the first of the next */
	ASK_ORDER,      /* whose order counts: the list turned around */
	ASK_CHACHA,     /* whether who likes ChaCha20 best gets it, against the
			 * server's order */
	TRY_SIGNATURES, /* of TLS 1.3, which does not show what it chose: all
			 * at once, then one by one */
	TRY_TOLERANCE,  /* all that a server may not tolerate in one hello; one
			 * by one only if it does not take that */
	ASK_PRIME,      /* whether any suite needs a prime of the server's own:
			 * one hello with all of DHE */
	ASK_CLIENT,     /* what a mail program would get */
	ASK_SSL2,
};

struct cipher_suite;

struct hello_question {
	const char *id;    /* "suites-1.2-ecdhe-aead" */
	const char *title; /* for people */
	enum offered_topic topic;
	enum tls_version version;
	enum strike strike;
	unsigned round; /* 1: at once; 2: once round 1 is known; ... */
	/* No other answer is needed for it: it may be asked whenever nothing
	 * else is, or among the short ones if it has a length. */
	bool fills_gaps;
	unsigned length; /* hellos that it takes of a usual server, if many */
	/* Of STRIKE_SUITES: which suites this chain offers. */
	bool (*has_suite)(const struct cipher_suite *suite);
	/* And names groups of finite fields (RFC 7919), without which some
	 * servers have no prime. */
	bool names_primes;
	/* Of groups and signatures: which of them, up to the first 0. */
	const uint16_t *numbers;
	/* Of groups: beside the curve of the server's only key, without which
	 * a hello gets no suite (RFC 8422 section 5.1). */
	bool beside_key;
	enum tls_client_id client; /* of ASK_CLIENT */
	size_t seam;               /* of ASK_SEAM: which one, from 0 */
	/* Of STRIKE_NOTHING. TRAIT_RENEGOTIATION stands for all that one
	 * hello with every extension tells. */
	enum offered_trait trait;
};

extern const struct hello_question question_table[];
extern const size_t question_count;
#define HELLO_ROUNDS 4

#endif
