/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What hellos made by hand found out (model/tls/offered.h) about the offers
 * that rules rest on. Something is accepted if a server chose it, and refused
 * if it was offered until the server refused all that was left. */
#ifndef MAILSONDE_EVIDENCE_OFFERED_OFFERED_H
#define MAILSONDE_EVIDENCE_OFFERED_OFFERED_H

#include "evidence/offered/offer.h"
#include "model/tls/cipher_suite.h"

/* What hellos have to find out to decide the offer: TOPIC_ bits; 0 if they
 * cannot. */
unsigned offered_topics(enum offer_id offer);

/* How the server took the offer; OFFER_NOT_ASKED if nobody asked. */
enum offer_result offered_result(
	const struct endpoint_facts *facts, enum offer_id offer);

/* The suites, groups or signatures of the offer that the server took: their
 * names, in `arena`, a few at most; NULL if there are none. */
const char *offered_taken(struct arena *arena,
	const struct endpoint_facts *facts, enum offer_id offer);

/* Why hellos did not tell all about the offer, in words that go on after "no
 * clear answer"; NULL if they did, or nobody asked by them. */
const char *offered_gap(
	const struct endpoint_facts *facts, enum offer_id offer);

/* What a list of the facts holds, and where it is not known to be all. */
enum offered_kind {
	OFFERED_KIND_SUITES,
	OFFERED_KIND_GROUPS,
	OFFERED_KIND_SIGNATURES,
	OFFERED_KIND_COUNT,
};

const struct offered_list *offered_list_of(
	const struct offered_version *version, enum offered_kind kind);

/* Calls `take` for everything that the server took in any version, each time
 * it is listed. Answers whether that is all: the server refused the rest. */
bool offered_each(const struct endpoint_facts *facts, enum offered_kind kind,
	void (*take)(void *context, enum tls_version version, unsigned number),
	void *context);

/* Why it is not all, as by offered_gap(); NULL: no hello told. */
const char *offered_gap_of(
	const struct endpoint_facts *facts, enum offered_kind kind);

/* IANA's name of a number of that kind; NULL if it is not known. */
const char *offered_name(enum offered_kind kind, unsigned number);

/* Whether that is such a name of any kind. */
bool offered_knows(struct octets name);

#endif
