/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/run/host.h"

#include "model/memory.h"
#include "model/text/ascii.h"

#include <stdlib.h>
#include <string.h>

struct host *host_find(struct runner *runner, const char *name)
{
	struct host *host;

	for (host = runner->hosts; host; host = host->next)
		if (ascii_compare(host->name, name) == 0)
			return host;
	host = memory_calloc(1, sizeof(*host));
	host->name = memory_calloc(1, strlen(name) + 1);
	memcpy(host->name, name, strlen(name));
	limits_claim_init(
		runner->engine->limits, name, runner->inbox, &host->claim);
	host->next = runner->hosts;
	runner->hosts = host;
	return host;
}

void host_free_all(struct runner *runner)
{
	while (runner->hosts) {
		struct host *host = runner->hosts;

		runner->hosts = host->next;
		limits_claim_clear(runner->engine->limits, &host->claim);
		resolve_free(host->resolution);
		free(host->name);
		free(host);
	}
}

static const struct connect_override *find_override(
	const struct engine_request *request, const struct endpoint *endpoint,
	unsigned port)
{
	for (size_t i = 0; i < request->connect_count; i++) {
		const struct connect_override *to = &request->connects[i];

		if ((!*to->host ||
			    ascii_compare(to->host, endpoint->host) == 0) &&
			(!to->port || to->port == port))
			return to;
	}
	return NULL;
}

/* The other place first, then the address of that. */
const char *host_of_endpoint(const struct engine_request *request,
	const struct endpoint *endpoint, unsigned *ret_port)
{
	const struct connect_override *to =
		find_override(request, endpoint, endpoint->port);
	const char *host = endpoint->host;

	*ret_port = endpoint->port;
	if (to && to->to_port)
		*ret_port = to->to_port;
	if (to && *to->to_host)
		host = to->to_host;
	for (size_t i = 0; i < request->resolve_count; i++)
		if (ascii_compare(request->resolves[i].host, host) == 0)
			return request->resolves[i].address;
	return host;
}

const struct blot *host_blot(const struct engine_request *request)
{
	return request->login ? request->login->blot : NULL;
}

const struct reach *host_reach(
	const struct engine_request *request, const struct endpoint *endpoint)
{
	unsigned port;

	return host_of_endpoint(request, endpoint, &port) == endpoint->host
		       ? request->reach
		       : NULL;
}

bool host_is_numeric(const char *host)
{
	struct address address;

	return strchr(host, ',') || address_parse(host, &address);
}

unsigned host_port(const struct runner *runner, const struct endpoint_run *run,
	const struct probe_order *order)
{
	const struct connect_override *to;

	if (!order->port)
		return run->port;
	to = find_override(
		runner->request, &run->report->entry->endpoint, order->port);
	return to && to->port && to->to_port ? to->to_port : order->port;
}

void host_decline_all(struct runner *runner)
{
	for (struct host *host = runner->hosts; host; host = host->next)
		limits_decline(runner->engine->limits, &host->claim);
}
