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
