/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/memory.h"
#include "src/serve/job/table.h"
#include "tests/unit/unit.h"

#define MIB ((size_t)1024 * 1024)

/* A job that got ready with so much in its arena. */
static struct job *add_ready(struct jobs *jobs, size_t octets)
{
	struct job *job = memory_calloc(1, sizeof(*job));

	job->jobs = jobs;
	job->arena = arena_new();
	job->told = arena_new();
	arena_alloc(job->arena, octets);
	job->references = 1;
	job->state.ready = true;
	job->ready_s = job_table_now_s();
	job->next = jobs->first;
	jobs->first = job;
	jobs->counts.ready++;
	job_table_weigh(job);
	return job;
}

static void test_heavy_results(void **state)
{
	struct jobs jobs = {
		.rules = {.kept = 256, .keep_s = 3600, .kept_octets = 4 * MIB}};
	const struct job *newest;

	(void)state;
	for (int i = 0; i < 3; i++)
		add_ready(&jobs, MIB);
	job_table_keep_light(&jobs);
	assert_int_equal(jobs.counts.ready, 3);
	newest = add_ready(&jobs, 3 * MIB);
	job_table_keep_light(&jobs);
	assert_int_equal(jobs.counts.ready, 1);
	assert_ptr_equal(jobs.first, newest);
	job_table_forget(jobs.first);
	assert_int_equal(jobs.octets, 0);
}

/* A result that alone is too large is not kept, but others may be. */
static void test_one_that_is_too_heavy(void **state)
{
	struct jobs jobs = {
		.rules = {.kept = 256, .keep_s = 3600, .kept_octets = 4 * MIB}};

	(void)state;
	add_ready(&jobs, 5 * MIB);
	job_table_keep_light(&jobs);
	assert_null(jobs.first);
	add_ready(&jobs, MIB);
	job_table_keep_light(&jobs);
	assert_non_null(jobs.first);
	job_table_forget(jobs.first);
}

/* Large checks wait for each other. */
static void test_endpoints(void **state)
{
	struct jobs jobs = {0};

	(void)state;
	assert_true(job_table_take_endpoints(&jobs, 1000));
	assert_false(job_table_take_endpoints(&jobs, 9));
	assert_true(job_table_is_large(9));
	assert_false(job_table_is_large(8));
	job_table_give_endpoints(&jobs, 1000);
	assert_true(job_table_take_endpoints(&jobs, 100));
	assert_true(job_table_take_endpoints(&jobs, 100));
	assert_false(job_table_take_endpoints(&jobs, 100));
	assert_true(job_table_take_endpoints(&jobs, 56));
	job_table_give_endpoints(&jobs, 100);
	assert_true(job_table_take_endpoints(&jobs, 100));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_heavy_results),
		cmocka_unit_test(test_one_that_is_too_heavy),
		cmocka_unit_test(test_endpoints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
