/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What an access token says of itself, and what of it does not fit the service
 * that it is for. Texts are escaped; the token itself is never among them. */
#ifndef MAILSONDE_MODEL_LOGIN_TOKEN_H
#define MAILSONDE_MODEL_LOGIN_TOKEN_H

#include "model/arena.h"
#include "model/oauth/scope.h"
#include "model/service.h"

#include <stdbool.h>
#include <stdint.h>

struct token_facts {
	bool looked_into;
	bool opaque;        /* it says nothing: it is no JSON Web Token */
	const char *misfit; /* token_misfit_name(): "expired"; "" if it fits */
	const char *needed; /* the scope that the service wants; NULL */
	const char *issuer; /* NULL is what the token does not say */
	const char *audience; /* ... */
	const char *scope;
	const char *tenant;
	const char *user;
	const char *client;
	int64_t expires;  /* seconds since 1970; 0: not said */
	bool application; /* it is nobody's in particular */
};

/* Looks into a token that is to be used as `purpose` says. */
void token_look_into(struct arena *arena, struct octets token,
	const struct token_purpose *purpose, struct token_facts *ret_facts);

#endif
