/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/ask/question_parts.h"

#include "engine/ask/favour.h"
#include "engine/ask/question_run.h"
#include "engine/run/host.h"
#include "engine/run/slot.h"
#include "evidence/pick.h"
#include "evidence/version.h"
#include "model/memory.h"
#include "model/service.h"
#include "net/connect.h"

#include <stdlib.h>
#include <string.h>

/* Side by side to one endpoint; how far apart once one went unheard. */
#define FLIGHTS 8
#define SLOW_FLIGHTS 1
#define SLOW_SPACING_US 250000

/* In all; within so many times the timeout. */
#define HELLOS_MOST 400
#define TIMEOUTS 6

void question_run_free(struct question_run *questions)
{
	free(questions);
}

bool question_run_was_stopped(const struct endpoint_run *run)
{
	const struct question_run *q = run->questions;

	return q && (q->turned_away || q->unheard >= UNHEARD_MOST ||
			    q->resets >= RESETS_MOST);
}

bool question_run_is_over(const struct endpoint_run *run)
{
	return run->questions && run->questions->over;
}

/* SSL 3.0 is nobody's wish, and part of all. */
static bool may_offer(const struct runner *runner, enum tls_version version)
{
	unsigned versions = runner->request->tls_versions;

	return version == TLS_NONE || versions == TLS_PROBED ||
	       (versions & TLS_BIT(version));
}

static void begin_link(
	const struct runner *runner, struct endpoint_run *run, size_t i)
{
	struct question_run *q = run->questions;
	const struct endpoint *endpoint = &run->report->entry->endpoint;
	const char *name =
		host_is_numeric(endpoint->host) ? NULL : endpoint->host;

	q->links[i].wanted =
		(question_table[i].topic & runner->topics) &&
		may_offer(runner, question_table[i].version) &&
		chain_begin(&q->links[i].chain, &question_table[i], &q->known,
			q->arena, name, service_name(endpoint->service));
	q->links[i].chain.manners = &q->manners;
}

/* What programs would get is known before it is told. */
static void know_round(struct question_run *q)
{
	struct offered_client clients[CLIENT_COUNT];

	memcpy(clients, q->known.clients, sizeof(clients));
	q->known = *q->found;
	memcpy(q->known.clients, clients, sizeof(clients));
}

static void begin_round(const struct runner *runner, struct endpoint_run *run)
{
	struct question_run *q = run->questions;

	q->round++;
	know_round(q);
	for (size_t i = 0; i < question_count; i++) {
		if (q->links[i].early ||
			(q->round > 1 && question_table[i].fills_gaps))
			continue;
		q->links[i].wanted = false;
		if (question_table[i].round == q->round ||
			question_table[i].fills_gaps)
			begin_link(runner, run, i);
	}
}

/* DHE with named primes needs no other answer than that there is none without:
 * suites that cannot have it may still be asked for. */
static void begin_early(const struct runner *runner, struct endpoint_run *run,
	enum tls_version version)
{
	struct question_run *q = run->questions;

	if (q->round != 1 || !link_lacks_dhe(q->links, version))
		return;
	q->known.versions[version].state = OFFERED_ACCEPTED;
	for (size_t i = 0; i < question_count; i++)
		if (question_table[i].names_primes && !q->links[i].early &&
			question_table[i].version == version) {
			q->links[i].early = true;
			begin_link(runner, run, i);
		}
}

/* Of whatever version something was heard. */
static void begin_early_ones(
	const struct runner *runner, struct endpoint_run *run)
{
	struct question_run *q = run->questions;

	for (int v = TLS_SSL3; v <= TLS_1_2; v++)
		if (q->news & TLS_BIT(v))
			begin_early(runner, run, (enum tls_version)v);
	q->news = 0;
}

/* Whether its hello was answered, if only by hanging up. */
static bool heard_tls(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return probe->tls.server_hello || probe->tls.alert_count ||
	       (probe->tls.started &&
		       (probe->status == ST_EOF || probe->status == ST_RESET));
}

bool question_run_begin(struct runner *runner, struct endpoint_run *run)
{
	struct endpoint_facts *facts = &run->report->facts;
	struct question_run *q;

	if (run->questions)
		return true;
	if (!runner->topics || facts->endpoint.mode == MODE_CLEARTEXT ||
		run->cancelled || !pick_first(facts, PICK_ALL, heard_tls, NULL))
		return false;
	q = memory_calloc(1, sizeof(*q) + question_count * sizeof(q->links[0]));
	facts->offered = offered_facts_new();
	q->arena = facts->offered->arena;
	q->found = facts->offered;
	run->questions = q;
	q->begin_us = io_now_us();
	q->deadline_us = q->begin_us + TIMEOUTS * runner->request->timeout_us;
	begin_round(runner, run);
	return true;
}

static struct hello_numbers copy_numbers(
	struct arena *arena, struct hello_numbers from)
{
	struct octets copy = arena_octets(
		arena, from.numbers, from.count * sizeof(from.numbers[0]));
	uint16_t *numbers = arena_alloc(arena, copy.length + 1);

	if (copy.length)
		memcpy(numbers, copy.data, copy.length);
	return (struct hello_numbers){numbers, from.count};
}

/* A job may outlive its chain. */
static struct hello copy_hello(struct arena *arena, const struct hello *from)
{
	struct hello hello = *from;

	hello.versions = copy_numbers(arena, from->versions);
	hello.suites = copy_numbers(arena, from->suites);
	hello.groups = copy_numbers(arena, from->groups);
	hello.signatures = copy_numbers(arena, from->signatures);
	hello.server_name = arena_strdup(arena, from->server_name);
	hello.alpn = arena_strdup(arena, from->alpn);
	return hello;
}

static struct probe_job *new_job(struct runner *runner,
	struct endpoint_run *run, const struct hello *hello,
	enum hello_depth depth)
{
	struct probe_job *job = memory_calloc(1, sizeof(*job));
	const struct endpoint *endpoint = &run->report->entry->endpoint;
	const struct question_run *q = run->questions;
	int64_t now = io_now_us();
	int64_t at_us = now + runner->request->timeout_us / 2;

	job->facts = probe_facts_new();
	job->facts->purpose = PURPOSE_TLS_VERSION;
	job->facts->mode = endpoint->mode;
	job->service = endpoint->service;
	job->owner = run;
	job->inbox = runner->inbox;
	job->resolution = resolve_hold(run->host->resolution);
	job->cancel = cancel_hold(run->cancel);
	job->run = job_ask;
	job->hello = copy_hello(job->facts->arena, hello);
	job->depth = depth;
	atomic_init(&job->stage, STAGE_CONNECT);
	job->target = (struct connection_target){
		.addresses = resolve_answer(job->resolution),
		.only_address = CONNECT_ALL,
		.port = run->port,
		.reach = host_reach(runner->request, endpoint),
		.blot = host_blot(runner->request),
		.most_octets = runner->request->most_octets,
		.tls = runner->engine->tls,
		.deadline = {.at_us = at_us < q->deadline_us ? at_us
							     : q->deadline_us,
			.cancel_fd = cancel_fd(job->cancel)},
		.stage = &job->stage,
		.begin_us = now,
	};
	return job;
}

/* An alert that refuses a version is about any suite of it. */
static void spare(struct endpoint_run *run, struct chain *chain)
{
	const struct hello_question *question = chain->question;

	if (question->strike == STRIKE_SUITES &&
		version_is_off(&run->report->facts, question->version, NULL))
		run->questions->known.versions[question->version].state =
			OFFERED_REFUSED;
	chain_spare(chain);
}

/* Answers false if there is no room for it now. */
static bool launch(
	struct runner *runner, struct endpoint_run *run, struct link *link)
{
	struct question_run *q = run->questions;
	uint16_t room[CHAIN_NUMBERS];
	struct favour_room favours;
	enum hello_depth depth;
	struct hello hello;

	spare(run, &link->chain);
	if (chain_is_over(&link->chain))
		return true;
	if (!slot_take_room(runner, run))
		return false;
	chain_next(&link->chain, &hello, &depth);
	link_join(q->links, (size_t)(link - q->links), &hello, room);
	favour_unknown(q->links, link, &hello, &favours);
	link->job = new_job(runner, run, &hello, depth);
	if (!pool_submit(runner->engine->pool, link->job)) {
		slot_land(runner, run);
		probe_facts_free(link->job->facts);
		job_free(link->job);
		link_lose(q->links, link);
		chain_stop(&link->chain, "no thread could be started");
		return true;
	}
	q->flying++;
	q->hellos++;
	q->next_us =
		io_now_us() + (q->unheard ? SLOW_SPACING_US
					  : patience_spacing_us(&q->patience));
	return true;
}

static void abandon(
	struct runner *runner, struct endpoint_run *run, struct link *link)
{
	if (!pool_abandon(runner->engine->pool, link->job))
		return;
	link_lose(run->questions->links, link);
	run->questions->flying--;
	run->questions->abandoned = true;
	slot_land(runner, run);
	slot_cancel(run);
	run->wake_us = 0;
}

/* Abandons what computes past its deadline, or sets when to come back. */
static void watch(struct runner *runner, struct endpoint_run *run)
{
	struct question_run *q = run->questions;

	for (size_t i = 0; i < question_count; i++) {
		struct link *link = &q->links[i];
		int64_t at_us;

		if (!link->job)
			continue;
		at_us = slot_overdue_us(runner, link->job);
		if (at_us <= io_now_us())
			abandon(runner, run, link);
		else if (at_us < run->wake_us)
			run->wake_us = at_us;
	}
}

/* Why nothing more is asked, whatever the server says; NULL: there is none. */
static const char *find_end(
	const struct runner *runner, const struct endpoint_run *run)
{
	const struct question_run *q = run->questions;

	if (runner->interrupted)
		return runner->report->out_of_time
			       ? "the run reached its deadline"
			       : "the run was interrupted";
	if (q->abandoned)
		return "what the server sent took too long to compute";
	if (io_now_us() >= q->deadline_us)
		return "the time was too short";
	if (q->hellos >= HELLOS_MOST)
		return "no more connections are made to one server";
	if (q->turned_away)
		return "the server asks for fewer connections";
	if (q->unheard >= UNHEARD_MOST || slot_is_stalled(runner, run))
		return "the server stopped answering";
	if (q->resets >= RESETS_MOST)
		return "the server resets one connection after the other";
	return NULL;
}

/* Beside what everybody is asked. */
static unsigned others_flying(const struct endpoint_run *run)
{
	unsigned count = run->rule_flying;

	for (unsigned i = 0; i < run->used; i++)
		count += run->slots[i].job != NULL;
	return count;
}

static bool may_launch(const struct endpoint_run *run)
{
	const struct question_run *q = run->questions;

	return q->flying + others_flying(run) <
		       (q->unheard ? SLOW_FLIGHTS : FLIGHTS) &&
	       io_now_us() >= q->next_us &&
	       io_now_us() >= q->patience.resume_us;
}

/* Whether the round ends with it, too: what fills gaps has until the last. */
static bool is_of_round(const struct question_run *q, const struct link *link)
{
	const struct hello_question *question = link->chain.question;

	if (!link->wanted)
		return false;
	return question->fills_gaps ? q->round == HELLO_ROUNDS
				    : question->round == q->round;
}

static void end_round(struct endpoint_run *run)
{
	struct question_run *q = run->questions;

	link_miss_dhe(q->links);
	for (size_t i = 0; i < question_count; i++)
		if (is_of_round(q, &q->links[i]))
			chain_tell(&q->links[i].chain, q->found);
	chain_settle(q->found);
}

/* Whether an answer that is to come may settle it, of a hello that was said
 * after the drop. */
static bool may_settle(const struct question_run *q, const struct link *doubted)
{
	if (q->manners.moody || !chain_is_over(&doubted->chain) ||
		chain_is_sure(&doubted->chain))
		return false;
	for (size_t i = 0; i < question_count; i++)
		if (q->links[i].job &&
			q->links[i].chain.said > doubted->chain.said)
			return true;
	return false;
}

static bool is_left(const struct question_run *q)
{
	for (size_t i = 0; i < question_count; i++)
		if (is_of_round(q, &q->links[i]) &&
			(link_is_left(&q->links[i]) ||
				may_settle(q, &q->links[i])))
			return true;
	return false;
}

/* Answers whether anything of the round is left. */
static bool launch_round(struct runner *runner, struct endpoint_run *run)
{
	struct question_run *q = run->questions;
	struct link *link;

	begin_early_ones(runner, run);
	question_learn_choices(run);
	link_spare_dhe(q->links);
	while (may_launch(run) && (link = link_find_waiting(q->links)))
		if (!launch(runner, run, link))
			break;
	return is_left(q);
}

/* One is enough at a time: what works is asked after it, and its answer may
 * tell for the others. */
static bool round_doubts(struct question_run *q)
{
	for (int known = 1; known >= 0; known--)
		for (size_t i = 0; i < question_count; i++)
			if (is_of_round(q, &q->links[i]) &&
				(q->links[i].chain.found_count || !known) &&
				chain_doubts(&q->links[i].chain))
				return true;
	return false;
}

bool question_run_advance(struct runner *runner, struct endpoint_run *run)
{
	struct question_run *q = run->questions;
	const char *end;

	if (q->over)
		return false;
	if (q->deadline_us < run->wake_us)
		run->wake_us = q->deadline_us;
	watch(runner, run);
	end = find_end(runner, run);
	if (end)
		question_stop_all(q, end);
	if (runner->interrupted)
		slot_cancel(run);
	while (!launch_round(runner, run)) {
		/* What can no longer be made sure of stays open. */
		if (round_doubts(q)) {
			if (end)
				question_stop_all(q, end);
			continue;
		}
		end_round(run);
		if (q->round == HELLO_ROUNDS) {
			chain_finish(q->found);
			q->over = true;
			return false;
		}
		begin_round(runner, run);
		if (end)
			question_stop_all(q, end);
	}
	watch(runner, run);
	if (q->next_us > io_now_us() && q->next_us < run->wake_us)
		run->wake_us = q->next_us;
	if (!end && slot_stalls_us(runner, run) < run->wake_us)
		run->wake_us = slot_stalls_us(runner, run);
	if (q->patience.resume_us > io_now_us() &&
		q->patience.resume_us < run->wake_us)
		run->wake_us = q->patience.resume_us;
	return true;
}
