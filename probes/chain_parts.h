/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the files of a chain share. */
#ifndef MAILSONDE_PROBES_CHAIN_PARTS_H
#define MAILSONDE_PROBES_CHAIN_PARTS_H

#include "probes/chain.h"

#define CHAIN_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The server minds the name that the hello says. */
#define ALERT_UNRECOGNIZED_NAME 112

/* Where a chain is. A hello that was dropped says something only once it was
 * dropped again, and a hello that had worked works still. */
enum chain_step {
	STEP_ASK,
	STEP_AGAIN,   /* the same once more */
	STEP_CONTROL, /* what was accepted before */
	STEP_OVER,
};

/* Takes the answer to a question of TRY_SIGNATURES, ASK_CLIENT or ASK_SSL2, in
 * which nothing is struck out. */
void chain_hear_single(struct chain *chain, enum status status,
	const struct hello_answer *answer);

/* Takes from what was chosen whose key share it wants, and of what kind its own
 * key is. Of TRY_SIGNATURES. */
void chain_know_key(struct chain *chain, const struct chain_choice *choices);

/* Keeps what any answer may show besides what it was asked for. */
void chain_keep_shown(struct chain *chain, const struct hello_answer *answer);

/* Whether it may be refused for the lack of a prime alone. */
bool chain_may_lack_prime(const struct chain *chain);

/* The server took nothing of what was offered last. */
void chain_end_refused(struct chain *chain);

/* Whether the server hung up without a word: what was cut off in the middle of
 * an answer is no refusal. */
bool chain_is_drop(enum status status, const struct hello_answer *answer);

/* Learns from how the last hello ended. */
void chain_note_manners(struct chain *chain, enum status status,
	const struct hello_answer *answer);

/* Whether a drop is a refusal, by all that is known of the server; the chain
 * remembers that it rests on that. */
bool chain_trusts_drop(struct chain *chain);

/* Whether TLS 1.3 can be asked, too: what else there is it has not, or answers
 * where nobody can read it. */
bool chain_is_about_tolerance(const struct chain *chain);

/* Chooses the suites that carry the question: those that the server took, or
 * all if nobody asked for them. */
void chain_carry(struct chain *chain);

/* The same of a question of one trait, among those that chain_carry() chose. */
void chain_carry_trait(struct chain *chain);

/* Whether the suites that carry the question have an HMAC, each of them. */
bool chain_carries_hmac(const struct chain *chain);

/* Puts what is asked into the hello. */
void chain_say_trait(enum offered_trait trait, struct hello *hello);

/* What an answer, a choice or an alert, says of the trait. */
enum offered_state chain_hear_trait(
	enum offered_trait trait, const struct hello_answer *answer);

/* Ends a chain of ASK_ORDER if what mail programs would get tells already whose
 * order counts. */
void chain_spare_order(struct chain *chain);

/* What the mail program says. */
struct hello chain_client_hello(
	const struct tls_client *client, const char *server_name);

/* The version's number on the wire. */
unsigned chain_wire_version(enum tls_version version);

#endif
