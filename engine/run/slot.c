/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/run/slot.h"

#include "engine/run/host.h"
#include "evidence/chain.h"
#include "evidence/closed/drop.h"
#include "evidence/version.h"
#include "model/memory.h"
#include "net/connect.h"

#include <string.h>

/* Rules may be about how a server closes: it needs a round trip for that. */
#define FAREWELL_US 1000000

static struct probe_facts *new_facts(
	const struct runner *runner, const struct probe_order *order)
{
	struct probe_facts *facts = probe_facts_new();

	facts->purpose = order->purpose;
	facts->mode = order->mode;
	facts->tls_offered = order->versions;
	facts->reason = order->reason;
	facts->offer = order->offer;
	facts->question = order->question;
	facts->full = order->full;
	facts->connect_only = order->connect_only;
	facts->no_sni = order->no_sni;
	facts->small_hello = order->small_hello;
	facts->by_hello = order->by_hello;
	facts->keeps_sent = runner->request->revoker != NULL;
	facts->port = order->port;
	facts->started_us = io_now_us() - runner->begin_us;
	return facts;
}

int64_t slot_follow_up_ends(
	const struct runner *runner, const struct endpoint_run *run)
{
	return runner->request->follow_up
		       ? run->begin_us + 2 * runner->request->timeout_us
		       : run->deadline_us;
}

/* What is asked late has half the timeout at most. */
int64_t slot_stalls_us(
	const struct runner *runner, const struct endpoint_run *run)
{
	return run->crowded_us ? INT64_MAX
			       : run->silent_since_us - run->silent_us +
					 3 * runner->request->timeout_us / 2;
}

bool slot_is_stalled(
	const struct runner *runner, const struct endpoint_run *run)
{
	return io_now_us() >= slot_stalls_us(runner, run);
}

static bool is_unheard(enum status status)
{
	return status == ST_TIMEOUT || status == ST_CANCELLED ||
	       status == ST_LOCAL;
}

/* How long the server was asked to end the connection; 0: it was not. */
static int64_t goodbye_us(const struct probe_facts *facts)
{
	int64_t began_us = 0;

	if (facts->stage != STAGE_DONE)
		return 0;
	for (int i = 0; i < STAGE_COUNT; i++)
		if (i != STAGE_QUIT && facts->stage_us[i] > began_us)
			began_us = facts->stage_us[i];
	return facts->duration_us - began_us;
}

/* Since when the server said nothing in the job that ends now. A goodbye is no
 * silence unless it takes long. */
static int64_t silent_since_us(
	const struct runner *runner, const struct probe_job *job)
{
	int64_t goodbye = goodbye_us(job->facts);

	if (is_unheard(job->facts->status))
		return job->target.begin_us;
	return io_now_us() -
	       (goodbye < runner->request->timeout_us / 4 ? 0 : goodbye);
}

void slot_hear(const struct runner *runner, struct endpoint_run *run,
	const struct probe_job *job)
{
	int64_t now = io_now_us();
	int64_t since_us = silent_since_us(runner, job);

	if (since_us < run->silent_since_us)
		since_us = run->silent_since_us;
	if (since_us < now)
		run->silent_us += now - since_us;
	run->silent_since_us = since_us < now ? now : since_us;
}

void slot_pause(struct endpoint_run *run, int64_t until_us)
{
	if (run->silent_since_us < until_us)
		run->silent_since_us = until_us;
}

/* What is asked again shares the time of the endpoint.  A follow-up has it,
 * too, and at least half as much again if it begins late. */
static int64_t probe_deadline(const struct runner *runner,
	const struct endpoint_run *run, const struct probe_order *order)
{
	int64_t timeout_us = runner->request->timeout_us;
	int64_t at_us = io_now_us() + timeout_us / 2;

	if (order->purpose == PURPOSE_LOGIN)
		return io_now_us() + timeout_us;
	if (order->purpose == PURPOSE_RULE)
		return at_us < run->deadline_us ? at_us : run->deadline_us;
	if (order->purpose != PURPOSE_FOLLOW_UP || at_us < run->deadline_us)
		return run->deadline_us;
	return at_us < slot_follow_up_ends(runner, run)
		       ? at_us
		       : slot_follow_up_ends(runner, run);
}

static void set_offer(struct connection_target *target, enum offer_id id,
	enum service service)
{
	const struct offer *offer = &offer_table[id];

	target->offer = id;
	/* Those ask which certificate comes; of others its fingerprint is
	 * enough. */
	target->judge_chain = offer->each_address || offer->each_port ||
			      offer->server_name != SERVER_NAME_HOST;
	if (offer->server_name == SERVER_NAME_NONE)
		target->server_name = NULL;
	if (offer->server_name == SERVER_NAME_UNKNOWN)
		target->server_name = "unknown.invalid";
	target->alpn = offer->alpn;
	if (offer->alpn && strcmp(offer->alpn, "*") == 0)
		target->alpn = service_row(service)->alpn;
}

/* More can be asked then. */
static void tell_greeted(void *inbox)
{
	inbox_wake(inbox);
}

static struct probe_job *new_job(struct runner *runner,
	struct endpoint_run *run, const struct probe_order *order)
{
	struct probe_job *job = memory_calloc(1, sizeof(*job));
	const struct endpoint *endpoint = &run->report->entry->endpoint;
	int64_t now = io_now_us();

	job->facts = new_facts(runner, order);
	job->service = endpoint->service;
	job->keep_transcript = runner->request->keep_transcript;
	job->run = order->by_hello ? job_try_version : job_probe;
	job->owner = run;
	job->inbox = runner->inbox;
	job->resolution = resolve_hold(run->host->resolution);
	job->cancel = cancel_hold(run->cancel);
	atomic_init(&job->stage, STAGE_CONNECT);
	job->target = (struct connection_target){
		.addresses = resolve_answer(job->resolution),
		.only_address = order->only_address ? order->only_address - 1
						    : CONNECT_ALL,
		.first_address = order->first_address,
		.port = host_port(runner, run, order),
		.reach = host_reach(runner->request, endpoint),
		.blot = host_blot(runner->request),
		.tls_versions = order->versions,
		.small_hello = order->small_hello,
		.judge_chain = true,
		.tls = runner->engine->tls,
		.deadline = {.at_us = probe_deadline(runner, run, order),
			.cancel_fd = cancel_fd(job->cancel)},
		.stage = &job->stage,
		.begin_us = now,
		.most_octets = runner->request->most_octets,
		.farewell_us = runner->wishes ? FAREWELL_US : 0,
	};
	/* RFC 6066 section 3: an address is no server name. */
	if (!host_is_numeric(endpoint->host) && !order->no_sni)
		job->target.server_name =
			arena_strdup(job->facts->arena, endpoint->host);
	if (order->offer)
		set_offer(&job->target, order->offer, endpoint->service);
	if (order->resumes)
		job->target.session = arena_octets(job->facts->arena,
			order->resumes->tls.session.data,
			order->resumes->tls.session.length);
	if (order->purpose == PURPOSE_LOGIN)
		run->equip_login(runner, run, job);
	if (order->purpose == PURPOSE_BEST && order->mode == MODE_EXPLICIT) {
		job->target.greeted = tell_greeted;
		job->target.greeted_context = job->inbox;
	}
	return job;
}

static bool shows_the_same(
	const struct tls_facts *handshake, const struct tls_facts *hello)
{
	return !hello->chain_count || !handshake->chain_count ||
	       chain_is_same(handshake, hello);
}

/* Whether a handshake with the version that this hello asked for was made, and
 * says all that the hello does. */
static bool is_outdone(const struct endpoint_run *run, const struct slot *hello)
{
	for (unsigned i = 0; i < run->used; i++) {
		const struct slot *slot = &run->slots[i];

		if (slot->facts && !slot->order.by_hello &&
			slot->order.purpose == PURPOSE_TLS_VERSION &&
			slot->order.versions == hello->order.versions &&
			slot->facts->tls.started &&
			shows_the_same(&slot->facts->tls, &hello->facts->tls))
			return true;
	}
	return false;
}

static void drop_outdone(struct endpoint_run *run)
{
	for (unsigned i = 0; i < run->used; i++) {
		struct slot *slot = &run->slots[i];

		if (!slot->facts || !slot->order.by_hello ||
			slot->order.purpose != PURPOSE_TLS_VERSION ||
			!is_outdone(run, slot))
			continue;
		probe_facts_free(slot->facts);
		slot->facts = NULL;
		slot->dropped = true;
	}
}

static void list_ended(struct endpoint_run *run, bool ahead)
{
	struct endpoint_facts *facts = &run->report->facts;

	facts->probe_count = 0;
	for (unsigned i = 0; i < run->used; i++)
		if (run->slots[i].facts &&
			(ahead || !order_is_ahead(&run->slots[i].order)))
			facts->probes[facts->probe_count++] =
				run->slots[i].facts;
}

void slot_drop_idle(struct endpoint_run *run)
{
	if (version_accepted(&run->report->facts))
		return;
	for (unsigned i = 0; i < run->used; i++) {
		struct slot *slot = &run->slots[i];

		if (!slot->facts || !order_is_ahead(&slot->order))
			continue;
		probe_facts_free(slot->facts);
		slot->facts = NULL;
		slot->dropped = true;
	}
}

void slot_keep_ended(struct endpoint_run *run)
{
	struct endpoint_facts *facts = &run->report->facts;

	drop_outdone(run);
	list_ended(run, false);
	if (version_accepted(facts))
		list_ended(run, true);
	facts->rule_probe_count = 0;
	for (size_t i = 0; i < run->rule_count; i++)
		if (run->rule_slots[i].facts)
			facts->rule_probes[facts->rule_probe_count++] =
				run->rule_slots[i].facts;
	drop_settle(facts);
}

static void end_with(struct runner *runner, struct endpoint_run *run,
	struct slot *slot, struct probe_facts *facts)
{
	slot->facts = facts;
	if (runner->watcher->probe_ends)
		runner->watcher->probe_ends(
			runner->watcher->context, run->index, facts);
	slot_keep_ended(run);
}

void slot_end_unmade(struct runner *runner, struct endpoint_run *run,
	struct slot *slot, enum status status, const char *detail)
{
	struct probe_facts *facts = new_facts(runner, &slot->order);

	facts->status = status;
	facts->detail = detail;
	end_with(runner, run, slot, facts);
}

/* What everybody is asked has the whole time, even if it had to queue; what is
 * asked again shares what is left. */
static void set_times(struct runner *runner, struct endpoint_run *run,
	const struct slot *slot)
{
	int64_t now = io_now_us();

	if (!run->begin_us)
		run->begin_us = run->silent_since_us = now;
	if (slot >= run->slots && slot < run->slots + run->first_count)
		run->deadline_us = now + runner->request->timeout_us;
}

/* A server is not to blame for the time that others take. */
bool slot_take_room(struct runner *runner, struct endpoint_run *run)
{
	int64_t now = io_now_us();

	if (!limits_take(runner->engine->limits, &run->host->claim)) {
		if (!run->flying && !run->crowded_us)
			run->crowded_us = now;
		return false;
	}
	if (run->crowded_us)
		run->silent_since_us += now - run->crowded_us;
	run->crowded_us = 0;
	run->flying++;
	runner->flying++;
	return true;
}

bool slot_launch(
	struct runner *runner, struct endpoint_run *run, struct slot *slot)
{
	if (!slot_take_room(runner, run))
		return false;
	set_times(runner, run, slot);
	slot->job = new_job(runner, run, &slot->order);
	if (!pool_submit(runner->engine->pool, slot->job)) {
		slot_land(runner, run);
		probe_facts_free(slot->job->facts);
		job_free(slot->job);
		slot->job = NULL;
		slot_end_unmade(runner, run, slot, ST_LOCAL,
			"no thread could be started");
		return true;
	}
	run->rule_flying += slot->order.purpose == PURPOSE_RULE;
	if (runner->watcher->probe_starts)
		runner->watcher->probe_starts(runner->watcher->context,
			run->index, slot->order.purpose, slot->order.versions);
	return true;
}

void slot_land(struct runner *runner, struct endpoint_run *run)
{
	limits_give(runner->engine->limits, &run->host->claim);
	runner->flying--;
	run->flying--;
}

bool slot_waits(const struct slot *slot)
{
	return !slot->job && !slot->facts && !slot->dropped;
}

int64_t slot_overdue_us(
	const struct runner *runner, const struct probe_job *job)
{
	int64_t at_us = job->target.deadline.at_us;

	if (runner->interrupted && runner->interrupted_us < at_us)
		at_us = runner->interrupted_us;
	return at_us + SLOT_GRACE_US;
}

/* Nothing of its facts is read: its thread still writes there. */
static struct probe_facts *facts_of_abandoned(const struct runner *runner,
	const struct slot *slot, enum stage stage, int64_t begin_us)
{
	struct probe_facts *facts = new_facts(runner, &slot->order);

	facts->started_us = begin_us - runner->begin_us;
	facts->duration_us = io_now_us() - begin_us;
	facts->stage = stage;
	facts->status = ST_LOCAL;
	facts->detail = "still computing at its deadline, so the probe was "
			"abandoned";
	return facts;
}

static void abandon(
	struct runner *runner, struct endpoint_run *run, struct slot *slot)
{
	int64_t begin_us = slot->job->target.begin_us;
	enum stage stage = (enum stage)atomic_load(&slot->job->stage);

	if (!pool_abandon(runner->engine->pool, slot->job))
		return;
	slot->job = NULL;
	run->rule_flying -= slot->order.purpose == PURPOSE_RULE;
	end_with(runner, run, slot,
		facts_of_abandoned(runner, slot, stage, begin_us));
	slot_land(runner, run);
	slot_cancel(run);
	run->wake_us = 0;
}

static void watch(struct runner *runner, struct endpoint_run *run,
	struct slot *slot, int64_t *wake_us)
{
	int64_t at_us;

	if (!slot->job)
		return;
	at_us = slot_overdue_us(runner, slot->job);
	if (at_us <= io_now_us())
		abandon(runner, run, slot);
	else if (at_us < *wake_us)
		*wake_us = at_us;
}

void slot_watch(struct runner *runner, struct endpoint_run *run)
{
	for (unsigned i = 0; i < run->used; i++)
		watch(runner, run, &run->slots[i], &run->wake_us);
	for (size_t i = 0; i < run->rule_count; i++)
		watch(runner, run, &run->rule_slots[i], &run->wake_us);
	if (run->login_slot)
		watch(runner, run, run->login_slot, &run->wake_us);
}

void slot_cancel(struct endpoint_run *run)
{
	if (run->cancelled)
		return;
	run->cancelled = true;
	cancel_signal(run->cancel);
	for (unsigned i = 0; i < run->used; i++)
		if (slot_waits(&run->slots[i]))
			run->slots[i].dropped = true;
}

void slot_add(struct endpoint_run *run, const struct probe_order *order)
{
	struct slot *slot = &run->slots[run->used++];

	slot->order = *order;
	slot->due_us = io_now_us() + order->delay_us;
}
