/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/network/attempts.h"

#include "checks/causes/open.h"

#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "evidence/witness.h"

const struct probe_facts *attempts_failed(const struct view *view)
{
	static const enum status order[] = {ST_CONN_REFUSED, ST_TIMEOUT,
		ST_RESET, ST_UNREACHABLE, ST_NO_NETWORK};

	if (view_connected(view) || !(open_checks(view) & OF_ALL))
		return NULL;
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		const struct probe_facts *probe =
			witness_stopped(view->facts, STAGE_CONNECT, order[i]);

		if (probe)
			return probe;
	}
	return NULL;
}

void attempts_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct probe_facts *probe)
{
	for (size_t i = 0; i < probe->attempt_count; i++)
		if (probe->attempts[i].tried)
			theory_add_evidence(work, theory, "%s, port %u: %s",
				probe->attempts[i].address,
				view->endpoint->port,
				status_words(probe->attempts[i].status));
	if (!probe->attempt_count)
		theory_add_evidence(work, theory, "%s: %s",
			view_place(work, view), status_words(probe->status));
}
