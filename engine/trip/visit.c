/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/trip/visit.h"

#include "engine/run/host.h"
#include "engine/run/login_judge.h"
#include "evidence/login/login.h"
#include "model/memory.h"
#include "model/text/ascii.h"
#include "net/connect.h"
#include "net/connection/connection.h"
#include "net/io.h"
#include "probes/login/login.h"
#include "probes/probe.h"

#include <string.h>
#include <time.h>

/* Of the visit: that of the run may come first. */
static int64_t end_of(const struct visitor *visitor)
{
	int64_t end_us = visitor->begin_us + visitor->request->deadline_us;

	return visitor->request->deadline_us && visitor->cancel_fd >= 0 &&
			       end_us < visitor->deadline_us
		       ? end_us
		       : visitor->deadline_us;
}

bool visit_is_over(const struct visitor *visitor)
{
	return end_of(visitor) < visitor->deadline_us &&
	       io_now_us() >= end_of(visitor);
}

const struct probe_facts *visit_known(const struct endpoint_report *endpoint)
{
	const struct probe_facts *login = login_judged(&endpoint->facts);

	return login && login->login.answer == ANSWER_POSITIVE &&
			       login->attempt < login->attempt_count
		       ? login
		       : NULL;
}

struct endpoint_report *visit_find_first(
	struct report *report, enum service service)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		if (report->endpoints[i].entry->endpoint.service == service &&
			visit_known(&report->endpoints[i]))
			return &report->endpoints[i];
	return NULL;
}

static void keep(struct endpoint_facts *facts, struct probe_facts *probe)
{
	facts->logins = memory_realloc(facts->logins,
		(facts->login_count + 1) * sizeof(struct probe_facts *));
	facts->logins[facts->login_count++] = probe;
}

/* What waits in the dialogue for whoever signed in. */
struct stay {
	void (*stay)(struct dialogue *d, void *context);
	void *context;
};

static void begin_stay(struct dialogue *d, const struct login_request *request)
{
	const struct stay *stay = request->visit_context;

	stay->stay(d, stay->context);
}

/* Another account signs in as itself, by whatever is the best way. */
static struct login_request request_of(const struct visitor *visitor,
	const struct endpoint_report *endpoint, const struct probe_facts *known,
	struct login_scruples *scruples, struct stay *stay)
{
	const struct engine_login *login = visitor->login;
	bool same = login == visitor->request->login;
	const struct endpoint *at = &endpoint->entry->endpoint;

	*scruples = (struct login_scruples){.entry = endpoint->entry};
	for (size_t i = 0; i < login->insecure_count; i++)
		if (ascii_compare(login->insecure_hosts[i], at->host) == 0)
			scruples->insecure = true;
	return (struct login_request){
		.account = {.user = same          ? known->login.user
				    : login->user ? login->user
						  : login->address,
			.password = login->password,
			.token = login->token,
			.service = service_row(at->service)->sasl_name,
			.host = at->host,
			.port = at->port},
		.address = login->address,
		.now_s = (int64_t)time(NULL),
		.blot = login->blot,
		.sasl = login->sasl,
		.mechanism = same ? known->login.mechanism : login->mechanism,
		.judge = login_judge,
		.context = scruples,
		.authentications = endpoint->entry->account.authentications,
		.authentication_count =
			endpoint->entry->account.authentication_count,
		.visit = begin_stay,
		.visit_context = stay,
	};
}

/* To the very address that the login was accepted at. */
static bool aim(const struct visitor *visitor,
	const struct endpoint_report *endpoint, const struct probe_facts *known,
	struct addresses *addresses, struct connection_target *ret_target)
{
	const struct endpoint *at = &endpoint->entry->endpoint;
	const struct engine_request *request = visitor->request;

	*addresses = (struct addresses){.status = ST_OK, .count = 1};
	if (!address_parse(known->attempts[known->attempt].address,
		    &addresses->list[0]))
		return false;
	*ret_target = (struct connection_target){
		.addresses = addresses,
		.only_address = CONNECT_ALL,
		.port = known->attempts[known->attempt].port,
		.reach = host_reach(request, at),
		.blot = host_blot(request),
		.server_name = host_is_numeric(at->host) ? NULL : at->host,
		.tls_versions = request->tls_versions,
		.judge_chain = true,
		.tls = visitor->tls,
		.deadline = {end_of(visitor), visitor->cancel_fd},
		.begin_us = io_now_us(),
	};
	return true;
}

struct probe_facts *visit_endpoint(const struct visitor *visitor,
	struct endpoint_report *endpoint,
	void (*stay)(struct dialogue *d, void *context), void *context)
{
	const struct probe_facts *known = visit_known(endpoint);
	struct stay staying = {stay, context};
	struct login_scruples scruples;
	struct connection_target target;
	struct login_request request;
	struct addresses addresses;
	struct probe_facts *facts;

	if (!known || !aim(visitor, endpoint, known, &addresses, &target))
		return NULL;
	facts = probe_facts_new();
	facts->purpose = PURPOSE_LOGIN;
	facts->mode = endpoint->entry->endpoint.mode;
	facts->tls_offered = visitor->request->tls_versions;
	facts->port = endpoint->entry->endpoint.port;
	facts->started_us = target.begin_us - visitor->begin_us;
	request = request_of(visitor, endpoint, known, &scruples, &staying);
	probe_log_in(&target, endpoint->entry->endpoint.service,
		visitor->request->keep_transcript, &request, facts);
	facts->login.visit = true;
	keep(&endpoint->facts, facts);
	return facts;
}
