/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One request after another to an OAuth server, through libcurl: https alone,
 * the certificate verified, no redirect, no cookie, no proxy of the
 * environment; bounded in size and time, and what was sent and heard wiped. */
#ifndef MAILSONDE_OAUTH_HTTP_H
#define MAILSONDE_OAUTH_HTTP_H

#include "engine/engine.h"
#include "oauth/locked.h"

#define HTTP_OCTETS ((size_t)64 * 1024) /* of an answer */

/* How requests are made; all of it is borrowed. */
struct http_way {
	const struct engine_request *run; /* overrides, family, timeout,
					   * reach */
	const char *ca_file;              /* NULL: the system's */
	int64_t deadline_us;              /* of io_now_us() */
	int interrupt_fd;
};

enum http_result {
	HTTP_ANSWERED,   /* see the status and the body */
	HTTP_REDIRECTED, /* to another place: nothing was sent there */
	HTTP_TOO_LARGE,
	HTTP_UNTRUSTED,  /* the certificate */
	HTTP_NOT_PUBLIC, /* the name leads into a private network */
	HTTP_UNREACHABLE,
	HTTP_FAILED, /* anything else: see the problem */
	HTTP_TIMEOUT,
	HTTP_INTERRUPTED,
	HTTP_RESULT_COUNT,
};

struct http; /* opaque */

/* Returns NULL if libcurl cannot be used. */
struct http *http_new(struct arena *arena, const struct http_way *way);
void http_free(struct http *http);

/* Whether a URL may be asked: https, a host, and no credentials in it. */
bool http_may_ask(const char *url);

/* Fetches `url`; with a form, posts that. Waits for the answer. */
enum http_result http_ask(
	struct http *http, const char *url, const struct locked *form);

/* What the last request was answered; until the next one. */
long http_status(const struct http *http);
struct octets http_body(const struct http *http);

/* Why the last one failed, in words, for people; in the arena. */
const char *http_problem(const struct http *http, const char *url);

/* Waits, until that time of io_now_us() or the deadline. Answers HTTP_ANSWERED,
 * HTTP_TIMEOUT after the deadline, or HTTP_INTERRUPTED. */
enum http_result http_wait(const struct http *http, int64_t until_us);

#endif
