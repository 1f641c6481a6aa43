/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What an access token must be good for where a mail service accepts one, and
 * whether it is. */
#ifndef MAILSONDE_MODEL_OAUTH_SCOPE_H
#define MAILSONDE_MODEL_OAUTH_SCOPE_H

#include "model/oauth/jwt.h"
#include "model/service.h"

/* What does not fit; the most telling one first. */
enum token_misfit {
	TOKEN_FITS,
	TOKEN_UNKNOWN, /* nothing can be told of it */
	TOKEN_EXPIRED,
	TOKEN_NOT_YET_VALID,
	TOKEN_OTHER_AUDIENCE, /* it is for Microsoft Graph, say */
	TOKEN_NO_SCOPE,       /* it does not allow this service */
	TOKEN_OTHER_TENANT,   /* of another organisation than the user's */
	TOKEN_OTHER_USER,     /* it was issued to somebody else */
	TOKEN_MISFIT_COUNT,
};

/* A short name for each: "expired". */
const char *token_misfit_name(enum token_misfit misfit);

/* What a provider's mail servers want; rows in scopes.inc. */
struct token_scope {
	const char *provider; /* "microsoft" */
	enum service service;
	const char *scope;   /* as it is asked for */
	const char *granted; /* its name in a token */
	const char *role;    /* the same for an application; NULL */
};

/* NULL if there is no such row. */
const struct token_scope *token_scope_find(
	const char *provider, enum service service);

/* What the user's account is, as far as it is known. */
struct token_purpose {
	const char *provider; /* NULL: by the issuer */
	enum service service;
	const char *user;   /* address; NULL */
	const char *tenant; /* as in tid; NULL: not known */
	int64_t now;        /* seconds since 1970 */
};

/* Compares what the token says with what it is for. Where the user is another
 * one, a shared mailbox is a good reason, so only a personal token that fits
 * otherwise is told from it. `*ret_scope` is the row that was compared with;
 * NULL if there is none. */
enum token_misfit scope_compare(const struct jwt *jwt,
	const struct token_purpose *purpose,
	const struct token_scope **ret_scope)
	__attribute__((warn_unused_result));

#endif
