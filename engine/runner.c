/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/runner.h"

#include "engine/plan.h"
#include "engine/pool.h"
#include "engine/rule_plan.h"
#include "evidence/offer.h"
#include "evidence/outcome.h"
#include "evidence/witness.h"
#include "net/connect.h"
#include "net/name_query.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* A host that is connected to, looked up once for all its endpoints. */
struct host {
	struct host *next;
	char *name;
	struct resolution *resolution;
	int64_t asked_us;
	unsigned flying; /* probes in flight */
};

enum run_state {
	RUN_NEW,
	RUN_RESOLVING,
	RUN_NAMING,
	RUN_PROBING,
	RUN_RULES, /* what policies' rules have asked */
	RUN_DONE,
};

/* A probe that was ordered: waiting, in flight or ended. */
struct slot {
	struct probe_order order;
	int64_t due_us;
	struct probe_job *job;     /* while in flight */
	struct probe_facts *facts; /* once ended */
	bool dropped;              /* never made, and never will be */
};

struct endpoint_run {
	struct endpoint_report *report;
	size_t index;
	enum run_state state;
	struct host *host;
	unsigned port;
	int cancel_fd;
	bool cancelled;
	int64_t begin_us;         /* of its first probe; 0 until then */
	int64_t deadline_us;      /* of its probes; 0 until one has started */
	int64_t wake_us;          /* when to plan again */
	struct name_query *query; /* in RUN_NAMING */
	struct slot slots[PROBES_MAX];
	unsigned used;
	unsigned first_count; /* of the slots: what everybody is asked */
	/* In RUN_RULES; allocated only then. */
	struct slot *rule_slots;
	size_t rule_count, rule_room;
	unsigned rule_flying;
	int64_t rule_next_us; /* when the next one may begin */
};

struct runner {
	const struct runner_options *options;
	const struct runner_watcher *watcher;
	struct report *report;
	struct tls_context *tls;
	bool *possible; /* [offer_count]: GnuTLS can; NULL if not wanted */
	struct pool *pool;
	struct host *hosts;
	struct endpoint_run *runs;
	size_t first; /* all before are done */
	size_t end;   /* none from here on was started */
	unsigned flying;
	unsigned resolving;
	int notify_fd;
	int interrupt_fd;
	bool interrupted;
	int64_t begin_us;
};

/* Hosts. */

static struct host *find_host(struct runner *runner, const char *name)
{
	struct host *host;

	for (host = runner->hosts; host; host = host->next)
		if (strcasecmp(host->name, name) == 0)
			return host;
	host = xcalloc(1, sizeof(*host));
	host->name = xcalloc(1, strlen(name) + 1);
	memcpy(host->name, name, strlen(name));
	host->next = runner->hosts;
	runner->hosts = host;
	return host;
}

static void free_hosts(struct runner *runner)
{
	while (runner->hosts) {
		struct host *host = runner->hosts;

		runner->hosts = host->next;
		resolve_free(host->resolution);
		free(host->name);
		free(host);
	}
}

static const struct connect_override *find_override(
	const struct runner_options *options, const struct endpoint *endpoint,
	unsigned port)
{
	for (size_t i = 0; i < options->connect_count; i++) {
		const struct connect_override *to = &options->connects[i];

		if ((!*to->host || strcasecmp(to->host, endpoint->host) == 0) &&
			(!to->port || to->port == port))
			return to;
	}
	return NULL;
}

/* Where to connect for an endpoint: --connect-to first, then --resolve. */
static const char *connect_host(const struct runner_options *options,
	const struct endpoint *endpoint, unsigned *ret_port)
{
	const struct connect_override *to =
		find_override(options, endpoint, endpoint->port);
	const char *host = endpoint->host;

	*ret_port = endpoint->port;
	if (to && to->to_port)
		*ret_port = to->to_port;
	if (to && *to->to_host)
		host = to->to_host;
	for (size_t i = 0; i < options->resolve_count; i++)
		if (strcasecmp(options->resolves[i].host, host) == 0)
			return options->resolves[i].address;
	return host;
}

/* Probes. */

static struct probe_facts *new_facts(
	const struct runner *runner, const struct probe_order *order)
{
	struct probe_facts *facts = probe_facts_new();

	facts->purpose = order->purpose;
	facts->mode = order->mode;
	facts->tls_offered = order->versions;
	facts->reason = order->reason;
	if (order->offer)
		facts->offer = order->offer->id;
	facts->question = order->question;
	facts->full = order->full;
	facts->connect_only = order->connect_only;
	facts->no_sni = order->no_sni;
	facts->small_hello = order->small_hello;
	facts->port = order->port;
	facts->started_us = clock_now_us() - runner->begin_us;
	return facts;
}

static bool is_numeric(const char *host)
{
	struct address address;

	return address_parse(host, &address);
}

/* A follow-up at another port goes where the endpoint itself went, unless the
 * user has another place for that port. */
static unsigned connect_port(const struct runner *runner,
	const struct endpoint_run *run, const struct probe_order *order)
{
	const struct connect_override *to;

	if (!order->port)
		return run->port;
	to = find_override(
		runner->options, &run->report->entry->endpoint, order->port);
	return to && to->port && to->to_port ? to->to_port : order->port;
}

/* What is asked again shares the time of the endpoint.  A follow-up has it,
 * too, and at least half as much again if it begins late. */
static int64_t probe_deadline(const struct runner *runner,
	const struct endpoint_run *run, const struct probe_order *order)
{
	int64_t timeout_us = runner->options->timeout_us;
	int64_t at_us = clock_now_us() + timeout_us / 2;

	if (order->purpose == PURPOSE_RULE)
		return at_us < run->deadline_us ? at_us : run->deadline_us;
	if (order->purpose != PURPOSE_FOLLOW_UP || at_us < run->deadline_us)
		return run->deadline_us;
	return at_us < run->begin_us + 2 * timeout_us
		       ? at_us
		       : run->begin_us + 2 * timeout_us;
}

static void set_offer(struct connection_target *target,
	const struct offer *offer, enum service service)
{
	target->offer = offer;
	/* Those ask which certificate comes; of others its fingerprint is
	 * enough. */
	target->judge_chain =
		offer->each_address || offer->server_name != SERVER_NAME_HOST;
	if (offer->server_name == SERVER_NAME_NONE)
		target->server_name = NULL;
	if (offer->server_name == SERVER_NAME_UNKNOWN)
		target->server_name = "unknown.invalid";
	target->alpn = offer->alpn;
	if (offer->alpn && strcmp(offer->alpn, "*") == 0)
		target->alpn = service_name(service);
}

static struct probe_job *new_job(struct runner *runner,
	struct endpoint_run *run, const struct probe_order *order)
{
	struct probe_job *job = xcalloc(1, sizeof(*job));
	const struct endpoint *endpoint = &run->report->entry->endpoint;
	int64_t now = clock_now_us();

	job->facts = new_facts(runner, order);
	job->service = endpoint->service;
	job->keep_transcript = runner->options->keep_transcript;
	job->owner = run;
	atomic_init(&job->stage, STAGE_CONNECT);
	job->target = (struct connection_target){
		.addresses = resolve_answer(run->host->resolution),
		.only_address = order->only_address ? order->only_address - 1
						    : CONNECT_ALL,
		.port = connect_port(runner, run, order),
		.tls_versions = order->versions,
		.small_hello = order->small_hello,
		.judge_chain = order->purpose != PURPOSE_TLS_VERSION,
		.tls = runner->tls,
		.deadline = {.at_us = probe_deadline(runner, run, order),
			.cancel_fd = run->cancel_fd},
		.stage = &job->stage,
		.begin_us = now,
	};
	/* RFC 6066 section 3: an address is no server name. */
	if (!is_numeric(endpoint->host) && !order->no_sni)
		job->target.server_name = endpoint->host;
	if (order->offer)
		set_offer(&job->target, order->offer, endpoint->service);
	if (order->resumes)
		job->target.session = order->resumes->tls.session;
	return job;
}

static void keep_ended(struct endpoint_run *run)
{
	struct endpoint_facts *facts = &run->report->facts;

	facts->probe_count = 0;
	for (unsigned i = 0; i < run->used; i++)
		if (run->slots[i].facts)
			facts->probes[facts->probe_count++] =
				run->slots[i].facts;
	facts->rule_probe_count = 0;
	for (size_t i = 0; i < run->rule_count; i++)
		if (run->rule_slots[i].facts)
			facts->rule_probes[facts->rule_probe_count++] =
				run->rule_slots[i].facts;
	outcome_settle(facts);
}

/* A probe that could not even begin is a fact, too. */
static void end_unmade(struct runner *runner, struct endpoint_run *run,
	struct slot *slot, enum status status, const char *detail)
{
	slot->facts = new_facts(runner, &slot->order);
	slot->facts->status = status;
	slot->facts->detail = detail;
	if (runner->watcher->probe_ends)
		runner->watcher->probe_ends(
			runner->watcher->context, run->index, slot->facts);
	keep_ended(run);
}

static void launch(
	struct runner *runner, struct endpoint_run *run, struct slot *slot)
{
	int64_t now = clock_now_us();

	if (!run->begin_us)
		run->begin_us = now;
	/* What everybody is asked has the whole time, even if it had to
	 * queue; what is asked again shares what is left. */
	if (slot >= run->slots && slot < run->slots + run->first_count)
		run->deadline_us = now + runner->options->timeout_us;
	slot->job = new_job(runner, run, &slot->order);
	if (!pool_submit(runner->pool, slot->job)) {
		probe_facts_free(slot->job->facts);
		free(slot->job);
		slot->job = NULL;
		end_unmade(runner, run, slot, ST_LOCAL,
			"no thread can be started");
		return;
	}
	run->host->flying++;
	runner->flying++;
	run->rule_flying += slot->order.purpose == PURPOSE_RULE;
	if (runner->watcher->probe_starts)
		runner->watcher->probe_starts(runner->watcher->context,
			run->index, slot->order.purpose, slot->order.versions);
}

static bool slot_waits(const struct slot *slot)
{
	return !slot->job && !slot->facts && !slot->dropped;
}

static bool has_room(const struct runner *runner, const struct host *host)
{
	return runner->flying < runner->options->jobs &&
	       host->flying < runner->options->per_host;
}

static void launch_due(struct runner *runner, struct endpoint_run *run)
{
	int64_t now = clock_now_us();

	for (unsigned i = 0; i < run->used; i++) {
		struct slot *slot = &run->slots[i];

		if (!slot_waits(slot))
			continue;
		if (slot->due_us > now) {
			if (slot->due_us < run->wake_us)
				run->wake_us = slot->due_us;
		} else if (has_room(runner, run->host)) {
			launch(runner, run, slot);
		}
	}
}

static void cancel_run(struct endpoint_run *run)
{
	const uint64_t one = 1;

	if (run->cancelled)
		return;
	run->cancelled = true;
	if (run->cancel_fd >= 0)
		(void)!write(run->cancel_fd, &one, sizeof(one));
	for (unsigned i = 0; i < run->used; i++)
		if (slot_waits(&run->slots[i]))
			run->slots[i].dropped = true;
}

static void add_order(struct endpoint_run *run, const struct probe_order *order)
{
	struct slot *slot = &run->slots[run->used++];

	slot->order = *order;
	slot->due_us = clock_now_us() + order->delay_us;
}

/* What rules have asked. */

static void end_run(struct runner *runner, struct endpoint_run *run);

static struct slot *add_rule_order(struct endpoint_run *run,
	const struct offer *offer, size_t only_address, int64_t delay_us)
{
	struct endpoint_facts *facts = &run->report->facts;
	size_t number = (size_t)(offer - offer_table);
	struct slot *slot;

	if (run->rule_count == RULE_CONNECTIONS) {
		if (!offer_probe(facts, offer->id))
			facts->unasked[number] = UNASKED_BUDGET;
		return NULL;
	}
	if (run->rule_count == run->rule_room) {
		run->rule_room = run->rule_room ? 2 * run->rule_room : 32;
		run->rule_slots = xrealloc(run->rule_slots,
			run->rule_room * sizeof(*run->rule_slots));
		facts->rule_probes = xrealloc(facts->rule_probes,
			run->rule_room * sizeof(struct probe_facts *));
	}
	slot = &run->rule_slots[run->rule_count++];
	*slot = (struct slot){
		.order = {.purpose = PURPOSE_RULE,
			.mode = facts->endpoint.mode,
			.versions = rule_plan_versions(facts, number),
			.offer = offer,
			.only_address = only_address},
		.due_us = clock_now_us() + delay_us,
	};
	return slot;
}

/* Each address but the one that the best connection used. */
static void add_address_orders(
	struct endpoint_run *run, const struct offer *offer)
{
	const struct addresses *answer = resolve_answer(run->host->resolution);
	const struct probe_facts *best = witness_best(&run->report->facts);
	size_t count =
		answer->count < RULE_ADDRESSES ? answer->count : RULE_ADDRESSES;

	for (size_t i = 0; i < count; i++)
		if (!best || best->attempt != i)
			add_rule_order(run, offer, i + 1, 0);
}

/* Answers whether there is anything to ask. */
static bool begin_rules(struct runner *runner, struct endpoint_run *run)
{
	const bool *wanted = runner->options->offers;
	struct endpoint_facts *facts = &run->report->facts;
	size_t addresses = resolve_answer(run->host->resolution)->count;

	if (!wanted)
		return false;
	for (size_t i = 0; i < offer_count; i++) {
		if (!wanted[i])
			continue;
		facts->unasked[i] = rule_plan_obstacle(facts, i, addresses);
		if (facts->unasked[i] == UNASKED_NONE && !runner->possible[i])
			facts->unasked[i] = UNASKED_LIBRARY;
		if (facts->unasked[i] != UNASKED_NONE)
			continue;
		if (offer_table[i].each_address)
			add_address_orders(run, &offer_table[i]);
		else
			add_rule_order(run, &offer_table[i], 0, 0);
	}
	if (!run->rule_count)
		return false;
	run->state = RUN_RULES;
	run->deadline_us =
		clock_now_us() + RULE_TIMEOUTS * runner->options->timeout_us;
	return true;
}

/* What was not asked any more, and why. */
static void drop_rules(struct endpoint_run *run, enum unasked why)
{
	struct endpoint_facts *facts = &run->report->facts;

	for (size_t i = 0; i < run->rule_count; i++) {
		struct slot *slot = &run->rule_slots[i];
		size_t number = (size_t)(slot->order.offer - offer_table);

		if (!slot_waits(slot))
			continue;
		slot->dropped = true;
		if (!offer_probe(facts, slot->order.offer->id))
			facts->unasked[number] = why;
	}
}

static void launch_rules(struct runner *runner, struct endpoint_run *run)
{
	int64_t now = clock_now_us();

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
			!has_room(runner, run->host))
			return;
		launch(runner, run, slot);
		/* From its start on, however late that came. */
		run->rule_next_us = clock_now_us() + RULE_SPACING_US;
	}
}

static bool rules_wait(const struct endpoint_run *run)
{
	for (size_t i = 0; i < run->rule_count; i++)
		if (slot_waits(&run->rule_slots[i]))
			return true;
	return false;
}

static void advance_rules(struct runner *runner, struct endpoint_run *run)
{
	run->wake_us = run->deadline_us;
	if (runner->interrupted)
		drop_rules(run, UNASKED_INTERRUPTED);
	if (clock_now_us() >= run->deadline_us)
		drop_rules(run, UNASKED_TIME);
	if (runner->interrupted)
		cancel_run(run);
	else
		launch_rules(runner, run);
	if (run->rule_flying || rules_wait(run))
		return;
	if (!runner->interrupted && clock_now_us() < run->deadline_us &&
		rule_plan_wants_control(&run->report->facts) &&
		add_rule_order(run, &offer_table[offer_find("control")], 0,
			10 * RULE_SPACING_US)) {
		launch_rules(runner, run);
		return;
	}
	end_run(runner, run);
}

static void take_rule_result(struct endpoint_run *run,
	const struct probe_facts *facts, const struct offer *offer)
{
	struct slot *second = NULL;

	if (rule_plan_stops(&run->report->facts, facts))
		drop_rules(run, UNASKED_STOPPED);
	else if (rule_plan_again(&run->report->facts, facts) &&
		 !offer->each_address)
		add_rule_order(run, offer, 0, 10 * RULE_SPACING_US);
	else if (facts->tls.session.length)
		second = add_rule_order(run, offer, 0, 0);
	if (second)
		second->order.resumes = facts;
}

/* Planning. */

static size_t collect_flights(
	struct endpoint_run *run, struct probe_flight *flights, bool *ret_waits)
{
	size_t count = 0;
	int64_t now = clock_now_us();

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

/* Returns how many of the orders went to other places than the endpoint. */
static unsigned collect_orders(
	const struct endpoint_run *run, const struct probe_order **orders)
{
	unsigned elsewhere = 0;

	for (unsigned i = 0; i < run->used; i++) {
		orders[i] = &run->slots[i].order;
		if (orders[i]->port)
			elsewhere++;
	}
	return elsewhere;
}

static void end_run(struct runner *runner, struct endpoint_run *run)
{
	run->state = RUN_DONE;
	if (run->cancel_fd >= 0)
		close(run->cancel_fd);
	run->cancel_fd = -1;
	run->report->facts.interrupted = runner->interrupted;
	if (runner->watcher->endpoint_ends)
		runner->watcher->endpoint_ends(
			runner->watcher->context, run->index);
}

static void plan(struct runner *runner, struct endpoint_run *run)
{
	for (;;) {
		struct probe_flight flights[PROBES_MAX];
		struct probe_order order;
		int64_t wake_us, now = clock_now_us();
		const struct probe_order *orders[PROBES_MAX];
		bool waits;
		size_t count = collect_flights(run, flights, &waits);
		unsigned followed = collect_orders(run, orders);
		struct plan_state state = {
			.orders = orders,
			.order_count = run->used,
			.followed = followed,
			.follow_up = runner->options->follow_up,
			.addresses =
				resolve_answer(run->host->resolution)->count,
			.follow_left_us = run->begin_us +
					  2 * runner->options->timeout_us - now,
			.facts = &run->report->facts,
			.flights = flights,
			.flight_count = count,
			.versions = runner->options->tls_versions,
			.used = run->used - followed,
			.left_us = run->deadline_us - now,
			.timeout_us = runner->options->timeout_us,
		};

		if (run->cancelled && !count) {
			end_run(runner, run);
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
			add_order(run, &order);
			launch_due(runner, run);
			break;
		case PLAN_CANCEL:
			cancel_run(run);
			return;
		case PLAN_END:
			if (!begin_rules(runner, run))
				end_run(runner, run);
			else
				advance_rules(runner, run);
			return;
		}
	}
}

/* The life of an endpoint. */

/* What the name service knows of a name without an address tells a misspelt
 * name from a mail domain. */
static void begin_naming(
	struct runner *runner, struct endpoint_run *run, enum status status)
{
	const struct endpoint *endpoint = &run->report->entry->endpoint;

	if (runner->options->follow_up &&
		(status == ST_NO_NAME || status == ST_NO_ADDRESS) &&
		!is_numeric(run->host->name))
		run->query = name_query_start(run->host->name,
			endpoint->service, endpoint->mode, runner->notify_fd);
	if (!run->query) {
		end_run(runner, run);
		return;
	}
	run->state = RUN_NAMING;
	run->begin_us = clock_now_us();
	run->wake_us = run->begin_us + runner->options->timeout_us;
}

static void check_naming(struct runner *runner, struct endpoint_run *run)
{
	struct endpoint_facts *facts = &run->report->facts;

	if (!name_query_answer(
		    run->query, facts->probes[0]->arena, &facts->name) &&
		clock_now_us() < run->wake_us && !runner->interrupted)
		return;
	name_query_free(run->query);
	run->query = NULL;
	end_run(runner, run);
}

static void begin_probing(struct runner *runner, struct endpoint_run *run)
{
	const struct endpoint *endpoint = &run->report->entry->endpoint;
	const struct addresses *answer = resolve_answer(run->host->resolution);
	struct probe_order orders[ENDPOINT_CONNECTIONS];
	size_t count =
		plan_first(endpoint, runner->options->tls_versions, orders);

	runner->resolving--;
	run->state = RUN_PROBING;
	add_order(run, &orders[0]);
	if (answer->status != ST_OK) {
		end_unmade(runner, run, &run->slots[0], answer->status,
			answer->detail);
		begin_naming(runner, run, answer->status);
		return;
	}
	run->cancel_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (run->cancel_fd < 0) {
		end_unmade(runner, run, &run->slots[0], ST_LOCAL,
			"too many files are open");
		end_run(runner, run);
		return;
	}
	for (size_t i = 1; i < count; i++)
		add_order(run, &orders[i]);
	run->first_count = run->used;
	launch_due(runner, run);
}

static void check_resolution(struct runner *runner, struct endpoint_run *run)
{
	if (resolve_answer(run->host->resolution)) {
		begin_probing(runner, run);
		return;
	}
	run->wake_us = run->host->asked_us + runner->options->timeout_us;
	if (clock_now_us() < run->wake_us)
		return;
	runner->resolving--;
	add_order(run, &(struct probe_order){.purpose = PURPOSE_BEST,
			       .mode = run->report->entry->endpoint.mode,
			       .versions = runner->options->tls_versions});
	end_unmade(runner, run, &run->slots[0], ST_NO_RESOLVER,
		"the name service did not answer in time");
	end_run(runner, run);
}

static bool begin_resolving(struct runner *runner, struct endpoint_run *run)
{
	const struct endpoint *endpoint = &run->report->entry->endpoint;
	const char *name = connect_host(runner->options, endpoint, &run->port);

	run->host = find_host(runner, name);
	if (strcasecmp(name, endpoint->host) != 0)
		run->report->facts.connected_to = name;
	if (!run->host->resolution) {
		run->host->asked_us = clock_now_us();
		run->host->resolution = resolve_start(run->host->name,
			runner->options->family, runner->notify_fd);
	}
	if (!run->host->resolution)
		return false;
	run->state = RUN_RESOLVING;
	runner->resolving++;
	check_resolution(runner, run);
	return true;
}

static void advance(struct runner *runner, struct endpoint_run *run)
{
	if (run->state == RUN_RESOLVING) {
		if (runner->interrupted) {
			runner->resolving--;
			end_run(runner, run);
			return;
		}
		check_resolution(runner, run);
	}
	if (run->state == RUN_NAMING)
		check_naming(runner, run);
	if (run->state == RUN_RULES)
		advance_rules(runner, run);
	if (run->state != RUN_PROBING)
		return;
	if (runner->interrupted)
		cancel_run(run);
	run->wake_us = INT64_MAX;
	launch_due(runner, run);
	plan(runner, run);
	/* plan() may have set a later time than a waiting slot needs. */
	for (unsigned i = 0; i < run->used; i++)
		if (run->state == RUN_PROBING && slot_waits(&run->slots[i]) &&
			run->slots[i].due_us < run->wake_us &&
			run->slots[i].due_us > clock_now_us())
			run->wake_us = run->slots[i].due_us;
}

static void take_results(struct runner *runner)
{
	struct probe_job *next;

	for (struct probe_job *job = pool_take(runner->pool); job; job = next) {
		struct endpoint_run *run = job->owner;
		const struct offer *rule = NULL;

		next = job->next;

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
		run->host->flying--;
		runner->flying--;
		run->wake_us = 0;
		keep_ended(run);
		if (rule)
			take_rule_result(run, job->facts, rule);
		if (runner->watcher->probe_ends)
			runner->watcher->probe_ends(runner->watcher->context,
				run->index, job->facts);
		free(job);
	}
}

/* Advances all endpoints that are under way, and starts new ones while there
 * is room. Returns when to come back. */
static int64_t advance_all(struct runner *runner)
{
	size_t count = runner->report->endpoint_count;
	int64_t wake_us = INT64_MAX;

	for (size_t i = runner->first; i < runner->end; i++) {
		struct endpoint_run *run = &runner->runs[i];

		if (run->state != RUN_DONE)
			advance(runner, run);
		if (run->state != RUN_DONE && run->wake_us < wake_us)
			wake_us = run->wake_us;
	}
	while (runner->end < count && !runner->interrupted &&
		runner->flying + runner->resolving < runner->options->jobs) {
		struct endpoint_run *run = &runner->runs[runner->end];

		if (!begin_resolving(runner, run) && runner->resolving)
			break; /* when another look-up has ended */
		runner->end++;
		if (run->state == RUN_NEW) {
			add_order(run,
				&(struct probe_order){.purpose = PURPOSE_BEST});
			end_unmade(runner, run, &run->slots[0], ST_LOCAL,
				"no thread can be started");
			end_run(runner, run);
		}
		if (run->state == RUN_PROBING)
			plan(runner, run);
		if (run->state != RUN_DONE && run->wake_us < wake_us)
			wake_us = run->wake_us;
	}
	while (runner->first < runner->end &&
		runner->runs[runner->first].state == RUN_DONE)
		runner->first++;
	return wake_us;
}

/* Waits for a probe or a look-up to end, for the time, or for the user. */
static void wait_for_news(struct runner *runner, int64_t wake_us)
{
	struct pollfd fds[2] = {
		{.fd = runner->notify_fd, .events = POLLIN},
	};
	struct deadline deadline = {
		.at_us = wake_us,
		.cancel_fd = runner->interrupted ? -1 : runner->interrupt_fd,
	};
	uint64_t count;
	const struct runner_watcher *watcher = runner->watcher;

	if (watcher->tick)
		deadline = deadline_within(&deadline, watcher->tick_us);
	else
		deadline = deadline_within(&deadline, 3600000000);
	if (io_wait_any(fds, 1, &deadline) == ST_CANCELLED) {
		runner->interrupted = true;
		runner->report->interrupted = true;
	}
	if (read(runner->notify_fd, &count, sizeof(count)) < 0 &&
		errno != EAGAIN)
		return;
	if (watcher->tick)
		watcher->tick(watcher->context);
}

static void run_all(struct runner *runner)
{
	size_t count = runner->report->endpoint_count;

	/* The first probes wait for the network now; the trust anchors can be
	 * read in that time. */
	advance_all(runner);
	trust_store_load(runner->options->trust, NULL);

	for (;;) {
		int64_t wake_us;

		take_results(runner);
		wake_us = advance_all(runner);
		if (runner->first == count ||
			(runner->interrupted && runner->first == runner->end))
			break;
		wait_for_news(runner, wake_us);
	}
	for (size_t i = runner->end; i < count; i++)
		runner->report->endpoints[i].facts.interrupted = true;
}

/* Until it is known better, nothing of what is wanted was reached. */
static enum unasked *new_unasked(const struct runner_options *options)
{
	enum unasked *unasked = xcalloc(offer_count, sizeof(*unasked));

	for (size_t i = 0; i < offer_count; i++)
		unasked[i] =
			options->offers[i] ? UNASKED_UNREACHED : UNASKED_NONE;
	return unasked;
}

static void prepare_runs(struct runner *runner)
{
	struct report *report = runner->report;

	if (runner->options->offers)
		runner->possible =
			xcalloc(offer_count, sizeof(*runner->possible));
	for (size_t i = 0; runner->possible && i < offer_count; i++)
		runner->possible[i] =
			runner->options->offers[i] && tls_can_offer(i);

	runner->runs = xcalloc(report->endpoint_count, sizeof(*runner->runs));
	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct endpoint_report *endpoint = &report->endpoints[i];
		struct endpoint_run *run = &runner->runs[i];

		endpoint->facts.endpoint = endpoint->entry->endpoint;
		endpoint->facts.probes =
			xcalloc(PROBES_MAX, sizeof(*endpoint->facts.probes));
		if (endpoint->entry->endpoint.mode != MODE_CLEARTEXT)
			endpoint->facts.versions_asked =
				runner->options->tls_versions;
		if (runner->options->offers)
			endpoint->facts.unasked = new_unasked(runner->options);
		run->report = endpoint;
		run->index = i;
		run->cancel_fd = -1;
	}
}

bool runner_run(const struct runner_options *options,
	const struct runner_watcher *watcher, int interrupt_fd,
	struct report *report)
{
	struct runner runner = {.options = options,
		.watcher = watcher,
		.report = report,
		.interrupt_fd = interrupt_fd,
		.begin_us = clock_now_us()};
	bool done = false;

	runner.notify_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (runner.notify_fd < 0)
		return false;
	runner.pool = pool_new(options->jobs, runner.notify_fd);
	runner.tls = tls_context_new(options->trust);
	if (runner.tls) {
		prepare_runs(&runner);
		run_all(&runner);
		report->duration_us = clock_now_us() - runner.begin_us;
		done = true;
	} else {
		errno = ENOTSUP;
	}
	pool_free(runner.pool);
	tls_context_free(runner.tls);
	free_hosts(&runner);
	for (size_t i = 0; runner.runs && i < report->endpoint_count; i++)
		free(runner.runs[i].rule_slots);
	free(runner.runs);
	free(runner.possible);
	close(runner.notify_fd);
	return done;
}
