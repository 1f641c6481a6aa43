/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What all requests over the web have in common: no redirect is followed, no
 * proxy and no stored password is used, and TLS is 1.2 at least. For programs
 * that link libcurl. */
#ifndef MAILSONDE_NET_WEB_H
#define MAILSONDE_NET_WEB_H

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

struct web_way {
	int family;                    /* AF_UNSPEC: any */
	const char *ca_file;           /* NULL: the system's */
	struct curl_slist *resolve;    /* NULL */
	struct curl_slist *connect_to; /* NULL */
};

/* Sets up a request to `url`, whose scheme must be `scheme`, that ends after
 * so long and brings at most so many octets. */
void web_set_up(CURL *easy, const char *url, const char *scheme,
	const struct web_way *way, int64_t left_us, size_t most);

#endif
