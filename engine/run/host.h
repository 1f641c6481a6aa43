/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where a run connects to: a host is looked up once for all its endpoints. */
#ifndef MAILSONDE_ENGINE_RUN_HOST_H
#define MAILSONDE_ENGINE_RUN_HOST_H

#include "engine/run/parts.h"

/* Returns the run's host of that name, which it owns; nothing is looked up. */
struct host *host_find(struct runner *runner, const char *name);
void host_free_all(struct runner *runner);

/* Gives back the seats that were kept for probes and are not wanted. */
void host_decline_all(struct runner *runner);

/* Where to connect for an endpoint: what the user connects to in its place, and
 * the address that he resolves that to. Borrowed. */
const char *host_of_endpoint(const struct engine_request *request,
	const struct endpoint *endpoint, unsigned *ret_port);

/* What hides the secret of the run's login, from whichever peer says it; NULL
 * if there is none. */
const struct blot *host_blot(const struct engine_request *request);

/* Where it may be connected to; NULL for anywhere, as where the user named the
 * place. */
const struct reach *host_reach(
	const struct engine_request *request, const struct endpoint *endpoint);

/* A follow-up at another port goes where the endpoint itself went, unless the
 * user has another place for that port. */
unsigned host_port(const struct runner *runner, const struct endpoint_run *run,
	const struct probe_order *order);

/* Whether the name is an address. */
bool host_is_numeric(const char *name);

#endif
