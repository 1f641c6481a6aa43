/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What every reader of settings answers with: records, as the source has
 * them. Reading the words is the reader's; what they mean together, above all
 * where word and port contradict each other, is decided here, in one place. */
#ifndef MAILSONDE_SETTINGS_RECORDS_H
#define MAILSONDE_SETTINGS_RECORDS_H

#include "model/settings.h"
#include "settings/lexicon.h"
#include "settings/refuse.h"

struct record {
	enum service service;
	const char *host; /* as it stands there; checked by records_add() */
	unsigned port;    /* 0: not told */
	const char *port_text; /* where it is no number: for the message */
	enum mode_word word;
	const char *said; /* the words for the mode as they stand there, NULL */
	const char *meaning;    /* see struct origin, model/settings.h */
	unsigned said_line;     /* where they stand, if not in `line`; 0 */
	unsigned line;          /* of the server, from 1 */
	unsigned tls_required;  /* TLS_BIT()s that the source claims; 0: the
				 * usual expectation */
	unsigned tls_forbidden; /* ... that the source rules out */
	struct account account; /* strings in the arena or constant */
};

struct records; /* opaque; in the arena */

/* Begins. `place` is what messages call the source: "accounts.csv". */
struct records *records_new(struct arena *arena, const char *place);

/* What is known of the user, who may fill in what a source leaves open. */
struct records_user {
	const char *address; /* NULL: unknown */
	const char *how;     /* to give it, for messages: "with --user"; NULL */
};
void records_set_user(struct records *records, const struct records_user *user);
const struct records_user *records_user(const struct records *records);

/* Adds a record. Answers false, with `*ret_problem` naming place and line, for
 * a host or port that cannot be one. Exact repetitions are dropped. A name of
 * a user or an address that holds what no such name does (control characters,
 * octets that are not UTF-8) is left out, with a remark: it is written into
 * other files. */
bool records_add(struct records *records, const struct record *record,
	struct problem *ret_problem) __attribute__((warn_unused_result));

/* Adds a remark of the reader's own to the record that was added last, or
 * to the next one if there is none yet. */
void records_remark(struct records *records, enum remark_kind kind,
	unsigned line, const char *said, const char *taken);

/* Says that a server was left out: `what` it is called, as it stands there, and
 * why, in a clause that is in the arena or constant. A matrix has it in its
 * note; without any record, it is why nothing was read. */
void records_skip(struct records *records, unsigned line, const char *what,
	const char *why);

/* Adds to the matrix's note: a sentence about the source as a whole. */
void records_note(struct records *records, const char *note);

/* Names what the source serves: shown as the matrix's title, NULL for none. */
void records_title(struct records *records, const char *title);
void records_domain(struct records *records, const char *domain);

/* How many were taken, and how many were passed over. */
size_t records_count(const struct records *records);
size_t records_skipped(const struct records *records);

/* Concludes: fills in modes, ports, expectations (RFC 8314 and RFC 8996 as for
 * a URL, unless the record claims versions) and remarks. What was written is
 * what will be verified: a word that can be read in one way only decides the
 * mode, whatever the port is for. A bare "TLS" leaves it to the port: 995, 993
 * and 465 implicit, 110, 143, 587 and 25 explicit, and explicit on others. A
 * single authentication that needs one mechanism for certain has it required,
 * as a warning. Without any record answers false, with `*ret_problem` saying
 * what was expected. */
bool records_conclude(struct records *records, const char *form,
	struct matrix *ret_matrix, struct problem *ret_problem)
	__attribute__((warn_unused_result));

#endif
