/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "net/web.h"

#include <sys/socket.h>

static long family_of(int family)
{
	if (family == AF_INET)
		return CURL_IPRESOLVE_V4;
	return family == AF_INET6 ? CURL_IPRESOLVE_V6 : CURL_IPRESOLVE_WHATEVER;
}

static void set_way(CURL *easy, const struct web_way *way)
{
	curl_easy_setopt(easy, CURLOPT_IPRESOLVE, family_of(way->family));
	if (way->resolve)
		curl_easy_setopt(easy, CURLOPT_RESOLVE, way->resolve);
	if (way->connect_to)
		curl_easy_setopt(easy, CURLOPT_CONNECT_TO, way->connect_to);
	if (way->ca_file) {
		curl_easy_setopt(easy, CURLOPT_CAINFO, way->ca_file);
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	}
}

void web_set_up(CURL *easy, const char *url, const char *scheme,
	const struct web_way *way, int64_t left_us, size_t most)
{
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, scheme);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(
		easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "mailsonde/" PACKAGE_VERSION);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* The end does not wait for a look-up that is under way. */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
		(long)(left_us > 1000 ? left_us / 1000 : 1));
	curl_easy_setopt(easy, CURLOPT_MAXFILESIZE, (long)most);
	set_way(easy, way);
}
