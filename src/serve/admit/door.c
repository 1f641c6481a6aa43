/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/door.h"

#include "model/service.h"
#include "model/text/ascii.h"
#include "net/resolve.h"
#include "settings/host.h"

#include <string.h>

bool door_read_allow(struct arena *arena, const char *const *texts,
	size_t count, struct door *ret_door, struct problem *ret_problem)
{
	struct network *networks =
		arena_alloc(arena, (count + 1) * sizeof(*networks));
	const char **domains =
		arena_alloc(arena, (count + 1) * sizeof(*domains));

	ret_door->limited = count > 0;
	ret_door->domains = domains;
	ret_door->reach.networks = networks;
	for (size_t i = 0; i < count; i++) {
		const char *reason;
		struct network *network = &networks[ret_door->reach.count];

		if (reach_read_network(texts[i], network))
			ret_door->reach.count++;
		else if (!strchr(texts[i], '/') &&
			 host_read(arena, texts[i],
				 &domains[ret_door->domain_count], &reason))
			ret_door->domain_count++;
		else
			return problem_set(arena, PROBLEM_USAGE, texts[i],
				ret_problem,
				"a network like 192.0.2.0/24 or a domain like "
				"example.com was expected");
	}
	return true;
}

static bool is_within(const char *host, const char *domain)
{
	size_t length = strlen(host), part = strlen(domain);

	return length >= part &&
	       ascii_compare(host + length - part, domain) == 0 &&
	       (length == part || host[length - part - 1] == '.');
}

static bool is_allowed_host(const struct door *door, const char *host)
{
	struct address address;

	if (address_parse(host, &address)) {
		const struct reach reach = {
			door->reach.networks, door->reach.count, true};

		return reach_allows(&reach, (struct sockaddr *)&address.socket);
	}
	for (size_t i = 0; i < door->domain_count; i++)
		if (is_within(host, door->domains[i]))
			return true;
	return false;
}

bool door_allows_domain(struct arena *arena, const struct door *door,
	const char *address, struct problem *ret_problem)
{
	const char *at = strrchr(address, '@');
	const char *domain = at ? at + 1 : address;

	return !door->limited || is_allowed_host(door, domain) ||
	       problem_set(arena, PROBLEM_USAGE, NULL, ret_problem,
		       "%s is not among the domains that may be checked here",
		       domain);
}

static bool is_mail_port(unsigned port)
{
	const struct service_way *way = NULL;
	enum service service;

	while (service_next_way(&service, &way))
		if (way->port == port)
			return true;
	return false;
}

bool door_allows(struct arena *arena, const struct door *door,
	const struct matrix *matrix, struct problem *ret_problem)
{
	for (size_t i = 0; door->limited && i < matrix->entry_count; i++) {
		const struct endpoint *endpoint = &matrix->entries[i].endpoint;

		if (!is_allowed_host(door, endpoint->host))
			return problem_set(arena, PROBLEM_USAGE, NULL,
				ret_problem,
				"%s is not among the servers that may be "
				"checked here",
				endpoint->host);
		if (!is_mail_port(endpoint->port))
			return problem_set(arena, PROBLEM_USAGE, NULL,
				ret_problem,
				"port %u is not a usual mail port; only those "
				"may be checked here",
				endpoint->port);
	}
	return true;
}
