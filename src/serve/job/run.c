/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/job/run.h"

#include "model/memory.h"
#include "model/tls/offered.h"
#include "reports/words.h"
#include "src/serve/job/keep.h"

#include <errno.h>

#define STEPS 4096

/* With the lock held, as what follows. */
static void change(struct job *job)
{
	job->state.change++;
	pthread_cond_broadcast(&job->jobs->changed);
}

static void add_step(
	struct job *job, const struct job_step *step, const char *words)
{
	size_t count = job->state.steps;

	if (count < STEPS) {
		/* Room for twice as many whenever there are 2^n of them. */
		if ((count & (count - 1)) == 0)
			job->steps = memory_realloc(job->steps,
				(count ? 2 * count : 1) * sizeof(*job->steps));
		job->steps[count] = *step;
		job->steps[count].words = arena_strdup(job->told, words);
		job->state.steps++;
	}
	change(job);
}

static void tell_step(struct job *job, const char *words, struct job_step step)
{
	pthread_mutex_lock(&job->jobs->lock);
	if (step.done)
		job->state.endpoints_done++;
	add_step(job, &step, words);
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
			&matrix, &found, ret_problem) &&
		order_has_few(job->arena, &matrix, ret_problem);
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

/* Large ones, too, are served as they come, but leave their turn to others as
 * long as they wait for each other. With the lock held. */
static void wait_in_line(struct job *job)
{
	struct jobs *jobs = job->jobs;
	size_t count = job->matrix.entry_count;
	unsigned long ticket = jobs->large_tickets++;

	if (ticket != jobs->large_served ||
		!job_table_take_endpoints(jobs, count)) {
		jobs->counts.running--;
		jobs->counts.waiting++;
		change(job);
		while (ticket != jobs->large_served ||
			jobs->counts.running >= jobs->rules.running ||
			!job_table_take_endpoints(jobs, count))
			pthread_cond_wait(&jobs->changed, &jobs->lock);
		jobs->counts.waiting--;
		jobs->counts.running++;
	}
	jobs->large_served++;
	change(job);
}

static void take_endpoints(struct job *job)
{
	struct jobs *jobs = job->jobs;

	pthread_mutex_lock(&jobs->lock);
	if (job_table_is_large(job->matrix.entry_count))
		wait_in_line(job);
	pthread_mutex_unlock(&jobs->lock);
}

static void give_endpoints(struct job *job)
{
	struct jobs *jobs = job->jobs;

	pthread_mutex_lock(&jobs->lock);
	if (job_table_is_large(job->matrix.entry_count))
		job_table_give_endpoints(jobs, job->matrix.entry_count);
	pthread_cond_broadcast(&jobs->changed);
	pthread_mutex_unlock(&jobs->lock);
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

	bool checked;

	if (!job->known && !find(job, ret_problem))
		return false;
	take_endpoints(job);
	checked = engine_check(rules->engine, job->arena, &job->request,
		job->linked ? &watcher : NULL, rules->cancel_fd, ret_report,
		ret_problem);
	give_endpoints(job);
	return checked;
}

/* Whether it is new that results cannot be kept, or why. */
static bool is_news(struct jobs *jobs, int number)
{
	bool news;

	pthread_mutex_lock(&jobs->lock);
	news = jobs->keep_error != number;
	jobs->keep_error = number;
	pthread_mutex_unlock(&jobs->lock);
	return news && number;
}

static void keep(struct job *job, const struct report *report)
{
	const struct jobs_rules *rules = &job->jobs->rules;
	int number;

	if (!job->linked || !rules->keep_folder)
		return;
	number = keep_write(rules->keep_folder, job->id.digits, report) ? 0
									: errno;
	if (!is_news(job->jobs, number))
		return;
	errno = number;
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
	job->ready_s = job_table_now_s();
	job->state.ready = true;
	jobs->counts.running--;
	jobs->counts.ready++;
	job_table_weigh(job);
	change(job);
	if (!job->linked)
		job_table_forget(job);
	job_table_keep_light(jobs);
	job_table_let_go(job); /* the thread's own */
	pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

void job_run_here(struct job *job)
{
	run(job);
}

bool job_run_start(struct job *job)
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
