/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How an access token is got: by device code (RFC 8628), in a browser on this
 * computer (RFC 8252, RFC 7636), or with a refresh token (RFC 6749 section 6).
 */
#ifndef MAILSONDE_OAUTH_OAUTH_H
#define MAILSONDE_OAUTH_OAUTH_H

#include "oauth/grant.h"
#include "oauth/provider.h"

/* Who asks, and for what; borrowed. */
struct oauth {
	struct arena *arena;
	struct http *http;
	const struct provider *provider;
	const char *client;          /* its id */
	const struct locked *secret; /* of the client; NULL */
	const char *scope;

	/* Set by what goes wrong */
	struct grant_refusal refusal;
	const char *why; /* for people, in the arena */
};

enum oauth_result {
	OAUTH_GRANTED,
	OAUTH_REFUSED,  /* by the provider: see the refusal */
	OAUTH_UNUSABLE, /* what came is no answer of an OAuth server: see why */
	OAUTH_FAILED,   /* nobody answered: see why */
	OAUTH_TIMEOUT,  /* the user did nothing for too long */
	OAUTH_INTERRUPTED,
};

/* Posts the form, with the client's id and secret added, to a token endpoint.
 */
enum oauth_result oauth_ask_token(struct oauth *oauth, const char *url,
	struct locked *form, struct grant *grant);

/* Renews the grant. What it holds stays as it is unless a new one comes. */
enum oauth_result oauth_refresh(struct oauth *oauth, struct grant *grant);

/* What the user is to type in, and where. */
struct device {
	const char *user_code;
	const char *uri; /* https, to be shown */
	struct locked *code;
	int64_t interval_us;
	int64_t expires_us; /* of io_now_us() */
};

/* Asks for a device code. To be freed with device_clear() in any case. Answers
 * OAUTH_GRANTED if there is one. */
enum oauth_result device_begin(struct oauth *oauth, struct device *ret_device);
enum oauth_result device_wait(
	struct oauth *oauth, struct device *device, struct grant *grant);
void device_clear(struct device *device);

/* A sign-in in a browser, which is led back to a port of this computer. */
struct browser {
	const char *url; /* to be opened by the user */
	const char *redirect;
	char state[48];
	struct locked *verifier;
	int listener;
};

/* Opens the port. To be freed with browser_clear() in any case. */
enum oauth_result browser_begin(
	struct oauth *oauth, struct browser *ret_browser);
enum oauth_result browser_wait(struct oauth *oauth, struct browser *browser,
	int interrupt_fd, int64_t deadline_us, struct grant *grant);
void browser_clear(struct browser *browser);

/* What a browser asks of the port: the code if it is the answer that was waited
 * for. */
enum browser_answer {
	BROWSER_CODE,    /* it is in the secret */
	BROWSER_REFUSED, /* see the refusal */
	BROWSER_FOREIGN, /* another state: of somebody else */
	BROWSER_MIXED,   /* another issuer than the one that was asked */
	BROWSER_OTHER,   /* a request for something else */
	BROWSER_ANSWER_COUNT,
};
enum browser_answer browser_read_request(struct arena *arena,
	struct octets request, const struct provider *provider,
	const char *state, struct locked *ret_code,
	struct grant_refusal *ret_refusal);

#endif
