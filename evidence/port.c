/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/port.h"

#include "evidence/offered/offer.h"

static bool is_one_version(unsigned versions)
{
	return versions && !(versions & (versions - 1));
}

static void look(const struct probe_facts *probe, struct port_seen *seen)
{
	if (probe->status == ST_CONN_REFUSED) {
		seen->closed = true;
		return;
	}
	if (!seen->best && !probe->by_hello && probe->tls.completed)
		seen->best = probe;
	if (!is_one_version(probe->tls_offered))
		return;
	if (probe->outcome == OUTCOME_COMPLETED)
		seen->accepted |= probe->tls_offered;
	else if (probe->outcome == OUTCOME_REFUSED)
		seen->refused |= probe->tls_offered;
}

static bool is_first_of_its_port(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	const struct probe_facts *other;

	for (size_t at = 0; (other = offer_next(facts, OFFER_PORTS, &at));)
		if (other->port == probe->port)
			return other == probe;
	return false;
}

bool port_next(const struct endpoint_facts *facts, size_t *at,
	struct port_seen *ret_seen)
{
	const struct probe_facts *probe, *other;

	while ((probe = offer_next(facts, OFFER_PORTS, at))) {
		if (!is_first_of_its_port(facts, probe))
			continue;
		*ret_seen = (struct port_seen){.port = probe->port};
		for (size_t i = 0;
			(other = offer_next(facts, OFFER_PORTS, &i));)
			if (other->port == probe->port)
				look(other, ret_seen);
		return true;
	}
	return false;
}
