/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a JSON Web Token says of itself (RFC 7519, RFC 9068). It is not
 * verified: whoever it is for does that. It is read to tell why a mail server
 * may have refused it. */
#ifndef MAILSONDE_MODEL_OAUTH_JWT_H
#define MAILSONDE_MODEL_OAUTH_JWT_H

#include "model/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define JWT_OCTETS ((size_t)16 * 1024) /* of a whole token */

/* Texts are in the arena; NULL is what the token does not say. None of them is
 * a secret, and none is escaped. */
struct jwt {
	const char *issuer;
	const char *audience; /* the first one if there are several */
	const char *scope;    /* separated by blanks: scp, scope, or the roles
			       * of an application */
	const char *tenant;   /* tid: of Microsoft */
	const char *user;     /* upn, preferred_username, unique_name, email */
	const char *client;   /* appid, azp, client_id */
	int64_t expires;      /* seconds since 1970; 0: not said */
	int64_t not_before;   /* likewise */
	bool application;     /* it has roles in place of a user's scopes */
};

/* Reads what is in `token`, three parts in base64url with dots between them.
 * Answers false if it is no such token, as Google's are not; nothing of it is
 * left in memory but what is in `*ret_jwt`. */
bool jwt_read(struct arena *arena, struct octets token, struct jwt *ret_jwt)
	__attribute__((warn_unused_result));

#endif
