/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/run/rule_run.h"

#include "engine/ask/question_run.h"
#include "engine/plan/rule_plan.h"
#include "engine/run/slot.h"
#include "evidence/neighbour.h"
#include "evidence/offered/offer.h"
#include "evidence/witness.h"
#include "model/memory.h"

static struct slot *add_rule_order(struct endpoint_run *run,
	enum offer_id offer, size_t only_address, int64_t delay_us)
{
	struct endpoint_facts *facts = &run->report->facts;
	struct slot *slot;

	if (run->rule_count == RULE_CONNECTIONS) {
		if (!offer_probe(facts, offer))
			facts->unasked[offer] = UNASKED_BUDGET;
		return NULL;
	}
	if (run->rule_count == run->rule_room) {
		run->rule_room = run->rule_room ? 2 * run->rule_room : 32;
		run->rule_slots = memory_realloc(run->rule_slots,
			run->rule_room * sizeof(*run->rule_slots));
		facts->rule_probes = memory_realloc(facts->rule_probes,
			run->rule_room * sizeof(struct probe_facts *));
	}
	slot = &run->rule_slots[run->rule_count++];
	*slot = (struct slot){
		.order = {.purpose = PURPOSE_RULE,
			.mode = facts->endpoint.mode,
			.versions = rule_plan_versions(facts, offer),
			.offer = offer,
			.only_address = only_address},
		.due_us = io_now_us() + delay_us,
	};
	return slot;
}

/* Each address but the one that the best connection used. */
static void add_address_orders(struct endpoint_run *run, enum offer_id offer)
{
	const struct addresses *answer = resolve_answer(run->host->resolution);
	const struct probe_facts *best = witness_best(&run->report->facts);
	size_t count =
		answer->count < RULE_ADDRESSES ? answer->count : RULE_ADDRESSES;

	for (size_t i = 0; i < count; i++)
		if (!best || best->attempt != i)
			add_rule_order(run, offer, i + 1, 0);
}

/* Whether the run asks there anyway. */
static bool is_in_run(const struct runner *runner,
	const struct endpoint *endpoint, unsigned port)
{
	const struct endpoint_report *other;
	size_t at = 0;

	while ((other = neighbour_next(runner->report, endpoint, &at)))
		if (other->entry->endpoint.service == endpoint->service &&
			other->entry->endpoint.port == port)
			return true;
	return endpoint->port == port;
}

static void add_port_order(struct endpoint_run *run,
	const struct service_way *way, unsigned versions, bool by_hello)
{
	struct slot *slot = add_rule_order(run, OFFER_PORTS, 0, 0);

	if (!slot)
		return;
	slot->order.port = way->port;
	slot->order.mode = way->mode;
	slot->order.versions = versions;
	slot->order.by_hello = by_hello;
}

/* The best connection, and each version alone. Servers may refuse an old one
 * inside TLS only. */
static void add_port_orders(
	const struct runner *runner, struct endpoint_run *run)
{
	const struct endpoint *endpoint = &run->report->entry->endpoint;
	const struct service_row *row = service_row(endpoint->service);
	unsigned asked = run->report->facts.versions_asked;

	for (size_t i = 0; i < SERVICE_WAYS && row->ways[i].scheme; i++) {
		const struct service_way *way = &row->ways[i];

		if (way->mode == MODE_CLEARTEXT || way->relay ||
			is_in_run(runner, endpoint, way->port))
			continue;
		add_port_order(run, way, asked, false);
		for (int v = TLS_1_3; v >= TLS_1_0; v--)
			if (asked & TLS_BIT(v))
				add_port_order(
					run, way, TLS_BIT(v), v >= TLS_1_2);
	}
}

/* Answers whether there is anything to ask. */
bool rule_run_begin(struct runner *runner, struct endpoint_run *run)
{
	const struct rule_wishes *wishes = runner->wishes;
	struct endpoint_facts *facts = &run->report->facts;
	size_t addresses = resolve_answer(run->host->resolution)->count;

	if (!wishes)
		return false;
	for (int i = OFFER_NONE + 1; i < OFFER_COUNT; i++) {
		enum offer_id offer = (enum offer_id)i;

		if (!wishes->offers[i])
			continue;
		facts->unasked[i] = rule_plan_obstacle(
			facts, offer, wishes->offers[i], addresses);
		if (facts->unasked[i] == UNASKED_NONE && !runner->possible[i])
			facts->unasked[i] = UNASKED_LIBRARY;
		else if (facts->unasked[i] == UNASKED_NONE &&
			 (question_run_was_stopped(run) ||
				 slot_is_stalled(runner, run)))
			facts->unasked[i] = UNASKED_STOPPED;
		if (facts->unasked[i] != UNASKED_NONE)
			continue;
		if (offer_table[i].each_address)
			add_address_orders(run, offer);
		else if (offer_table[i].each_port)
			add_port_orders(runner, run);
		else
			add_rule_order(run, offer, 0, 0);
	}
	if (!run->rule_count)
		return false;
	run->deadline_us =
		io_now_us() + RULE_TIMEOUTS * runner->request->timeout_us;
	return true;
}

/* What was not asked any more, and why. */
static void drop_rules(struct endpoint_run *run, enum unasked why)
{
	struct endpoint_facts *facts = &run->report->facts;

	for (size_t i = 0; i < run->rule_count; i++) {
		struct slot *slot = &run->rule_slots[i];

		if (!slot_waits(slot))
			continue;
		slot->dropped = true;
		if (!offer_probe(facts, slot->order.offer))
			facts->unasked[slot->order.offer] = why;
	}
}

static void launch_rules(struct runner *runner, struct endpoint_run *run)
{
	int64_t now = io_now_us();

	for (size_t i = 0; i < run->rule_count; i++) {
		struct slot *slot = &run->rule_slots[i];
		int64_t due_us = slot->due_us > run->rule_next_us
					 ? slot->due_us
					 : run->rule_next_us;

		if (!slot_waits(slot))
			continue;
		if (due_us > now) {
			if (due_us < run->wake_us)
				run->wake_us = due_us;
			continue;
		}
		if (run->rule_flying >= RULE_FLIGHTS ||
			!slot_launch(runner, run, slot))
			return;
		/* From its start on, however late that came. */
		run->rule_next_us = io_now_us() + RULE_SPACING_US;
	}
}

static bool rules_wait(const struct endpoint_run *run)
{
	for (size_t i = 0; i < run->rule_count; i++)
		if (slot_waits(&run->rule_slots[i]))
			return true;
	return false;
}

bool rule_run_advance(struct runner *runner, struct endpoint_run *run)
{
	int64_t stalls_us = slot_stalls_us(runner, run);

	if (run->deadline_us < run->wake_us)
		run->wake_us = run->deadline_us;
	if (rules_wait(run) && stalls_us < run->wake_us)
		run->wake_us = stalls_us;
	if (runner->interrupted)
		drop_rules(run, runner->report->out_of_time
					? UNASKED_TIME
					: UNASKED_INTERRUPTED);
	if (io_now_us() >= run->deadline_us)
		drop_rules(run, UNASKED_TIME);
	if (run->cancelled || slot_is_stalled(runner, run))
		drop_rules(run, UNASKED_STOPPED);
	if (runner->interrupted)
		slot_cancel(run);
	else
		launch_rules(runner, run);
	if (run->rule_flying || rules_wait(run))
		return true;
	if (!runner->interrupted && !run->cancelled &&
		io_now_us() < run->deadline_us &&
		!slot_is_stalled(runner, run) &&
		rule_plan_wants_control(&run->report->facts) &&
		add_rule_order(run, OFFER_CONTROL, 0, 10 * RULE_SPACING_US)) {
		launch_rules(runner, run);
		return true;
	}
	return false;
}

void rule_run_take(struct endpoint_run *run, const struct probe_facts *facts,
	enum offer_id offer)
{
	struct slot *second = NULL;

	if (rule_plan_stops(&run->report->facts, facts))
		drop_rules(run, UNASKED_STOPPED);
	else if (rule_plan_again(&run->report->facts, facts) &&
		 !offer_table[offer].each_address &&
		 !offer_table[offer].each_port)
		add_rule_order(run, offer, 0, 10 * RULE_SPACING_US);
	else if (facts->tls.session.length)
		second = add_rule_order(run, offer, 0, 0);
	if (second)
		second->order.resumes = facts;
}
