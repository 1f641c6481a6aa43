/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Time stamps for signatures over reports (RFC 3161 appendix A): what to ask an
 * authority, and where its answer goes. */
#ifndef MAILSONDE_NET_X509_STAMPING_H
#define MAILSONDE_NET_X509_STAMPING_H

#include "model/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Makes the TimeStampReq, in DER, for the value of the one signature in
 * `signature` (DER, BER or PEM). Answers false with the reason in
 * `*ret_problem`. */
bool stamping_query(struct arena *arena, struct octets signature,
	struct octets *ret_query, const char **ret_problem)
	__attribute__((warn_unused_result));

struct stamping {
	struct octets token; /* or the response with it, in DER or PEM */
	const char *ca_file; /* anchors of its authority; NULL: any does */
	int64_t now_s;
};

/* Puts the token into the signature as an unsigned attribute, in DER, beside
 * those that it has. It must be whole and for this signature's value. Answers
 * false with the reason in `*ret_problem`. */
bool stamping_attach(struct arena *arena, struct octets signature,
	const struct stamping *stamping, struct octets *ret_signature,
	const char **ret_problem) __attribute__((warn_unused_result));

#endif
