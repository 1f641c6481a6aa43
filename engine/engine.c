/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/engine.h"
#include "engine/trip/trip.h"

#include "engine/judge.h"
#include "engine/policies.h"
#include "engine/run/runner.h"
#include "engine/shared.h"
#include "engine/shared_keys.h"
#include "model/memory.h"
#include "net/trust/trust.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define JOB_DESCRIPTORS 4
#define OTHER_DESCRIPTORS 48

unsigned long engine_descriptors(unsigned jobs)
{
	return OTHER_DESCRIPTORS + JOB_DESCRIPTORS * (unsigned long)jobs;
}

static unsigned jobs_that_fit(unsigned jobs)
{
	struct rlimit files;
	rlim_t fit;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0 ||
		files.rlim_cur == RLIM_INFINITY ||
		files.rlim_cur >= engine_descriptors(jobs))
		return jobs;
	if (files.rlim_cur <= engine_descriptors(1))
		return 1;
	fit = (files.rlim_cur - OTHER_DESCRIPTORS) / JOB_DESCRIPTORS;
	return (unsigned)fit;
}

unsigned engine_jobs(const struct engine *engine)
{
	return engine->most.jobs;
}

struct engine *engine_new(const struct engine_limits *limits,
	struct trust_store *trust, struct problem *ret_problem)
{
	struct engine *engine = memory_calloc(1, sizeof(*engine));

	engine->most = *limits;
	engine->most.jobs = jobs_that_fit(limits->jobs);
	engine->limits = limits_new(&engine->most);
	engine->names = names_new(engine->most.jobs);
	engine->trust = trust;
	engine->local = local_view_new();
	engine->pool = pool_new(engine->most.jobs);
	engine->tls = tls_context_new(trust);
	if (engine->tls)
		return engine;
	*ret_problem = (struct problem){.kind = PROBLEM_INTERNAL,
		.text = "GnuTLS could not be initialised"};
	(void)!engine_free(engine);
	return NULL;
}

bool engine_free(struct engine *engine)
{
	if (!engine)
		return true;
	limits_free(engine->limits);
	names_free(engine->names);
	local_view_free(engine->local);
	engine->local = NULL;
	if (!pool_free(engine->pool))
		return false;
	tls_context_free(engine->tls);
	trust_store_free(engine->trust);
	free(engine);
	return true;
}

static void list_endpoints(struct report *report)
{
	size_t at = 0;

	for (size_t i = 0; i < report->matrix_count; i++)
		report->endpoint_count += report->matrices[i].entry_count;
	report->endpoints = memory_calloc(
		report->endpoint_count, sizeof(*report->endpoints));
	for (size_t i = 0; i < report->matrix_count; i++) {
		const struct matrix *matrix = &report->matrices[i];

		for (size_t k = 0; k < matrix->entry_count; k++)
			report->endpoints[at++].entry = &matrix->entries[k];
	}
}

static void list_policies(struct arena *arena,
	const struct policy *const *policies, size_t count,
	struct report *report)
{
	report->policies =
		arena_alloc(arena, (count + 1) * sizeof(*report->policies));
	report->policy_count = count;
	for (size_t i = 0; i < count; i++)
		report->policies[i].policy = policies[i];
}

static void prepare_report(const struct engine *engine, struct arena *arena,
	const struct engine_request *request, struct report *report)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	local_view_get(engine->local, arena, &report->local);
	report->local.now_s = now.tv_sec;
	report->tool_version = request->tool_version;
	report->tool_build = request->tool_build;
	report->started_s = now.tv_sec;
	report->started_ms = (unsigned)(now.tv_nsec / 1000000);
	report->matrices = request->matrices;
	report->matrix_count = request->matrix_count;
	list_endpoints(report);
	list_policies(arena, request->policies, request->policy_count, report);
}

/* What only whole handshakes show of sessions, for a check in full depth. */
static const struct rule_wishes *wish_sessions(struct arena *arena,
	const struct engine_request *request, const struct rule_wishes *wishes)
{
	struct rule_wishes *all;

	if (!(request->topics & TOPIC_EXTENSIONS))
		return wishes;
	all = arena_alloc(arena, sizeof(*all));
	if (wishes)
		*all = *wishes;
	all->offers[OFFER_RESUME_1_2] = RULE_WISH_HANDSHAKE;
	all->offers[OFFER_RESUME_1_3] = RULE_WISH_HANDSHAKE;
	all->offers[OFFER_RENEGOTIATION] = RULE_WISH_HANDSHAKE;
	all->offers[OFFER_ACT_PIPELINED] = RULE_WISH_HANDSHAKE;
	return all;
}

/* The sender's servers are looked at and signed in to as the account's are, and
 * not reported. */
static bool ask_sender(struct engine *engine, struct arena *arena,
	const struct engine_request *request, const struct report *report,
	int cancel_fd, struct engine_request *ret_own,
	struct report *ret_report)
{
	static const struct engine_watcher nobody = {0};
	const struct engine_trip *trip = request->trip;
	bool asked;

	if (!trip->options || !trip->sender || !trip->sender_matrix_count)
		return false;
	*ret_own = *request;
	ret_own->matrices = trip->sender_matrices;
	ret_own->matrix_count = trip->sender_matrix_count;
	ret_own->policy_count = 0;
	ret_own->best_only = true;
	ret_own->follow_up = false;
	ret_own->topics = 0;
	if (request->deadline_us)
		ret_own->deadline_us -= report->duration_us;
	if (request->deadline_us && ret_own->deadline_us <= 0)
		return false;
	ret_own->login = trip->sender;
	ret_own->trip = NULL;
	prepare_report(engine, arena, ret_own, ret_report);
	asked = runner_run(
		engine, ret_own, NULL, 0, &nobody, cancel_fd, ret_report);
	/* What comes then counts from where the whole run began. */
	ret_own->deadline_us = request->deadline_us;
	return asked;
}

static void make_trip(struct engine *engine, struct arena *arena,
	const struct engine_request *request, int cancel_fd,
	struct report *report)
{
	struct report theirs = {0};
	struct engine_request own;
	bool asked = ask_sender(
		engine, arena, request, report, cancel_fd, &own, &theirs);
	const struct trip_sender sender = {asked ? &own : NULL, &theirs};

	trip_run(engine->tls, request, &sender, cancel_fd, report);
	report_clear(&theirs);
}

bool engine_check(struct engine *engine, struct arena *arena,
	const struct engine_request *request,
	const struct engine_watcher *watcher, int cancel_fd,
	struct report *ret_report, struct problem *ret_problem)
{
	static const struct engine_watcher nobody = {0};
	struct report report = {0};
	const struct rule_wishes *wishes;
	unsigned topics;

	for (size_t i = 0; i < request->policy_count; i++)
		if (!policies_judgeable(
			    arena, request->policies[i], ret_problem))
			return false;
	wishes = policies_wishes(
		arena, request->policies, request->policy_count);
	wishes = wish_sessions(arena, request, wishes);
	prepare_report(engine, arena, request, &report);
	if (!watcher)
		watcher = &nobody;
	if (watcher->begins)
		watcher->begins(watcher->context, &report);
	topics = request->topics | (wishes ? wishes->topics : 0);
	if (!runner_run(engine, request, wishes, topics, watcher, cancel_fd,
		    &report)) {
		report_clear(&report);
		return problem_set(arena, PROBLEM_SYSTEM, NULL, ret_problem,
			"the probes could not be started: %s", strerror(errno));
	}
	if (request->login && request->trip)
		make_trip(engine, arena, request, cancel_fd, &report);
	if (request->login && request->login->over)
		request->login->over(request->login->context);
	shared_keys_find(&report);
	judge_report(arena, &report, request->states_only);
	*ret_report = report;
	return true;
}

void engine_judge(struct arena *arena, const struct policy *const *policies,
	size_t count, struct report *report)
{
	list_policies(arena, policies, count, report);
	judge_report(arena, report, false);
}
