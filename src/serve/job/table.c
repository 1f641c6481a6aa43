/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/job/table.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FEW_ENDPOINTS 8
#define MOST_ENDPOINTS 256 /* of all that have more than those */

int64_t job_table_now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

void job_table_free(struct job *job)
{
	report_clear(&job->report);
	free(job->steps);
	arena_free(job->told);
	arena_free(job->arena);
	free(job);
}

void job_table_let_go(struct job *job)
{
	if (--job->references == 0)
		job_table_free(job);
}

static void drop(struct jobs *jobs, struct job **link)
{
	struct job *job = *link;

	*link = job->next;
	jobs->counts.ready--;
	jobs->octets -= job->octets;
	job_table_let_go(job);
}

void job_table_forget(struct job *job)
{
	struct job **link = &job->jobs->first;

	while (*link != job)
		link = &(*link)->next;
	drop(job->jobs, link);
}

bool job_table_is_full(const struct jobs *jobs)
{
	const struct jobs_counts *counts = &jobs->counts;

	return counts->waiting + counts->running + counts->ready >=
	       jobs->rules.kept;
}

bool job_table_is_old(const struct job *job)
{
	return job->state.ready &&
	       job_table_now_s() - job->ready_s > job->jobs->rules.keep_s;
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

bool job_table_is_large(size_t count)
{
	return count > FEW_ENDPOINTS;
}

bool job_table_take_endpoints(struct jobs *jobs, size_t count)
{
	if (jobs->endpoints && jobs->endpoints + count > MOST_ENDPOINTS)
		return false;
	jobs->endpoints += count;
	return true;
}

void job_table_give_endpoints(struct jobs *jobs, size_t count)
{
	jobs->endpoints -= count;
}

void job_table_weigh(struct job *job)
{
	job->octets = report_size(&job->report) + arena_size(job->arena) +
		      arena_size(job->told);
	job->jobs->octets += job->octets;
}

void job_table_keep_light(struct jobs *jobs)
{
	struct job **link;

	while (jobs->octets > jobs->rules.kept_octets &&
		(link = find_oldest(jobs)))
		drop(jobs, link);
}

void job_table_make_room(struct jobs *jobs)
{
	struct job **link = &jobs->first;

	while (*link) {
		if (job_table_is_old(*link))
			drop(jobs, link);
		else
			link = &(*link)->next;
	}
	while (job_table_is_full(jobs) && (link = find_oldest(jobs)))
		drop(jobs, link);
}

struct job *job_table_find_same(struct jobs *jobs, const struct job *wanted)
{
	for (struct job *job = jobs->first; job; job = job->next)
		if (!job->state.ready && job->linked == wanted->linked &&
			strcmp(job->key, wanted->key) == 0)
			return job;
	return NULL;
}
