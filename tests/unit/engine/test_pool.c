/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/unit.h"

#include "engine/inbox.h"
#include "engine/pool.h"
#include "model/memory.h"

#include <pthread.h>
#include <stdlib.h>

/* What a job of a test does: nothing, or nothing else than to compute. */
struct spinner {
	atomic_bool begun, released;
};

static void do_nothing(struct probe_job *job)
{
	job->facts->status = ST_OK;
}

static void spin(struct probe_job *job)
{
	struct spinner *spinner = job->owner;

	atomic_store(&spinner->begun, true);
	while (!atomic_load(&spinner->released))
		continue;
}

static struct probe_job *new_job(struct inbox *inbox,
	void (*run)(struct probe_job *job), struct spinner *spinner)
{
	struct probe_job *job = memory_calloc(1, sizeof(*job));

	job->run = run;
	job->inbox = inbox;
	job->facts = probe_facts_new();
	job->owner = spinner;
	return job;
}

/* Of an inbox that only one job comes to. */
static struct probe_job *wait_for_job(struct inbox *inbox)
{
	struct pollfd fd = {.fd = inbox_fd(inbox), .events = POLLIN};
	struct probe_job *job = inbox_take(inbox);

	while (!job) {
		assert_int_equal(poll(&fd, 1, 10000), 1);
		job = inbox_take(inbox);
	}
	return job;
}

static void end_job(struct probe_job *job)
{
	probe_facts_free(job->facts);
	job_free(job);
}

static void begin_spinning(
	struct pool *pool, struct probe_job *job, struct spinner *spinner)
{
	assert_true(pool_submit(pool, job));
	while (!atomic_load(&spinner->begun))
		sched_yield();
}

static void a_job_comes_to_its_inbox(void **state)
{
	struct inbox *one = inbox_new(), *other = inbox_new();
	struct pool *pool = pool_new(2);
	struct probe_job *job = new_job(one, do_nothing, NULL);
	struct probe_job *second = new_job(other, do_nothing, NULL);

	(void)state;
	assert_true(pool_submit(pool, job));
	assert_true(pool_submit(pool, second));
	assert_ptr_equal(wait_for_job(one), job);
	assert_ptr_equal(wait_for_job(other), second);
	assert_false(pool_abandon(pool, job));
	end_job(job);
	end_job(second);
	assert_true(pool_free(pool));
	inbox_free(one);
	inbox_free(other);
}

/* The only thread computes: another takes its place, and what the first made
 * of it reaches nobody. */
static void what_computes_is_left_behind(void **state)
{
	struct spinner spinner = {0};
	struct inbox *inbox = inbox_new();
	struct pool *pool = pool_new(1);
	struct probe_job *stuck = new_job(inbox, spin, &spinner), *job;

	(void)state;
	begin_spinning(pool, stuck, &spinner);
	assert_true(pool_abandon(pool, stuck));
	job = new_job(inbox, do_nothing, NULL);
	assert_true(pool_submit(pool, job));
	assert_ptr_equal(wait_for_job(inbox), job);
	end_job(job);
	assert_false(pool_free(pool));
	atomic_store(&spinner.released, true);
	while (!pool_free(pool))
		sched_yield();
	assert_null(inbox_take(inbox));
	inbox_free(inbox);
}

/* A job that has no thread yet is abandoned without one. */
static void what_waits_is_taken_back(void **state)
{
	struct spinner spinner = {0};
	struct inbox *inbox = inbox_new();
	struct pool *pool = pool_new(1);
	struct probe_job *first = new_job(inbox, spin, &spinner);
	struct probe_job *second = new_job(inbox, do_nothing, NULL), *third;

	(void)state;
	begin_spinning(pool, first, &spinner);
	assert_true(pool_submit(pool, second));
	assert_true(pool_abandon(pool, second));
	atomic_store(&spinner.released, true);
	assert_ptr_equal(wait_for_job(inbox), first);
	end_job(first);
	third = new_job(inbox, do_nothing, NULL);
	assert_true(pool_submit(pool, third));
	assert_ptr_equal(wait_for_job(inbox), third);
	end_job(third);
	assert_true(pool_free(pool));
	inbox_free(inbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_job_comes_to_its_inbox),
		cmocka_unit_test(what_computes_is_left_behind),
		cmocka_unit_test(what_waits_is_taken_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
