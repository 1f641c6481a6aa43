/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A question being put to a server, hello by hello. Pure functions: who makes
 * the connections, and how many at a time, is the caller's affair. */
#ifndef MAILSONDE_PROBES_CHAIN_H
#define MAILSONDE_PROBES_CHAIN_H

#include "net/hello/hello.h"
#include "probes/question.h"

/* Room for every number that a chain may offer. */
#define CHAIN_NUMBERS 400

/* How a server drops hellos, as the chains of a run found out. One whose drops
 * were repeated alike, while it answers others, means a refusal by each: it is
 * not asked twice any more. */
struct chain_manners {
	unsigned said;   /* hellos so far, of all chains */
	unsigned chosen; /* the latest of them that made a choice */
	unsigned drops;  /* that were repeated alike, or of both old versions */
	bool moody;      /* what it dropped it also answered */
};

/* What a server chose of a hello that offered all that is usual in a version;
 * 0: nothing is known. */
struct chain_choice {
	unsigned suite;
	unsigned group;
	unsigned signature; /* of TLS 1.2 alone */
};

/* A question being put to a server. */
struct chain {
	const struct hello_question *question;
	const struct offered_facts *known; /* what earlier rounds found */
	struct arena *arena;               /* of what is kept of the answers */
	const char *server_name;           /* NULL: none */
	const char *alpn;
	enum tls_version version;     /* TLS_NONE: of the client, or SSL 2 */
	uint16_t left[CHAIN_NUMBERS]; /* what is offered next */
	size_t left_count;
	uint16_t found[CHAIN_NUMBERS];
	size_t found_count;
	size_t said_count; /* of those found, when the last hello was said */
	uint16_t carriers[CHAIN_NUMBERS]; /* suites that carry the question */
	size_t carrier_count;
	struct chain_manners *manners; /* of the server; NULL: none are known */
	unsigned said;   /* which of all hellos the last one was */
	bool trusting;   /* ended by a drop that was not repeated */
	unsigned step;   /* enum chain_step */
	unsigned hellos; /* that were asked for */
	unsigned unheard;
	bool blocked;             /* what was taken before was dropped */
	bool dropped;             /* the last hello was dropped, twice */
	enum offered_state state; /* of the version */
	bool whole;
	const char *gap;
	struct offered_prime primes[OFFERED_PRIMES];
	size_t prime_count;
	struct octets shown[SHOWN_COUNT]; /* certificates in DER */
	bool wants_certificate;
	struct octets *authorities;
	size_t authority_count;
	bool authorities_cut;
	enum hello_sentinel sentinel;
	enum offered_state session_id; /* for clients that take no ticket */
	enum offered_state traits[TRAIT_COUNT]; /* of STRIKE_NOTHING */
	enum offered_order order;               /* of ASK_ORDER */
	bool tried;   /* of TRY_SIGNATURES: all of them at once; of ASK_ORDER:
		       * one hello is enough */
	bool lost;    /* of TRY_SIGNATURES: dropped since one was taken */
	bool follows; /* of ASK_SEAM; of ASK_CHACHA: the client */
	bool alone;   /* asks by itself next: a pair's hello was not taken */
	unsigned parted; /* how often that was */
	bool spared; /* DHE was left out, since a server may have no prime */
	bool primed; /* it has one */
	bool without_dhe;     /* those left were not asked for: it has none */
	unsigned unsaid;      /* HELLO_ bits that a hello was refused for */
	bool retried;         /* the server asked for another key share, once */
	unsigned key_group;   /* of STRIKE_GROUPS: goes along; 0: none needs */
	unsigned share;       /* group of the key share that goes along */
	unsigned ssl2_suites; /* of ASK_SSL2 */
	bool ssl2_export;
	struct offered_client client; /* of ASK_CLIENT */
};

/* Begins a chain. Answers false if the question has no sense for this server:
 * nothing is asked then. All pointers stay the caller's. */
bool chain_begin(struct chain *chain, const struct hello_question *question,
	const struct offered_facts *known, struct arena *arena,
	const char *server_name, const char *alpn);

/* Takes from what was chosen of each version alone, [TLS_VERSION_COUNT], what
 * need not be asked for again. Before the first hello, and as often as more is
 * known. */
void chain_know(struct chain *chain, const struct chain_choice *choices);

/* Ends a chain of a list of which nothing is left. */
void chain_end(struct chain *chain);

/* Ends a chain whose question what is known by now answers. */
void chain_spare(struct chain *chain);

/* Writes what to say next, which points into the chain, and how far to read.
 * Answers false once the chain is over. `random` of the hello is the
 * caller's to fill. */
bool chain_next(struct chain *chain, struct hello *ret_hello,
	enum hello_depth *ret_depth);

/* Takes what came of the hello: `status` as the connection ended (ST_OK with
 * an answer), `answer` NULL if the hello never went out. */
void chain_heard(struct chain *chain, enum status status,
	const struct hello_answer *answer);

/* Whether one hello may ask for what is left of both. */
bool chain_may_join(const struct chain *chain, const struct chain *other);

/* Whether one hello may ask for what two chains of different lists have left,
 * of both of which a server's choice names a number. */
bool chain_may_pair(const struct chain *chain, const struct chain *other);

/* Puts both lists into the hello. Answers false if no suite can carry both:
 * the hello is as it was then. `room` must last as long as the hello. */
bool chain_pair(const struct chain *chain, const struct chain *other,
	struct hello *hello, uint16_t room[CHAIN_NUMBERS]);

/* Takes what came of the hello of `chain`, in which `other` was asked, too.
 * What does not choose of both says nothing of either: each asks alone then,
 * until it hears a choice. */
void chain_heard_pair(struct chain *chain, struct chain *other,
	enum status status, const struct hello_answer *answer);

/* Takes a refusal for one of DHE, too, but for that of export: the server has a
 * prime. */
void chain_trust_prime(struct chain *chain);

/* Leaves the suites of DHE out of what is offered from now on. */
void chain_leave_dhe(struct chain *chain);

/* What made it leave them out did not hold: the list stays open, if they were
 * left out. */
void chain_miss_dhe(struct chain *chain);

/* Whether what it has left was refused already, but for the suites that a
 * server without a prime refuses all others for. */
bool chain_is_spared(const struct chain *chain);

/* Whether that is left. */
bool chain_has_left(const struct chain *chain, unsigned number);

/* What an answer chose of the list that the chain strikes out. */
unsigned chain_chosen_number(
	const struct chain *chain, const struct hello_answer *answer);

/* Whether the last hello offered it: it is left, or another hello has found it
 * meanwhile. */
bool chain_has_offered(const struct chain *chain, unsigned number);

/* A hello that goes out now offers what is left. */
void chain_say(struct chain *chain);

/* Takes what a server chose of another hello, of the chain's version, as found,
 * if that is left. */
void chain_note(struct chain *chain, const struct hello_answer *answer);

/* Whether what was heard last need not be asked again to be certain. */
bool chain_has_settled(const struct chain *chain);

/* Whether nothing more is to be said. */
bool chain_is_over(const struct chain *chain);

/* Whether nothing more is to be said, and nothing of it rests on a drop after
 * which the server has made no choice. */
bool chain_is_sure(const struct chain *chain);

/* Whether the chain ended by a drop after which the server has made no choice
 * any more: it goes on then, and makes sure. */
bool chain_doubts(struct chain *chain);

/* Ends the chain for a reason from outside: time, throttling, interrupt. */
void chain_stop(struct chain *chain, const char *gap);

/* Adds what the chain found to the facts. Chains of one list may come in any
 * order. */
void chain_tell(const struct chain *chain, struct offered_facts *facts);

/* Once every chain of a round was told: a version whose hellos were dropped is
 * refused if another one was accepted. */
void chain_settle(struct offered_facts *facts);

/* Once nothing more is asked: a list whose order was not asked to the end is in
 * no order that is the server's. */
void chain_finish(struct offered_facts *facts);

#endif
