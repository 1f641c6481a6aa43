/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a server offers, as hellos made by hand found out: facts, never a
 * judgement. Numbers are IANA's. Plain data, owned by an arena. */
#ifndef MAILSONDE_MODEL_TLS_OFFERED_H
#define MAILSONDE_MODEL_TLS_OFFERED_H

#include "model/arena.h"
#include "model/names.h"
#include "model/tls/certificate.h"
#include "model/tls/client.h"

#include <stdbool.h>
#include <stdint.h>

/* What is asked about, for whoever needs some of it only; bits. */
enum offered_topic {
	TOPIC_SUITES = 1 << 0,       /* versions and their cipher suites */
	TOPIC_ORDER = 1 << 1,        /* of the suites; asks for them, too */
	TOPIC_GROUPS = 1 << 2,       /* and primes */
	TOPIC_SIGNATURES = 1 << 3,   /* signature algorithms */
	TOPIC_EXTENSIONS = 1 << 4,   /* and signals that are answered */
	TOPIC_TOLERANCE = 1 << 5,    /* of what is long, new or missing */
	TOPIC_CERTIFICATES = 1 << 6, /* for clients that differ */
	TOPIC_CLIENTS = 1 << 7,      /* mail programs that are known */
	TOPIC_DOWNGRADE = 1 << 8,    /* RFC 7507; asks for suites, too */
	TOPIC_ALL = (1 << 9) - 1,
};

/* What was heard of something that a hello offered. */
enum offered_state {
	OFFERED_NOT_ASKED,
	OFFERED_ACCEPTED,
	OFFERED_REFUSED,
	OFFERED_UNKNOWN, /* asked, and no answer that says either */
	OFFERED_STATE_COUNT,
};

/* A list is `whole` if the server refused everything else that IANA numbers,
 * offered at once; else more may be missing than is known. */
struct offered_list {
	uint16_t *numbers; /* suites in the order in which they were chosen,
			    * others by number */
	size_t count;
	bool asked;
	bool whole;
	bool dropped;    /* hellos were dropped, twice each: a refusal if
			  * others were answered */
	const char *gap; /* NULL if whole or not asked, or why not: static */
};

enum offered_order {
	ORDER_UNKNOWN,
	ORDER_SERVER, /* the server's own */
	ORDER_CLIENT, /* it follows the client's */
	ORDER_COUNT,
};

/* A prime of finite-field Diffie-Hellman that was shown. */
struct offered_prime {
	unsigned bits;
	const char *known; /* "ffdhe2048", "RFC 3526 group 14"; NULL: it is not
			    * one of those that are published */
	struct octets octets;
};

struct offered_version {
	enum offered_state state;
	bool dropped; /* hellos of it were dropped, twice each */
	bool unheard; /* ... and others were not answered in another way; not
		       * recorded */
	struct offered_list suites;
	enum offered_order order; /* of the suites */
	bool unsorted; /* they are listed by chain, which is not the server's
			* order */
	bool chacha_first; /* of ORDER_SERVER: ChaCha20 comes first for clients
			    * that like it best */
	bool names_primes; /* DHE was taken only where the hello named
			    * primes (RFC 7919); not recorded */
	struct offered_list groups; /* of (EC)DHE */
	struct offered_list signatures;
};

#define OFFERED_PRIMES 8

/* Clients that a server may show different certificates. */
enum offered_shown {
	SHOWN_RSA,          /* who can verify RSA signatures only */
	SHOWN_ECDSA,        /* ... ECDSA signatures only */
	SHOWN_NO_NAME,      /* who says no server name */
	SHOWN_STRANGE_NAME, /* who says one that no server has */
	SHOWN_COUNT,
};

/* The rows of what one hello each asks. */
enum offered_trait {
	TRAIT_COMPRESSION,      /* DEFLATE is taken: CRIME */
	TRAIT_RENEGOTIATION,    /* RFC 5746 is answered */
	TRAIT_MASTER_SECRET,    /* RFC 7627 */
	TRAIT_ENCRYPT_THEN_MAC, /* RFC 7366 */
	TRAIT_TICKET,           /* RFC 5077 */
	TRAIT_HEARTBEAT,        /* RFC 6520 */
	TRAIT_SERVER_NAME,      /* SNI is acknowledged */
	TRAIT_STAPLE,           /* an OCSP answer is stapled */
	TRAIT_SESSION_ID,       /* ids are given: some servers, as nginx,
				 * do so and resume nothing by them */
	TRAIT_ALPN,
	TRAIT_FALLBACK,          /* RFC 7507: the signal is understood */
	TRAIT_UNKNOWN_VERSION,   /* a version of the future is tolerated */
	TRAIT_UNKNOWN_EXTENSION, /* RFC 8701 */
	TRAIT_LONG_HELLO,        /* more than 512 octets */
	TRAIT_FRAGMENTS,         /* more than 16,384 octets, in fragments */
	TRAIT_NO_NAME,           /* no SNI at all */
	TRAIT_STRANGE_NAME,      /* SNI of a name that is not the server's */
	TRAIT_SENTINEL,          /* RFC 8446 section 4.1.3 */
	TRAIT_TRUNCATED_HMAC,    /* RFC 6066 section 7 */
	TRAIT_ALPN_HTTP,         /* a protocol of others is tolerated */
	TRAIT_COUNT,
};

/* "heartbeat". The first `length` octets of `name` are looked for; TRAIT_COUNT
 * if there is none of that name. */
const char *offered_trait_name(enum offered_trait trait);
enum offered_trait offered_trait_find(const char *name, size_t length);

/* What the server would choose for a mail program. */
struct offered_client {
	enum offered_state state;
	enum tls_version version; /* of OFFERED_ACCEPTED, and the rest */
	unsigned suite;
	unsigned group; /* 0: none was named */
	bool dropped;   /* the server hung up, twice */
};

struct offered_facts {
	struct arena *arena; /* of all this */
	enum offered_state ssl2;
	bool ssl2_dropped;    /* the server hung up, twice */
	unsigned ssl2_suites; /* kinds of cipher that it has in SSL 2 */
	bool ssl2_export;     /* one of 40 bits is among them */
	struct offered_client clients[CLIENT_COUNT];
	struct offered_version versions[TLS_VERSION_COUNT];
	enum offered_state traits[TRAIT_COUNT];
	struct offered_prime primes[OFFERED_PRIMES];
	size_t prime_count;
	const struct certificate *shown[SHOWN_COUNT]; /* NULL: not seen */
	bool wants_certificate;                       /* of the client */
	struct octets *authorities; /* that may have issued it: names in RFC
				     * 4514's form */
	size_t authority_count;
	bool authorities_cut; /* there are more */
	bool blocked;         /* the server dropped what it took before */
	unsigned hellos;      /* connections made for all this */
	unsigned unheard;     /* of them, without an answer */
};

/* Returns facts with an arena of their own, and nothing asked. */
struct offered_facts *offered_facts_new(void);
void offered_facts_free(struct offered_facts *facts);

#endif
