/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/name/lookup.h"

#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "evidence/witness.h"

#include <arpa/inet.h>
#include <string.h>

static enum status status_of(const struct probe_facts *probe)
{
	if (probe->attempt_count || probe->stage > STAGE_CONNECT)
		return ST_OK;
	return probe->status == ST_TIMEOUT ? ST_NO_RESOLVER : probe->status;
}

/* Whether the probe tells how the look-up went. */
static bool tells_of_lookup(const struct probe_facts *probe)
{
	return probe->attempt_count || probe->stage > STAGE_CONNECT ||
	       probe->status == ST_NO_NAME || probe->status == ST_NO_ADDRESS ||
	       probe->status == ST_NO_RESOLVER ||
	       (probe->stage == STAGE_RESOLVE && probe->status == ST_TIMEOUT);
}

enum status lookup_status(const struct view *view)
{
	const struct probe_facts *probe =
		witness_first(view->facts, tells_of_lookup);

	return probe ? status_of(probe) : ST_OK;
}

bool lookup_not_offered(const struct view *view)
{
	const char *srv = view->facts->name.srv_target;
	enum status status = lookup_status(view);

	return (status == ST_NO_NAME || status == ST_NO_ADDRESS) && srv &&
	       strcmp(srv, ".") == 0;
}

static bool is_address(const char *host)
{
	unsigned char octets[16];

	return strchr(host, ':') || inet_pton(AF_INET, host, octets) == 1;
}

const struct view *lookup_other(
	const struct work *work, const struct view *view)
{
	for (size_t i = 0; i < view_other_count(work); i++) {
		const struct view *other = &work->views[i];

		if (!view_same_host(view, other) &&
			!is_address(view_host(other)) && other->most &&
			other->most->attempt_count)
			return other;
	}
	return NULL;
}

void lookup_add_evidence(
	struct work *work, struct theory *theory, const struct view *view)
{
	const struct name_facts *name = &view->facts->name;

	if (!name->asked)
		return;
	if (name->domain && name->answered && strchr(name->domain, '.'))
		theory_add_evidence(work, theory, "the domain %s %s",
			name->domain,
			name->domain_exists ? "exists" : "does not exist");
	if (name->mx)
		theory_add_evidence(work, theory,
			"mail for %s is delivered to %s", view_host(view),
			name->mx);
	if (name->srv_target && strcmp(name->srv_target, ".") != 0)
		theory_add_evidence(work, theory,
			"DNS names a server for this service: %s",
			name->srv_target);
}
