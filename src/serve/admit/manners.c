/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/manners.h"

#include "model/text/ascii.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

/* host [ ":" port ], with an address for its host. No page of elsewhere has
 * that for a name. */
static bool is_address(const char *host)
{
	char copy[INET6_ADDRSTRLEN + 2];
	const char *end = *host == '[' ? strchr(host, ']') : NULL;
	size_t length = end ? (size_t)(end + 1 - host) : strcspn(host, ":");
	struct in6_addr v6;
	struct in_addr v4;

	if (length >= sizeof(copy) || (host[length] && host[length] != ':'))
		return false;
	memcpy(copy, host, length);
	copy[length] = '\0';
	if (!end)
		return inet_pton(AF_INET, copy, &v4) == 1;
	copy[length - 1] = '\0';
	return inet_pton(AF_INET6, copy + 1, &v6) == 1;
}

static bool is_named(const struct server *server, const char *host)
{
	size_t length = strcspn(host, ":");

	for (size_t i = 0; i < server->config->name_count; i++) {
		const char *name = server->config->names[i];

		if (strlen(name) == length &&
			ascii_compare_n(name, host, length) == 0)
			return true;
	}
	return false;
}

bool manners_own_host(const struct visit *visit)
{
	const char *const names[] = {
		"localhost", "127.0.0.1", "[::1]", visit->server->host};
	const char *host = visit_header(visit, "Host");
	char own[INET6_ADDRSTRLEN + 16];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(own, sizeof(own), "%s:%u", names[i],
			visit->server->port);
		if (strcmp(host, own) == 0 || strcmp(host, names[i]) == 0)
			return true;
	}
	return (visit->server->for_others && is_address(host)) ||
	       is_named(visit->server, host);
}

bool manners_own_origin(const struct visit *visit)
{
	const char *origin = visit_header(visit, "Origin");
	const char *host = visit_header(visit, "Host");
	const char *name = strstr(origin, "://");

	if (!*origin)
		return true;
	/* A proxy in front of it may speak TLS. */
	return name &&
	       (strncmp(origin, "http://", 7) == 0 ||
		       strncmp(origin, "https://", 8) == 0) &&
	       strcmp(name + 3, host) == 0;
}

bool manners_is_brought(const struct visit *visit)
{
	const char *site = visit_header(visit, "Sec-Fetch-Site");

	if (strcmp(site, "cross-site") != 0 && strcmp(site, "same-site") != 0)
		return false;
	return strcmp(visit_header(visit, "Sec-Fetch-Mode"), "navigate") != 0 ||
	       strcmp(visit_header(visit, "Sec-Fetch-User"), "?1") != 0;
}

struct frame {
	unsigned hosts, lengths, codings;
	bool chunked;
	bool blank; /* in a header's name (section 5.1) */
};

static enum MHD_Result count_header(void *context, enum MHD_ValueKind kind,
	const char *key, const char *value)
{
	struct frame *frame = context;

	(void)kind;
	if (key[strcspn(key, " \t")])
		frame->blank = true;
	if (ascii_compare(key, "Host") == 0)
		frame->hosts++;
	if (ascii_compare(key, "Content-Length") == 0)
		frame->lengths++;
	if (ascii_compare(key, "Transfer-Encoding") == 0) {
		frame->codings++;
		frame->chunked = value && ascii_compare(value, "chunked") == 0;
	}
	return MHD_YES;
}

bool manners_is_clear(const struct visit *visit)
{
	struct frame frame = {0};

	MHD_get_connection_values(
		visit->connection, MHD_HEADER_KIND, count_header, &frame);
	if (frame.blank || frame.hosts > 1 || frame.lengths + frame.codings > 1)
		return false;
	return !frame.codings || frame.chunked;
}
