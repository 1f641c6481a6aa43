/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/run/endpoint_run.h"

#include "engine/ask/question_run.h"
#include "engine/run/host.h"
#include "engine/run/login_run.h"
#include "engine/run/revocation_run.h"
#include "engine/run/rule_run.h"
#include "engine/run/slot.h"
#include "evidence/chain.h"
#include "evidence/version.h"
#include "model/memory.h"
#include "model/text/ascii.h"

#include <stdlib.h>
#include <time.h>

static void launch_due(struct runner *runner, struct endpoint_run *run)
{
	int64_t now = io_now_us();

	for (unsigned i = 0; i < run->used; i++) {
		struct slot *slot = &run->slots[i];

		if (!slot_waits(slot))
			continue;
		if (slot->due_us > now) {
			if (slot->due_us < run->wake_us)
				run->wake_us = slot->due_us;
		} else if (!slot_launch(runner, run, slot)) {
			return;
		}
	}
}

static size_t collect_flights(
	struct endpoint_run *run, struct probe_flight *flights, bool *ret_waits)
{
	size_t count = 0;
	int64_t now = io_now_us();

	*ret_waits = false;
	for (unsigned i = 0; i < run->used; i++) {
		struct slot *slot = &run->slots[i];

		if (slot_waits(slot))
			*ret_waits = true;
		if (slot->job)
			flights[count++] = (struct probe_flight){
				.order = &slot->order,
				.stage = (enum stage)atomic_load(
					&slot->job->stage),
				.age_us = now - slot->job->target.begin_us};
	}
	return count;
}

/* Returns how many of the orders went to other places than the endpoint, and
 * in `*ret_idle` how many were given ahead and do not count, as far as is
 * known. */
static unsigned collect_orders(const struct endpoint_run *run,
	const struct probe_order **orders, unsigned *ret_idle)
{
	bool accepted = version_accepted(&run->report->facts) != 0;
	unsigned elsewhere = 0;

	*ret_idle = 0;
	for (unsigned i = 0; i < run->used; i++) {
		orders[i] = &run->slots[i].order;
		elsewhere += order_is_elsewhere(orders[i]);
		*ret_idle += !accepted && order_is_ahead(orders[i]);
	}
	return elsewhere;
}

static void end(struct runner *runner, struct endpoint_run *run)
{
	if (login_run_goes_on(run)) {
		run->state = RUN_LOGINS;
		return;
	}
	run->state = RUN_ISSUERS;
	if (revocation_run_advance(runner, run))
		return;
	run->state = RUN_DONE;
	slot_drop_idle(run);
	runner->active--;
	cancel_free(run->cancel);
	run->cancel = NULL;
	run->report->facts.interrupted = runner->interrupted;
	run->report->facts.out_of_time = runner->report->out_of_time;
	chain_keep_once(&run->report->facts);
	if (runner->watcher->endpoint_ends)
		runner->watcher->endpoint_ends(
			runner->watcher->context, runner->report, run->index);
}

/* Rules of policies rest on what hellos have told; in full depth alone their
 * questions are about sessions, and wait for nothing. */
static bool rules_may_begin(
	const struct runner *runner, const struct endpoint_run *run)
{
	return !runner->request->policy_count || !run->questions ||
	       question_run_is_over(run);
}

static void advance_rest(struct runner *runner, struct endpoint_run *run)
{
	bool goes_on;

	run->wake_us = INT64_MAX;
	goes_on = question_run_begin(runner, run) &&
		  question_run_advance(runner, run);
	if (!run->rules_begun && rules_may_begin(runner, run)) {
		run->rules_begun = true;
		if (!rule_run_begin(runner, run))
			run->rule_count = 0;
	}
	if (run->rule_count && rule_run_advance(runner, run))
		goes_on = true;
	if (!goes_on)
		end(runner, run);
}

/* Last of all, what a server offers, and what only a whole handshake or a
 * dialogue can tell rules. */
static void ask_rest(struct runner *runner, struct endpoint_run *run)
{
	run->state = RUN_REST;
	advance_rest(runner, run);
}

/* Rules look at the handshake of each version, and of several addresses each
 * may show another certificate. */
static bool hello_is_enough(
	const struct runner *runner, const struct endpoint_run *run)
{
	return !runner->request->policy_count &&
	       resolve_answer(run->host->resolution)->count == 1;
}

static void plan(struct runner *runner, struct endpoint_run *run)
{
	for (;;) {
		struct probe_flight flights[PROBES_MAX];
		struct probe_order order;
		int64_t wake_us, now = io_now_us();
		const struct probe_order *orders[PROBES_MAX];
		bool waits;
		size_t count = collect_flights(run, flights, &waits);
		unsigned idle;
		unsigned followed = collect_orders(run, orders, &idle);
		struct plan_state state = {
			.orders = orders,
			.order_count = run->used,
			.followed = followed,
			.by_hello = hello_is_enough(runner, run),
			.follow_up = runner->request->follow_up,
			.addresses =
				resolve_answer(run->host->resolution)->count,
			.follow_left_us =
				slot_follow_up_ends(runner, run) - now,
			.facts = &run->report->facts,
			.flights = flights,
			.flight_count = count,
			.versions = runner->request->tls_versions,
			.used = run->used - followed - idle,
			.left_us = run->deadline_us - now,
			.timeout_us = runner->request->timeout_us,
			.now_s = (int64_t)time(NULL),
		};

		if (run->cancelled && !count) {
			end(runner, run);
			return;
		}
		/* Until all first orders have room, nothing is added. */
		if (run->cancelled || waits)
			return;
		switch (plan_next(&state, &order, &wake_us)) {
		case PLAN_WAIT:
			run->wake_us = wake_us == INT64_MAX ? INT64_MAX
							    : now + wake_us;
			return;
		case PLAN_ORDER:
			slot_add(run, &order);
			launch_due(runner, run);
			break;
		case PLAN_CANCEL:
			slot_cancel(run);
			return;
		case PLAN_END:
			ask_rest(runner, run);
			return;
		}
	}
}

/* What the name service knows of a name without an address tells a misspelt
 * name from a mail domain. */
static void begin_naming(
	struct runner *runner, struct endpoint_run *run, enum status status)
{
	const struct endpoint *endpoint = &run->report->entry->endpoint;

	if (runner->request->follow_up &&
		(status == ST_NO_NAME || status == ST_NO_ADDRESS) &&
		!host_is_numeric(run->host->name))
		run->query =
			name_query_start(run->host->name, endpoint->service,
				endpoint->mode, inbox_fd(runner->inbox));
	if (!run->query) {
		end(runner, run);
		return;
	}
	run->state = RUN_NAMING;
	run->begin_us = io_now_us();
	run->wake_us = run->begin_us + runner->request->timeout_us;
}

static void check_naming(struct runner *runner, struct endpoint_run *run)
{
	struct endpoint_facts *facts = &run->report->facts;

	if (!name_query_answer(
		    run->query, facts->probes[0]->arena, &facts->name) &&
		io_now_us() < run->wake_us && !runner->interrupted)
		return;
	name_query_free(run->query);
	run->query = NULL;
	end(runner, run);
}

static void begin_probing(struct runner *runner, struct endpoint_run *run)
{
	const struct addresses *answer = resolve_answer(run->host->resolution);
	struct probe_order orders[ENDPOINT_CONNECTIONS];
	const struct plan_state state = {
		.facts = &run->report->facts,
		.versions = runner->request->tls_versions,
		.by_hello = hello_is_enough(runner, run),
	};
	size_t count = plan_first(&state, orders);

	runner->resolving--;
	run->state = RUN_PROBING;
	slot_add(run, &orders[0]);
	if (answer->status != ST_OK) {
		slot_end_unmade(runner, run, &run->slots[0], answer->status,
			answer->detail);
		begin_naming(runner, run, answer->status);
		return;
	}
	run->cancel = cancel_new();
	if (!run->cancel) {
		slot_end_unmade(runner, run, &run->slots[0], ST_LOCAL,
			"too many files are open");
		end(runner, run);
		return;
	}
	login_run_begin(runner, run);
	for (size_t i = 1; i < count; i++)
		slot_add(run, &orders[i]);
	run->first_count = run->used;
	launch_due(runner, run);
}

static void check_resolution(struct runner *runner, struct endpoint_run *run)
{
	if (resolve_answer(run->host->resolution)) {
		begin_probing(runner, run);
		return;
	}
	run->wake_us = run->host->asked_us + runner->request->timeout_us;
	if (io_now_us() < run->wake_us)
		return;
	runner->resolving--;
	slot_add(run, &(struct probe_order){.purpose = PURPOSE_BEST,
			      .mode = run->report->entry->endpoint.mode,
			      .versions = runner->request->tls_versions});
	slot_end_unmade(runner, run, &run->slots[0], ST_NO_RESOLVER,
		"the DNS resolver did not respond in time");
	end(runner, run);
}

/* Until it is known better, nothing of what is wanted was reached. */
static enum unasked *new_unasked(const struct rule_wishes *wishes)
{
	enum unasked *unasked = memory_calloc(OFFER_COUNT, sizeof(*unasked));

	for (size_t i = 0; i < OFFER_COUNT; i++)
		unasked[i] =
			wishes->offers[i] ? UNASKED_UNREACHED : UNASKED_NONE;
	return unasked;
}

void endpoint_run_prepare(
	struct runner *runner, struct endpoint_run *run, size_t index)
{
	struct endpoint_report *report = &runner->report->endpoints[index];
	struct endpoint_facts *facts = &report->facts;

	facts->endpoint = report->entry->endpoint;
	facts->probes = memory_calloc(PROBES_MAX, sizeof(*facts->probes));
	if (facts->endpoint.mode != MODE_CLEARTEXT &&
		!runner->request->best_only)
		facts->versions_asked = runner->request->tls_versions;
	if (runner->wishes)
		facts->unasked = new_unasked(runner->wishes);
	run->report = report;
	run->index = index;
	login_run_want(runner, run);
}

void endpoint_run_clear(struct endpoint_run *run)
{
	free(run->rule_slots);
	question_run_free(run->questions);
	login_run_free(run);
}

void endpoint_run_skip(struct runner *runner, struct endpoint_run *run)
{
	run->report->facts.interrupted = true;
	run->report->facts.out_of_time = runner->report->out_of_time;
	if (runner->watcher->endpoint_ends)
		runner->watcher->endpoint_ends(
			runner->watcher->context, runner->report, run->index);
}

static void fail_to_resolve(struct runner *runner, struct endpoint_run *run)
{
	runner->active++;
	slot_add(run, &(struct probe_order){.purpose = PURPOSE_BEST});
	slot_end_unmade(runner, run, &run->slots[0], ST_LOCAL,
		"no thread could be started");
	end(runner, run);
}

bool endpoint_run_begin(struct runner *runner, struct endpoint_run *run)
{
	const struct endpoint *endpoint = &run->report->entry->endpoint;
	const char *name =
		host_of_endpoint(runner->request, endpoint, &run->port);
	bool later = false;

	run->host = host_find(runner, name);
	if (ascii_compare(name, endpoint->host) != 0)
		run->report->facts.connected_to = name;
	if (!run->host->resolution) {
		run->host->asked_us = io_now_us();
		run->host->resolution = names_ask(runner->engine->names,
			run->host->name, runner->request->family,
			inbox_fd(runner->inbox), &later);
	}
	if (!run->host->resolution) {
		if (later || runner->resolving)
			return false;
		fail_to_resolve(runner, run);
		return true;
	}
	run->state = RUN_RESOLVING;
	runner->active++;
	runner->resolving++;
	check_resolution(runner, run);
	if (run->state == RUN_PROBING)
		plan(runner, run);
	return true;
}

static void advance_probes(struct runner *runner, struct endpoint_run *run)
{
	if (runner->interrupted)
		slot_cancel(run);
	run->wake_us = INT64_MAX;
	slot_watch(runner, run);
	launch_due(runner, run);
	plan(runner, run);
	/* What the server offers need not wait for the end of all that; what
	 * comes of it is looked at then. */
	if (run->state == RUN_PROBING && !run->cancelled &&
		question_run_begin(runner, run))
		question_run_advance(runner, run);
	/* plan() may have set a later time than a waiting slot needs. */
	for (unsigned i = 0; i < run->used; i++)
		if (run->state == RUN_PROBING && slot_waits(&run->slots[i]) &&
			run->slots[i].due_us < run->wake_us &&
			run->slots[i].due_us > io_now_us())
			run->wake_us = run->slots[i].due_us;
}

static void advance_logins(struct runner *runner, struct endpoint_run *run)
{
	run->wake_us = INT64_MAX;
	slot_watch(runner, run);
	if (!login_run_goes_on(run))
		end(runner, run);
}

void endpoint_run_advance(struct runner *runner, struct endpoint_run *run)
{
	if (run->state == RUN_RESOLVING) {
		if (runner->interrupted) {
			runner->resolving--;
			end(runner, run);
			return;
		}
		check_resolution(runner, run);
	}
	login_run_advance(runner, run);
	if (run->state == RUN_NAMING)
		check_naming(runner, run);
	if (run->state == RUN_LOGINS)
		advance_logins(runner, run);
	else if (run->state == RUN_ISSUERS)
		end(runner, run);
	else if (run->state == RUN_REST)
		advance_rest(runner, run);
	else if (run->state == RUN_PROBING)
		advance_probes(runner, run);
	if (run->state == RUN_PROBING || run->state == RUN_REST)
		slot_watch(runner, run);
	/* Issuers are asked meanwhile. */
	if (run->state == RUN_PROBING || run->state == RUN_REST ||
		run->state == RUN_LOGINS)
		(void)!revocation_run_begin(runner, run);
}

void endpoint_run_take(
	struct runner *runner, struct endpoint_run *run, struct probe_job *job)
{
	enum offer_id rule = OFFER_NONE;

	if (question_run_take(runner, run, job) ||
		login_run_take(runner, run, job))
		return;
	for (unsigned i = 0; i < run->used; i++)
		if (run->slots[i].job == job) {
			run->slots[i].job = NULL;
			run->slots[i].facts = job->facts;
		}
	for (size_t i = 0; i < run->rule_count; i++)
		if (run->rule_slots[i].job == job) {
			run->rule_slots[i].job = NULL;
			run->rule_slots[i].facts = job->facts;
			run->rule_flying--;
			rule = run->rule_slots[i].order.offer;
		}
	run->wake_us = 0;
	question_run_note(run, job);
	slot_hear(runner, run, job);
	slot_keep_ended(run);
	if (rule)
		rule_run_take(run, job->facts, rule);
	if (runner->watcher->probe_ends)
		runner->watcher->probe_ends(
			runner->watcher->context, run->index, job->facts);
	slot_land(runner, run);
}
