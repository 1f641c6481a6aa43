/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Files over https, through libcurl: no credentials, no cookies, no proxy of
 * the environment, bounded in size and time, and redirects left to the caller,
 * who decides on each. */
#ifndef MAILSONDE_DISCOVERY_FETCH_H
#define MAILSONDE_DISCOVERY_FETCH_H

#include "discovery/discovery.h"

#define FETCH_OCTETS ((size_t)1024 * 1024)

struct fetched {
	bool answered;        /* a whole response */
	long status;          /* of HTTP */
	const char *redirect; /* absolute URL; NULL */
	struct octets body;   /* in the arena, with a NUL behind */
	bool too_large;
	bool bad_certificate;
	bool no_name;        /* there is no such server */
	bool closed;         /* it is there, and refused the connection */
	const char *refused; /* the address that is none of the Internet's, so
			      * nothing was connected to; NULL */
	const char *problem; /* what libcurl says; NULL if answered */
};

struct fetcher; /* opaque */

struct fetcher *fetch_new(struct discovery *d);
void fetch_free(struct fetcher *fetcher);

struct fetch_order {
	const char *url;     /* https, or http with `cleartext` */
	bool cleartext;      /* then http, and nothing else */
	struct octets post;  /* what is sent; without data: nothing */
	const char *type;    /* of what is sent; NULL: text/xml */
	size_t most;         /* octets of an answer; 0: FETCH_OCTETS */
	int64_t deadline_us; /* 0: that of the search */
};

/* Fetches it. `heard` is called from fetch_process(). Answers false if it
 * cannot be asked. */
bool fetch_ask(struct fetcher *fetcher, const struct fetch_order *order,
	void (*heard)(void *context, const struct fetched *fetched),
	void *context);

/* What a URL points to, as libcurl reads it: the parts in the arena, the scheme
 * and the host in lower case. */
struct url_parts {
	const char *scheme;
	const char *host;
	unsigned port; /* 0 if there is none */
	bool has_user; /* credentials stand in it */
};

/* Answers false for what libcurl would not ask for. */
bool fetch_read_url(
	struct arena *arena, const char *url, struct url_parts *ret);

/* Waits for anything to happen on its connections or on the descriptors, at
 * most so long, and handles it. */
void fetch_process(struct fetcher *fetcher, const int *fds, size_t fd_count,
	int64_t timeout_us);
size_t fetch_waiting(const struct fetcher *fetcher);

#endif
