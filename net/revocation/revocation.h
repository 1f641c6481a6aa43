/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whom to ask whether a certificate was revoked, and what the answers mean.
 * Somebody else does the asking. */
#ifndef MAILSONDE_NET_REVOCATION_REVOCATION_H
#define MAILSONDE_NET_REVOCATION_REVOCATION_H

#include "model/facts.h"
#include "net/trust/trust.h"

#define REVOCATION_SOURCES 4 /* asked for one certificate, one by one */

/* Where an answer is, over plain HTTP: it brings its own signature. */
struct revocation_source {
	bool list;             /* a CRL to get; else an OCSP responder to ask */
	const char *url;       /* as the certificate has it */
	struct octets request; /* in DER, for the responder */
};

struct revocation_question {
	struct octets leaf;    /* DER */
	struct octets issuer;  /* on a path to an anchor */
	bool issuer_is_anchor; /* about which nobody is asked */
	struct revocation_source sources[REVOCATION_SOURCES];
	size_t source_count; /* responders first: their answers are small */
};

/* Prepares the question for the first of the certificates, in DER, that a
 * server sent; all is in `arena`. Answers false if they lead to no anchor:
 * nobody would know whom to believe. */
bool revocation_prepare(struct trust_store *trust, struct arena *arena,
	const struct octets *certificates, size_t count,
	struct revocation_question *ret_question)
	__attribute__((warn_unused_result));

/* Judges what `source` of the question answered. Answers false if another one
 * may know better: `*facts` says why, then. */
bool revocation_hear(struct arena *arena,
	const struct revocation_question *question,
	const struct revocation_source *source, struct octets answer,
	int64_t now_s, struct revocation_facts *facts)
	__attribute__((warn_unused_result));

#endif
