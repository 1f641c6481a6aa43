/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* The deepest stack that a probe was seen to use is 36 KiB; sanitizers need
 * several times as much. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STACK_OCTETS ((size_t)1024 * 1024)
#else
#define STACK_OCTETS ((size_t)128 * 1024)
#endif

struct queue {
	struct probe_job *first;
	struct probe_job **last;
};

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t work_or_end;
	struct queue work;
	struct queue results;
	bool ending;
	unsigned idle;
	unsigned size;
	unsigned count;
	int notify_fd;
	pthread_t threads[];
};

static void queue_init(struct queue *queue)
{
	queue->first = NULL;
	queue->last = &queue->first;
}

static void queue_put(struct queue *queue, struct probe_job *job)
{
	job->next = NULL;
	*queue->last = job;
	queue->last = &job->next;
}

static struct probe_job *queue_get(struct queue *queue)
{
	struct probe_job *job = queue->first;

	if (job) {
		queue->first = job->next;
		if (!queue->first)
			queue->last = &queue->first;
	}
	return job;
}

struct pool *pool_new(unsigned size, int notify_fd)
{
	struct pool *pool =
		xcalloc(1, sizeof(*pool) + size * sizeof(pthread_t));

	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->work_or_end, NULL);
	queue_init(&pool->work);
	queue_init(&pool->results);
	pool->size = size;
	pool->notify_fd = notify_fd;
	return pool;
}

static struct probe_job *wait_for_work(struct pool *pool)
{
	struct probe_job *job;

	pthread_mutex_lock(&pool->lock);
	while (!(job = queue_get(&pool->work)) && !pool->ending) {
		pool->idle++;
		pthread_cond_wait(&pool->work_or_end, &pool->lock);
		pool->idle--;
	}
	pthread_mutex_unlock(&pool->lock);
	return job;
}

static void give_back(struct pool *pool, struct probe_job *job)
{
	const uint64_t one = 1;
	bool first;

	pthread_mutex_lock(&pool->lock);
	first = !pool->results.first;
	queue_put(&pool->results, job);
	pthread_mutex_unlock(&pool->lock);
	if (first)
		(void)!write(pool->notify_fd, &one, sizeof(one));
}

static void *worker(void *argument)
{
	struct pool *pool = argument;
	struct probe_job *job;

	while ((job = wait_for_work(pool))) {
		probe_run(&job->target, job->service, job->keep_transcript,
			job->facts);
		give_back(pool, job);
	}
	return NULL;
}

static bool start_thread(struct pool *pool)
{
	pthread_attr_t attributes;
	int error;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_OCTETS);
	error = pthread_create(
		&pool->threads[pool->count], &attributes, worker, pool);
	pthread_attr_destroy(&attributes);
	if (error == 0)
		pool->count++;
	return error == 0;
}

bool pool_submit(struct pool *pool, struct probe_job *job)
{
	unsigned waiting = 1;

	pthread_mutex_lock(&pool->lock);
	for (const struct probe_job *at = pool->work.first; at; at = at->next)
		waiting++;
	/* Fewer threads than wanted still do the work, one after another. */
	if (pool->idle < waiting && pool->count < pool->size)
		start_thread(pool);
	if (pool->count == 0) {
		pthread_mutex_unlock(&pool->lock);
		return false;
	}
	queue_put(&pool->work, job);
	pthread_cond_signal(&pool->work_or_end);
	pthread_mutex_unlock(&pool->lock);
	return true;
}

struct probe_job *pool_take(struct pool *pool)
{
	struct probe_job *job;

	pthread_mutex_lock(&pool->lock);
	job = queue_get(&pool->results);
	pthread_mutex_unlock(&pool->lock);
	return job;
}

void pool_free(struct pool *pool)
{
	if (!pool)
		return;
	pthread_mutex_lock(&pool->lock);
	pool->ending = true;
	pthread_cond_broadcast(&pool->work_or_end);
	pthread_mutex_unlock(&pool->lock);
	for (unsigned i = 0; i < pool->count; i++)
		pthread_join(pool->threads[i], NULL);
	pthread_cond_destroy(&pool->work_or_end);
	pthread_mutex_destroy(&pool->lock);
	free(pool);
}
