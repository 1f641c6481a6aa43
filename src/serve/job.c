/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/job.h"

#include "engine/policies.h"
#include "model/memory.h"
#include "model/text/digest.h"
#include "model/tls/offered.h"
#include "settings/library/policy.h"
#include "settings/target.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#define ID_OCTETS 16
#define POLICIES 8

struct job {
	struct jobs *jobs;
	struct job *next;
	unsigned references; /* the table's own counts, too */
	char id[2 * ID_OCTETS + 1];
	const char *key;
	struct arena *arena;
	const char *text;
	struct matrix matrix;
	const struct policy *policies[POLICIES];
	struct engine_request request;
	unsigned long ticket; /* the order of arrival */
	struct job_state state;
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

static bool read_policies(
	struct job *job, const char *names, struct problem *ret_problem)
{
	char *list = arena_strdup(job->arena, names), *name, *rest = list;
	size_t count = 0;

	while ((name = strtok_r(rest, ", ", &rest))) {
		struct policy *policy =
			arena_alloc(job->arena, sizeof(*policy));

		if (count == POLICIES || strpbrk(name, "/\\."))
			return problem_set(job->arena, PROBLEM_USAGE, "policy",
				ret_problem,
				"give up to eight names of policies");
		if (!policy_find(job->arena, name, policy, ret_problem) ||
			!policies_judgeable(job->arena, policy, ret_problem))
			return false;
		job->policies[count++] = policy;
	}
	job->request.policies = job->policies;
	job->request.policy_count = count;
	return true;
}

static bool has_hosts(struct job *job, struct problem *ret_problem)
{
	for (size_t i = 0; i < job->matrix.entry_count; i++)
		if (!job->matrix.entries[i].endpoint.host)
			return problem_set(job->arena, PROBLEM_DATA, NULL,
				ret_problem,
				"the settings do not name the server; add its "
				"name");
	return true;
}

static bool read_order(struct job *job, const struct job_order *order,
	struct problem *ret_problem)
{
	const struct target_options how = {0};

	if (!target_read_typed(job->arena, "settings", job->text, &how,
		    &job->matrix, ret_problem) ||
		!has_hosts(job, ret_problem) ||
		!read_policies(job, order->policies, ret_problem))
		return false;
	job->request.matrices = &job->matrix;
	job->request.matrix_count = 1;
	job->request.deadline_us = order->deadline_us;
	if (order->full_depth)
		job->request.topics = TOPIC_ALL;
	job->state.endpoints = job->matrix.entry_count;
	return true;
}

static const char *key_of(struct arena *arena, const struct job_order *order)
{
	const char *whole = arena_printf(arena, "%d|%s|%s", order->full_depth,
		order->policies, order->text);

	return digest_sha256(arena,
		(struct octets){(const unsigned char *)whole, strlen(whole)});
}

/* Answers false if the system has no random octets: then there is no name that
 * nobody can guess. */
static bool name_job(struct job *job)
{
	unsigned char octets[ID_OCTETS];

	if (getrandom(octets, sizeof(octets), 0) != sizeof(octets))
		return false;
	for (size_t i = 0; i < sizeof(octets); i++)
		snprintf(job->id + 2 * i, 3, "%02x", octets[i]);
	return true;
}

static void change(struct job *job)
{
	job->state.step++;
	pthread_cond_broadcast(&job->jobs->changed);
}

static void endpoint_ends(
	void *context, const struct report *report, size_t endpoint)
{
	struct job *job = context;

	(void)report;
	(void)endpoint;
	pthread_mutex_lock(&job->jobs->lock);
	job->state.endpoints_done++;
	change(job);
	pthread_mutex_unlock(&job->jobs->lock);
}

static void probe_ends(
	void *context, size_t endpoint, const struct probe_facts *facts)
{
	struct job *job = context;

	(void)endpoint;
	(void)facts;
	pthread_mutex_lock(&job->jobs->lock);
	job->state.connections++;
	change(job);
	pthread_mutex_unlock(&job->jobs->lock);
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

static void *run(void *context)
{
	struct job *job = context;
	struct jobs *jobs = job->jobs;
	const struct engine_watcher watcher = {
		.context = job,
		.probe_ends = probe_ends,
		.endpoint_ends = endpoint_ends,
	};
	struct report report = {0};
	struct problem problem = {0};

	wait_for_turn(job);
	if (!engine_check(jobs->rules.engine, job->arena, &job->request,
		    &watcher, jobs->rules.cancel_fd, &report, &problem))
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
	let_go(job); /* the thread's own */
	pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

/* With the lock held. */
static struct job *find_same(struct jobs *jobs, const char *key)
{
	for (struct job *job = jobs->first; job; job = job->next)
		if (!job->state.ready && strcmp(job->key, key) == 0)
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

static struct job *new_job(struct jobs *jobs, const struct job_order *order)
{
	struct job *job = memory_calloc(1, sizeof(*job));

	job->jobs = jobs;
	job->arena = arena_new();
	job->text = arena_strdup(job->arena, order->text);
	job->key = key_of(job->arena, order);
	job->request = jobs->rules.request;
	return job;
}

struct job *jobs_begin(struct jobs *jobs, struct arena *arena,
	const struct job_order *order, struct problem *ret_problem)
{
	struct job *job = new_job(jobs, order), *same;
	struct problem problem = {0};
	bool entered = false;

	if (!read_order(job, order, &problem)) {
		problem_set(arena, problem.kind, NULL, ret_problem, "%s",
			problem_say(arena, &problem));
		free_job(job);
		return NULL;
	}
	pthread_mutex_lock(&jobs->lock);
	same = find_same(jobs, job->key);
	if (same)
		share(same);
	else
		entered = name_job(job) && enter(job);
	pthread_mutex_unlock(&jobs->lock);
	if (entered)
		return job;
	free_job(job);
	if (!same)
		problem_set(arena, PROBLEM_SYSTEM, NULL, ret_problem,
			"too many checks are waiting; try again in a minute");
	return same;
}

struct job *jobs_find(struct jobs *jobs, const char *id)
{
	struct job *job;

	pthread_mutex_lock(&jobs->lock);
	for (job = jobs->first; job; job = job->next)
		if (strcmp(job->id, id) == 0)
			break;
	if (job && is_old(job))
		job = NULL;
	if (job)
		job->references++;
	pthread_mutex_unlock(&jobs->lock);
	return job;
}

const char *job_id(const struct job *job)
{
	return job->id;
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

struct job_state job_wait(struct job *job, unsigned step)
{
	struct job_state state;
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec++;
	pthread_mutex_lock(&job->jobs->lock);
	while (job->state.step == step && !job->state.ready)
		if (pthread_cond_timedwait(
			    &job->jobs->changed, &job->jobs->lock, &until) != 0)
			break;
	state = state_of(job);
	pthread_mutex_unlock(&job->jobs->lock);
	return state;
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

struct jobs_counts jobs_count(struct jobs *jobs)
{
	struct jobs_counts counts;

	pthread_mutex_lock(&jobs->lock);
	counts = jobs->counts;
	pthread_mutex_unlock(&jobs->lock);
	return counts;
}
