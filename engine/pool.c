/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/pool.h"

#include "engine/inbox.h"
#include "model/memory.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

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
	sem_t work_or_end; /* one for each job in `work`, one a thread at last
			    */
	struct queue work;
	unsigned unfinished; /* jobs in `work` or at a thread */
	unsigned size;
	unsigned count;
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

struct pool *pool_new(unsigned size)
{
	struct pool *pool =
		memory_calloc(1, sizeof(*pool) + size * sizeof(pthread_t));

	pthread_mutex_init(&pool->lock, NULL);
	sem_init(&pool->work_or_end, 0, 0);
	queue_init(&pool->work);
	pool->size = size;
	return pool;
}

/* NULL: there is none, and never will be. */
static struct probe_job *wait_for_work(struct pool *pool)
{
	struct probe_job *job;

	while (sem_wait(&pool->work_or_end) != 0)
		continue; /* a signal */
	pthread_mutex_lock(&pool->lock);
	job = queue_get(&pool->work);
	pthread_mutex_unlock(&pool->lock);
	return job;
}

/* Once it is in the inbox it is another's. */
static void give_back(struct pool *pool, struct probe_job *job)
{
	struct inbox *inbox = job->inbox;

	pthread_mutex_lock(&pool->lock);
	pool->unfinished--;
	pthread_mutex_unlock(&pool->lock);
	inbox_put(inbox, job);
	inbox_free(inbox);
}

static void *worker(void *argument)
{
	struct pool *pool = argument;
	struct probe_job *job;

	while ((job = wait_for_work(pool))) {
		if (job->asks)
			job->asked = probe_ask(&job->target, job->service,
				&job->hello, job->depth, job->facts,
				&job->answer);
		else
			probe_run(&job->target, job->service,
				job->keep_transcript, job->facts);
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
	bool works;

	pthread_mutex_lock(&pool->lock);
	/* Fewer threads than wanted still do the work, one after another. */
	if (pool->unfinished >= pool->count && pool->count < pool->size)
		start_thread(pool);
	works = pool->count > 0;
	if (works) {
		job->inbox = inbox_hold(job->inbox);
		queue_put(&pool->work, job);
		pool->unfinished++;
	}
	pthread_mutex_unlock(&pool->lock);
	/* Only now, or the thread would wake up to a lock that is held. */
	if (works)
		sem_post(&pool->work_or_end);
	return works;
}

void pool_free(struct pool *pool)
{
	if (!pool)
		return;
	for (unsigned i = 0; i < pool->count; i++)
		sem_post(&pool->work_or_end);
	for (unsigned i = 0; i < pool->count; i++)
		pthread_join(pool->threads[i], NULL);
	sem_destroy(&pool->work_or_end);
	pthread_mutex_destroy(&pool->lock);
	free(pool);
}
