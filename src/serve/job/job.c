/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/job/job.h"

#include "model/memory.h"
#include "src/serve/job/keep.h"
#include "src/serve/job/run.h"
#include "src/serve/job/table.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define SEARCHES 8 /* at a time */
#define DAY_S 86400
#define SWEPT 4096 /* files at a time; more than a minute brings */

struct jobs *jobs_new(const struct jobs_rules *rules)
{
	struct jobs *jobs = memory_calloc(1, sizeof(*jobs));
	pthread_condattr_t attributes;

	jobs->rules = *rules;
	pthread_mutex_init(&jobs->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&jobs->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	return jobs;
}

void job_release(struct job *job)
{
	struct jobs *jobs = job->jobs;

	pthread_mutex_lock(&jobs->lock);
	job_table_let_go(job);
	pthread_mutex_unlock(&jobs->lock);
}

static bool read_job(struct job *job, struct problem *ret_problem)
{
	const struct order *order = &job->order;
	struct engine_request *request = &job->request;

	if (!order_policies(job->arena, order, job->policies,
		    &request->policy_count, ret_problem))
		return false;
	if (!order->discover &&
		(!order_read(job->arena, order, &job->matrix, ret_problem) ||
			!order_has_few(job->arena, &job->matrix, ret_problem) ||
			!order_has_hosts(
				job->arena, &job->matrix, ret_problem) ||
			!door_allows(job->arena, job->jobs->rules.door,
				&job->matrix, ret_problem)))
		return false;
	if (order->discover &&
		!door_allows_domain(job->arena, job->jobs->rules.door,
			order->discover, ret_problem))
		return false;
	job->known = !order->discover;
	request->policies = job->policies;
	request->matrices = &job->matrix;
	request->matrix_count = 1;
	request->deadline_us = order->deadline_us;
	if (order->timeout_us)
		request->timeout_us = order->timeout_us;
	if (order->tls_versions)
		request->tls_versions = order->tls_versions;
	if (order->full_depth)
		request->topics = TOPIC_ALL;
	request->best_only = order->best_only;
	request->states_only = order->states_only;
	job->state.endpoints = job->matrix.entry_count;
	return true;
}

/* With the lock held. */
static bool enter(struct job *job)
{
	struct jobs *jobs = job->jobs;

	job_table_make_room(jobs);
	if (job_table_is_full(jobs))
		return false;
	job->references = 3; /* the table, the thread, the visitor */
	job->ticket = jobs->tickets;
	if (job->linked && !job_run_start(job))
		return false;
	jobs->tickets++;
	job->next = jobs->first;
	jobs->first = job;
	jobs->counts.waiting++;
	jobs->counts.begun++;
	return true;
}

static struct job *share(struct job *same)
{
	same->references++;
	same->jobs->counts.shared++;
	return same;
}

static struct job *new_job(struct jobs *jobs, const struct order *order)
{
	struct job *job = memory_calloc(1, sizeof(*job));

	job->jobs = jobs;
	job->arena = arena_new();
	job->told = arena_new();
	job->order = order_copy(job->arena, order);
	job->key = order_key(job->arena, order);
	job->request = jobs->rules.request;
	return job;
}

struct job *jobs_begin(struct jobs *jobs, struct arena *arena,
	const struct order *order, bool linked, struct problem *ret_problem)
{
	struct job *job = new_job(jobs, order), *same;
	struct problem problem = {0};
	bool entered = false;

	job->linked = linked;
	if (!read_job(job, &problem)) {
		problem_set(arena, problem.kind,
			arena_strdup(arena, problem.place), ret_problem, "%s",
			problem.text);
		job_table_free(job);
		return NULL;
	}
	pthread_mutex_lock(&jobs->lock);
	same = job_table_find_same(jobs, job);
	if (same)
		share(same);
	else
		entered = (!linked || token_make(&job->id)) && enter(job);
	pthread_mutex_unlock(&jobs->lock);
	/* Who gets no link waits for it anyway. */
	if (entered && !linked)
		job_run_here(job);
	if (entered)
		return job;
	job_table_free(job);
	if (!same)
		problem_set(arena, PROBLEM_SYSTEM, NULL, ret_problem,
			"too many checks are waiting; try again in a minute");
	return same;
}

static time_t oldest_kept(const struct jobs *jobs)
{
	return time(NULL) - (time_t)jobs->rules.keep_days * DAY_S;
}

/* One that stands in no table: the visitor's alone. */
static struct job *load(struct jobs *jobs, const char *id)
{
	const struct order order = {.policies = ""};
	struct job *job = new_job(jobs, &order);

	if (!keep_read(job->arena, jobs->rules.keep_folder, id,
		    oldest_kept(jobs), &job->report)) {
		job_table_free(job);
		return NULL;
	}
	snprintf(job->id.digits, sizeof(job->id.digits), "%s", id);
	job->references = 1;
	job->known = true;
	if (job->report.matrix_count)
		job->matrix = job->report.matrices[0];
	job->state.ready = true;
	return job;
}

struct job *jobs_find(struct jobs *jobs, const char *id)
{
	struct job *job;

	pthread_mutex_lock(&jobs->lock);
	for (job = jobs->first; job; job = job->next)
		if (job->linked && strcmp(job->id.digits, id) == 0)
			break;
	if (job && job_table_is_old(job))
		job = NULL;
	if (job)
		job->references++;
	pthread_mutex_unlock(&jobs->lock);
	return job || !jobs->rules.keep_folder ? job : load(jobs, id);
}

const char *job_id(const struct job *job)
{
	return job->id.digits;
}

const struct order *job_order(const struct job *job)
{
	return &job->order;
}

/* With the lock held. */
static struct job_state state_of(struct job *job)
{
	struct job_state state = job->state;

	if (!state.ready && !job->running)
		state.place = (unsigned)(job->ticket - job->jobs->served) + 1;
	return state;
}

struct job_state job_state(struct job *job)
{
	struct job_state state;

	pthread_mutex_lock(&job->jobs->lock);
	state = state_of(job);
	pthread_mutex_unlock(&job->jobs->lock);
	return state;
}

struct job_state job_wait(struct job *job, unsigned change)
{
	struct job_state state;
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec++;
	pthread_mutex_lock(&job->jobs->lock);
	while (job->state.change == change && !job->state.ready)
		if (pthread_cond_timedwait(
			    &job->jobs->changed, &job->jobs->lock, &until) != 0)
			break;
	state = state_of(job);
	pthread_mutex_unlock(&job->jobs->lock);
	return state;
}

struct job_step job_step(struct job *job, size_t number)
{
	struct job_step step;

	pthread_mutex_lock(&job->jobs->lock);
	step = job->steps[number];
	pthread_mutex_unlock(&job->jobs->lock);
	return step;
}

const struct matrix *job_matrix(struct job *job)
{
	const struct matrix *matrix;

	pthread_mutex_lock(&job->jobs->lock);
	matrix = job->known ? &job->matrix : NULL;
	pthread_mutex_unlock(&job->jobs->lock);
	return matrix;
}

const struct find_result *job_found(struct job *job)
{
	return job->order.discover ? &job->found : NULL;
}

const struct report *job_report(struct job *job, struct problem *ret_problem)
{
	pthread_mutex_lock(&job->jobs->lock);
	while (!job->state.ready)
		pthread_cond_wait(&job->jobs->changed, &job->jobs->lock);
	pthread_mutex_unlock(&job->jobs->lock);
	*ret_problem = job->problem;
	return job->problem.kind == PROBLEM_NONE ? &job->report : NULL;
}

static void ignore_step(void *context, const char *words)
{
	(void)context;
	(void)words;
}

static bool enter_search(struct jobs *jobs)
{
	bool entered;

	pthread_mutex_lock(&jobs->lock);
	entered = jobs->counts.finding < SEARCHES;
	jobs->counts.finding += entered;
	pthread_mutex_unlock(&jobs->lock);
	return entered;
}

bool jobs_have_folder(const struct jobs *jobs)
{
	return jobs->rules.keep_folder != NULL;
}

void jobs_sweep(struct jobs *jobs)
{
	if (jobs->rules.keep_folder)
		keep_sweep(jobs->rules.keep_folder, oldest_kept(jobs), SWEPT,
			&jobs->sweep);
}

bool jobs_discover(struct jobs *jobs, struct arena *arena, const char *address,
	struct matrix *ret_matrix, struct find_result *ret_result,
	struct problem *ret_problem)
{
	const struct jobs_rules *rules = &jobs->rules;
	bool found;

	if (!enter_search(jobs))
		return problem_set(arena, PROBLEM_SYSTEM, NULL, ret_problem,
			"too many searches are under way; try again in a "
			"minute");
	found = find_settings(arena, &rules->find, &rules->request, address,
		rules->cancel_fd, ignore_step, NULL, ret_matrix, ret_result,
		ret_problem);
	pthread_mutex_lock(&jobs->lock);
	jobs->counts.finding--;
	pthread_mutex_unlock(&jobs->lock);
	return found;
}

struct jobs_counts jobs_count(struct jobs *jobs)
{
	struct jobs_counts counts;

	pthread_mutex_lock(&jobs->lock);
	counts = jobs->counts;
	pthread_mutex_unlock(&jobs->lock);
	return counts;
}
