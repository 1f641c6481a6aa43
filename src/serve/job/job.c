/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/job/job.h"

#include "model/memory.h"
#include "model/tls/offered.h"
#include "reports/words.h"
#include "src/serve/job/keep.h"
#include "src/serve/token.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STEPS 4096
#define SEARCHES 8

struct job {
	struct jobs *jobs;
	struct job *next;
	unsigned references; /* the table's own counts, too */
	struct token id;
	bool linked;
	const char *key;
	struct arena *arena;
	struct order order;
	struct matrix matrix;
	bool known; /* the matrix is what is checked */
	struct find_result found;
	const struct policy *policies[ORDER_POLICIES];
	struct engine_request request;
	unsigned long ticket; /* the order of arrival */
	struct job_state state;
	struct job_step *steps;
	bool running;
	int64_t ready_s;
	struct report report;
	struct problem problem;
};

struct jobs {
	struct jobs_rules rules;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct job *first;
	struct jobs_counts counts;
	unsigned long tickets, served;
};

static int64_t now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

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

static void free_job(struct job *job)
{
	report_clear(&job->report);
	free(job->steps);
	arena_free(job->arena);
	free(job);
}

/* With the lock held. */
static void let_go(struct job *job)
{
	if (--job->references == 0)
		free_job(job);
}

void job_release(struct job *job)
{
	struct jobs *jobs = job->jobs;

	pthread_mutex_lock(&jobs->lock);
	let_go(job);
	pthread_mutex_unlock(&jobs->lock);
}

static void drop(struct jobs *jobs, struct job **link)
{
	struct job *job = *link;

	*link = job->next;
	jobs->counts.ready--;
	let_go(job);
}

static bool is_full(const struct jobs *jobs)
{
	const struct jobs_counts *counts = &jobs->counts;

	return counts->waiting + counts->running + counts->ready >=
	       jobs->rules.kept;
}

static bool is_old(const struct job *job)
{
	return job->state.ready &&
	       now_s() - job->ready_s > job->jobs->rules.keep_s;
}

/* The oldest that is ready; NULL if none is. */
static struct job **find_oldest(struct jobs *jobs)
{
	struct job **oldest = NULL;

	for (struct job **link = &jobs->first; *link; link = &(*link)->next)
		if ((*link)->state.ready)
			oldest = link;
	return oldest;
}

/* What is old goes; where there is no room, what is ready, too. */
static void make_room(struct jobs *jobs)
{
	struct job **link = &jobs->first;

	while (*link) {
		if (is_old(*link))
			drop(jobs, link);
		else
			link = &(*link)->next;
	}
	while (is_full(jobs) && (link = find_oldest(jobs)))
		drop(jobs, link);
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
	job->state.endpoints = job->matrix.entry_count;
	return true;
}

/* With the lock held, as what follows. */
static void change(struct job *job)
{
	job->state.change++;
	pthread_cond_broadcast(&job->jobs->changed);
}

static void add_step(struct job *job, const struct job_step *step)
{
	size_t count = job->state.steps;

	if (count < STEPS) {
		/* Room for twice as many whenever there are 2^n of them. */
		if ((count & (count - 1)) == 0)
			job->steps = memory_realloc(job->steps,
				(count ? 2 * count : 1) * sizeof(*job->steps));
		job->steps[job->state.steps++] = *step;
	}
	change(job);
}

static void tell_step(struct job *job, const char *words, struct job_step step)
{
	snprintf(step.words, sizeof(step.words), "%s", words);
	pthread_mutex_lock(&job->jobs->lock);
	if (step.done)
		job->state.endpoints_done++;
	add_step(job, &step);
	pthread_mutex_unlock(&job->jobs->lock);
}

static void endpoint_ends(
	void *context, const struct report *report, size_t endpoint)
{
	(void)report;
	tell_step(context, "Done",
		(struct job_step){.number = endpoint, .done = true});
}

static void probe_starts(
	void *context, size_t endpoint, enum purpose purpose, unsigned versions)
{
	struct arena *arena = arena_new();
	const struct probe_facts facts = {
		.purpose = purpose, .tls_offered = versions};

	if (purpose == PURPOSE_BEST || purpose == PURPOSE_TLS_VERSION)
		tell_step(context,
			arena_printf(arena, "%s: connecting",
				words_probe(arena, &facts)),
			(struct job_step){.number = endpoint});
	arena_free(arena);
}

static void probe_ends(
	void *context, size_t endpoint, const struct probe_facts *facts)
{
	struct job *job = context;
	struct arena *arena = arena_new();
	const char *words =
		arena_printf(arena, "%s: %s", words_probe(arena, facts),
			words_outcome(arena, facts,
				words_milliseconds(arena, facts->duration_us)));

	pthread_mutex_lock(&job->jobs->lock);
	job->state.connections++;
	pthread_mutex_unlock(&job->jobs->lock);
	tell_step(job, words, (struct job_step){.number = endpoint});
	arena_free(arena);
}

static void source_ends(void *context, const char *words)
{
	tell_step(context, words, (struct job_step){.source = true});
}

/* First come, first served. */
static void wait_for_turn(struct job *job)
{
	struct jobs *jobs = job->jobs;

	pthread_mutex_lock(&jobs->lock);
	while (jobs->counts.running >= jobs->rules.running ||
		job->ticket != jobs->served)
		pthread_cond_wait(&jobs->changed, &jobs->lock);
	jobs->served++;
	jobs->counts.waiting--;
	jobs->counts.running++;
	job->running = true;
	change(job);
	pthread_mutex_unlock(&jobs->lock);
}

static bool find(struct job *job, struct problem *ret_problem)
{
	const struct jobs_rules *rules = &job->jobs->rules;
	struct find_result found = {0};
	struct matrix matrix;
	bool known;

	pthread_mutex_lock(&job->jobs->lock);
	job->state.finding = true;
	change(job);
	pthread_mutex_unlock(&job->jobs->lock);
	known = find_settings(job->arena, &rules->find, &job->request,
		job->order.discover, rules->cancel_fd, source_ends, job,
		&matrix, &found, ret_problem);
	pthread_mutex_lock(&job->jobs->lock);
	job->state.finding = false;
	job->found = found;
	job->known = known;
	if (known) {
		job->matrix = matrix;
		job->state.endpoints = matrix.entry_count;
	}
	change(job);
	pthread_mutex_unlock(&job->jobs->lock);
	return known;
}

static bool check(
	struct job *job, struct report *ret_report, struct problem *ret_problem)
{
	const struct jobs_rules *rules = &job->jobs->rules;
	const struct engine_watcher watcher = {
		.context = job,
		.probe_starts = probe_starts,
		.probe_ends = probe_ends,
		.endpoint_ends = endpoint_ends,
	};

	return (job->known || find(job, ret_problem)) &&
	       engine_check(rules->engine, job->arena, &job->request, &watcher,
		       rules->cancel_fd, ret_report, ret_problem);
}

/* With the lock held. */
static void forget(struct job *job)
{
	struct job **link = &job->jobs->first;

	while (*link != job)
		link = &(*link)->next;
	drop(job->jobs, link);
}

static void keep(struct job *job, const struct report *report)
{
	const struct jobs_rules *rules = &job->jobs->rules;

	if (job->linked && rules->keep_folder &&
		!keep_write(rules->keep_folder, job->id.digits, report))
		rules->keep_failed(rules->keep_context, rules->keep_folder);
}

static void *run(void *context)
{
	struct job *job = context;
	struct jobs *jobs = job->jobs;
	struct report report = {0};
	struct problem problem = {0};

	wait_for_turn(job);
	if (check(job, &report, &problem))
		keep(job, &report);
	else
		report = (struct report){0};
	pthread_mutex_lock(&jobs->lock);
	job->report = report;
	job->problem = problem;
	job->running = false;
	job->ready_s = now_s();
	job->state.ready = true;
	jobs->counts.running--;
	jobs->counts.ready++;
	change(job);
	if (!job->linked)
		forget(job);
	let_go(job); /* the thread's own */
	pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

/* With the lock held. */
static struct job *find_same(struct jobs *jobs, const struct job *wanted)
{
	for (struct job *job = jobs->first; job; job = job->next)
		if (!job->state.ready && job->linked == wanted->linked &&
			strcmp(job->key, wanted->key) == 0)
			return job;
	return NULL;
}

static bool start(struct job *job)
{
	pthread_attr_t attributes;
	pthread_t thread;
	bool started;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	started = pthread_create(&thread, &attributes, run, job) == 0;
	pthread_attr_destroy(&attributes);
	return started;
}

/* With the lock held. */
static bool enter(struct job *job)
{
	struct jobs *jobs = job->jobs;

	make_room(jobs);
	if (is_full(jobs))
		return false;
	job->references = 3; /* the table, the thread, the visitor */
	job->ticket = jobs->tickets;
	if (!start(job))
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
		problem_set(arena, problem.kind, NULL, ret_problem, "%s",
			problem_say(arena, &problem));
		free_job(job);
		return NULL;
	}
	pthread_mutex_lock(&jobs->lock);
	same = find_same(jobs, job);
	if (same)
		share(same);
	else
		entered = token_make(&job->id) && enter(job);
	pthread_mutex_unlock(&jobs->lock);
	if (entered)
		return job;
	free_job(job);
	if (!same)
		problem_set(arena, PROBLEM_SYSTEM, NULL, ret_problem,
			"too many checks are waiting; try again in a minute");
	return same;
}

/* One that stands in no table: the visitor's alone. */
static struct job *load(struct jobs *jobs, const char *id)
{
	const struct order order = {.policies = ""};
	struct job *job = new_job(jobs, &order);

	if (!keep_read(job->arena, jobs->rules.keep_folder, id, &job->report)) {
		free_job(job);
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
		if (strcmp(job->id.digits, id) == 0)
			break;
	if (job && is_old(job))
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
