/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Who issues tokens, and where it is asked: RFC 8414, and OpenID Connect
 * Discovery 1.0. */
#ifndef MAILSONDE_OAUTH_PROVIDER_H
#define MAILSONDE_OAUTH_PROVIDER_H

#include "model/problem.h"
#include "oauth/http.h"

/* Texts are in an arena, or static. */
struct provider {
	const char *name;   /* "microsoft", or that of the user's file */
	const char *issuer; /* "{tenant}" stands for the user's; NULL: the
			     * endpoints are given */
	const char *tenant; /* in place of it by default; NULL: none */
	const char *asked;  /* the issuer whose metadata was taken; NULL */
	bool names_itself;  /* in every answer to a browser (RFC 9207) */
	const char *scope;  /* for mail, with a refresh token */
	const char *device_endpoint; /* NULL: not known, or not offered */
	const char *authorization_endpoint;
	const char *token_endpoint;
	const char *redirect_host; /* "localhost", "127.0.0.1" */
	const char *parameters;    /* more of them for the authorization
				    * endpoint, encoded; "" */
	bool no_device;            /* mail is not to be had by device code */
};

/* Finds one that is built in; NULL. */
const struct provider *provider_find(const char *name);

/* Reads a file of the user's: an object with "issuer" or with the endpoints, as
 * RFC 8414 section 2 calls them, and "scope". `place` is its name. */
bool provider_read(struct arena *arena, struct octets text, const char *place,
	struct provider *ret_provider, struct problem *ret_problem);

/* Fills in the endpoints from the metadata that the issuer publishes, unless
 * they are known. `tenant` may be NULL. What cannot be had is told in
 * `*ret_why`, and answered with a result other than HTTP_ANSWERED, or with that
 * and `*ret_why` where the metadata cannot be used. */
enum http_result provider_discover(struct arena *arena, struct http *http,
	struct provider *provider, const char *tenant, const char **ret_why);

/* Whether an answer to a browser that names this issuer, or none (NULL), is the
 * provider's (RFC 9207 section 2.4). */
bool provider_sent(const struct provider *provider, const char *issuer);

/* Takes them from metadata. Answers with the reason why not; NULL if all is
 * well. */
const char *provider_take_metadata(struct arena *arena, struct octets metadata,
	const char *issuer, struct provider *provider);

#endif
