/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a token endpoint answers (RFC 6749 section 5), and how it is kept. */
#ifndef MAILSONDE_OAUTH_GRANT_H
#define MAILSONDE_OAUTH_GRANT_H

#include "model/problem.h"
#include "oauth/locked.h"

#include <stdint.h>

#define GRANT_TOKEN_OCTETS ((size_t)16 * 1024)
#define GRANT_STORED_OCTETS ((size_t)64 * 1024)

/* The texts are in the arena; the secrets are wiped by grant_clear(). */
struct grant {
	const char *provider;       /* "microsoft" */
	const char *client;         /* the user's client id */
	const char *token_endpoint; /* where it is renewed */
	const char *scope;
	int64_t expires;        /* seconds since 1970; 0: not said */
	struct locked *access;  /* never empty */
	struct locked *refresh; /* empty if there is none */
};

void grant_init(struct grant *grant);
void grant_clear(struct grant *grant);

/* Why there is none: `code` of RFC 6749 section 5.2 or RFC 8628 section 3.5.
 * Texts are the server's, in the arena, not escaped; "" if it gave none. */
struct grant_refusal {
	const char *code;
	const char *description;
};

enum grant_result {
	GRANT_GIVEN,
	GRANT_REFUSED,  /* see the refusal */
	GRANT_UNUSABLE, /* it is no such answer */
};

/* Reads an answer. What an answer to a renewal leaves out stays as it is. `now`
 * is in seconds since 1970. */
enum grant_result grant_read_answer(struct arena *arena, struct octets body,
	int64_t now, struct grant *grant, struct grant_refusal *ret_refusal);

/* Writes it as JSON, to be kept. Answers false if it does not fit. */
bool grant_write(const struct grant *grant, struct locked *ret_text);

/* Reads what was written. `place` is its name. */
bool grant_read(struct arena *arena, struct octets text, const char *place,
	struct grant *grant, struct problem *ret_problem);

/* What a refusal means, for people, and who can do something; NULL if it is not
 * known. */
const char *grant_explain(const struct grant_refusal *refusal);

#endif
