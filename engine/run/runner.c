/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/run/runner.h"

#include "engine/revoker.h"
#include "engine/run/endpoint_run.h"
#include "engine/run/host.h"
#include "engine/run/parts.h"
#include "engine/run/revocation_run.h"
#include "model/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static void take_results(struct runner *runner)
{
	struct probe_job *next;

	for (struct probe_job *job = inbox_take(runner->inbox); job;
		job = next) {
		next = job->next;
		endpoint_run_take(runner, job->owner, job);
		job_free(job);
	}
}

/* A new endpoint brings several probes with it. */
static bool has_room(const struct runner *runner)
{
	unsigned jobs = runner->engine->most.jobs;

	return !runner->interrupted && runner->active < jobs &&
	       runner->flying + runner->resolving < jobs;
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
			endpoint_run_advance(runner, run);
		if (run->state != RUN_DONE && run->wake_us < wake_us)
			wake_us = run->wake_us;
	}
	while (runner->end < count && has_room(runner)) {
		struct endpoint_run *run = &runner->runs[runner->end];

		if (!endpoint_run_begin(runner, run))
			break; /* when another look-up has ended */
		runner->end++;
		if (run->state != RUN_DONE && run->wake_us < wake_us)
			wake_us = run->wake_us;
	}
	while (runner->first < runner->end &&
		runner->runs[runner->first].state == RUN_DONE)
		runner->first++;
	host_decline_all(runner);
	return wake_us;
}

static int64_t deadline_us(const struct runner *runner)
{
	if (!runner->request->deadline_us || runner->interrupted)
		return INT64_MAX;
	return runner->begin_us + runner->request->deadline_us;
}

static void break_off(struct runner *runner, bool out_of_time)
{
	runner->interrupted = true;
	runner->interrupted_us = io_now_us();
	runner->report->interrupted = true;
	runner->report->out_of_time = out_of_time;
}

/* Waits for a probe or a look-up to end, for the time, or for the user. */
static void wait_for_news(struct runner *runner, int64_t wake_us)
{
	const struct engine_revoker *revoker = runner->request->revoker;
	struct pollfd fds[3] = {
		{.fd = inbox_fd(runner->inbox), .events = POLLIN},
		{.fd = revoker ? revoker->fd : -1, .events = POLLIN},
	};
	int64_t last_us = deadline_us(runner);
	struct deadline deadline = {
		.at_us = wake_us < last_us ? wake_us : last_us,
		.cancel_fd = runner->interrupted ? -1 : runner->cancel_fd,
	};
	uint64_t count;
	const struct engine_watcher *watcher = runner->watcher;

	if (watcher->tick)
		deadline = deadline_within(&deadline, watcher->tick_us);
	else
		deadline = deadline_within(&deadline, 3600000000);
	if (io_wait_any(fds, 2, &deadline) == ST_CANCELLED)
		break_off(runner, false);
	else if (io_now_us() >= last_us)
		break_off(runner, true);
	if (read(inbox_fd(runner->inbox), &count, sizeof(count)) < 0 &&
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
	trust_store_load(runner->engine->trust, NULL);

	for (;;) {
		int64_t wake_us;
		bool more;

		take_results(runner);
		more = revocation_run_hear(runner->revocations);
		wake_us = advance_all(runner);
		if (runner->first == count ||
			(runner->interrupted && runner->first == runner->end))
			break;
		wait_for_news(runner, more ? io_now_us() : wake_us);
	}
	for (size_t i = runner->end; i < count; i++)
		endpoint_run_skip(runner, &runner->runs[i]);
}

static void prepare_runs(struct runner *runner)
{
	struct report *report = runner->report;

	if (runner->wishes)
		runner->possible =
			memory_calloc(OFFER_COUNT, sizeof(*runner->possible));
	for (int i = 0; runner->possible && i < OFFER_COUNT; i++)
		runner->possible[i] = runner->wishes->offers[i] &&
				      tls_can_offer((enum offer_id)i);

	runner->runs =
		memory_calloc(report->endpoint_count, sizeof(*runner->runs));
	for (size_t i = 0; i < report->endpoint_count; i++)
		endpoint_run_prepare(runner, &runner->runs[i], i);
}

bool runner_run(struct engine *engine, const struct engine_request *request,
	const struct rule_wishes *wishes, unsigned topics,
	const struct engine_watcher *watcher, int cancel_fd,
	struct report *report)
{
	struct runner runner = {
		.engine = engine,
		.request = request,
		.wishes = wishes,
		.topics = topics & (TOPIC_ORDER | TOPIC_DOWNGRADE)
				  ? topics | TOPIC_SUITES
				  : topics,
		.watcher = watcher,
		.report = report,
		.cancel_fd = cancel_fd,
		.begin_us = io_now_us(),
	};

	runner.inbox = inbox_new();
	if (!runner.inbox)
		return false;
	runner.revocations = revocation_run_new(request);
	prepare_runs(&runner);
	run_all(&runner);
	report->duration_us = io_now_us() - runner.begin_us;
	revocation_run_free(runner.revocations);
	host_free_all(&runner);
	for (size_t i = 0; i < report->endpoint_count; i++)
		endpoint_run_clear(&runner.runs[i]);
	free(runner.runs);
	free(runner.possible);
	inbox_free(runner.inbox);
	return true;
}
