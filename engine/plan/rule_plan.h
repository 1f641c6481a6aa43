/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which questions of rules (model/offer.h) are put to an endpoint, and when no
 * more of them are: pure functions over what is known. */
#ifndef MAILSONDE_ENGINE_PLAN_RULE_PLAN_H
#define MAILSONDE_ENGINE_PLAN_RULE_PLAN_H

#include "checks/rules/table.h"
#include "model/facts.h"
#include "model/offer.h"

/* Why the endpoint is not asked that, by what its ordinary probes and hellos
 * made by hand saw;
 * UNASKED_NONE if it is. `addresses` is how many the host has. */
enum unasked rule_plan_obstacle(const struct endpoint_facts *facts,
	enum offer_id offer, enum rule_wish wish, size_t addresses);

/* With which versions it is asked: those of the offer that the run is about,
 * but for those that the server refuses. */
unsigned rule_plan_versions(
	const struct endpoint_facts *facts, enum offer_id offer);

/* Whether `probe`, the last that ended, says that the server wants no more of
 * them: it puts off, or hung up again before anything was asked. */
bool rule_plan_stops(
	const struct endpoint_facts *facts, const struct probe_facts *probe);

/* Whether what `probe` asked must be asked once more: one lost packet does not
 * count, and a hello that was dropped must be dropped twice. */
bool rule_plan_again(
	const struct endpoint_facts *facts, const struct probe_facts *probe);

/* Whether a hello was dropped twice, and no connection was made after that: a
 * control, which offers what everybody is offered, then tells a refusal from a
 * server that has had enough. */
bool rule_plan_wants_control(const struct endpoint_facts *facts);

#endif
