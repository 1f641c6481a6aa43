/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/pool.h"

#include "engine/inbox.h"
#include "model/memory.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* The deepest stack that a probe was seen to use is 36 KiB; sanitizers need
 * several times as much. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STACK_OCTETS ((size_t)1024 * 1024)
#else
#define STACK_OCTETS ((size_t)128 * 1024)
#endif

/* So many threads that compute for nobody are the most: each takes its share
 * of the processor. */
#define LOST_MAX 64
#define NICEST 19

struct queue {
	struct probe_job *first;
	struct probe_job **last;
};

struct worker {
	struct pool *pool;
	struct worker *next;
	pthread_t thread;
	pid_t id;  /* the kernel's */
	bool lost; /* left behind with its job; nobody waits for it */
};

struct pool {
	pthread_mutex_t lock;
	sem_t work_or_end; /* one for each job in `work`, one a thread at last
			    */
	bool ended;
	struct queue work;
	unsigned unfinished; /* jobs in `work` or at a worker of the list */
	unsigned size;
	unsigned count; /* of `workers` */
	unsigned lost;  /* workers beside */
	struct worker *workers;
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
	struct pool *pool = memory_calloc(1, sizeof(*pool));

	pthread_mutex_init(&pool->lock, NULL);
	sem_init(&pool->work_or_end, 0, 0);
	queue_init(&pool->work);
	pool->size = size;
	return pool;
}

/* NULL: there is none, and never will be. */
static struct probe_job *wait_for_work(struct worker *worker)
{
	struct pool *pool = worker->pool;
	struct probe_job *job;
	bool ended;

	do {
		while (sem_wait(&pool->work_or_end) != 0)
			continue; /* a signal */
		pthread_mutex_lock(&pool->lock);
		job = queue_get(&pool->work);
		if (job)
			job->worker = worker;
		ended = pool->ended;
		pthread_mutex_unlock(&pool->lock);
		/* What woke us may have been abandoned before it began. */
	} while (!job && !ended);
	return job;
}

/* What was abandoned ends with the thread. */
static void bury(struct worker *worker, struct probe_job *job)
{
	struct inbox *inbox = job->inbox;

	pthread_mutex_lock(&worker->pool->lock);
	worker->pool->lost--;
	pthread_mutex_unlock(&worker->pool->lock);
	probe_facts_free(job->facts);
	job_free(job);
	inbox_free(inbox);
	free(worker);
}

/* Once it is in the inbox it is another's. Answers false if nobody waits for
 * it, nor for the worker, any more. */
static bool give_back(struct worker *worker, struct probe_job *job)
{
	struct inbox *inbox = job->inbox;
	struct pool *pool = worker->pool;
	bool lost;

	pthread_mutex_lock(&pool->lock);
	lost = worker->lost;
	job->worker = NULL;
	pool->unfinished -= !lost;
	pthread_mutex_unlock(&pool->lock);
	if (lost) {
		bury(worker, job);
		return false;
	}
	inbox_put(inbox, job);
	inbox_free(inbox);
	return true;
}

static void *work(void *argument)
{
	struct worker *worker = argument;
	struct probe_job *job;

	worker->id = gettid();
	while ((job = wait_for_work(worker))) {
		job->run(job);
		if (!give_back(worker, job))
			break;
	}
	return NULL;
}

static bool start_thread(struct pool *pool)
{
	struct worker *worker;
	pthread_attr_t attributes;
	int error;

	if (pool->lost >= LOST_MAX)
		return false;
	worker = memory_calloc(1, sizeof(*worker));
	worker->pool = pool;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_OCTETS);
	error = pthread_create(&worker->thread, &attributes, work, worker);
	pthread_attr_destroy(&attributes);
	if (error) {
		free(worker);
		return false;
	}
	worker->next = pool->workers;
	pool->workers = worker;
	pool->count++;
	return true;
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

/* Takes a job out of the queue before a thread has it. */
static bool withdraw(struct pool *pool, struct probe_job *job)
{
	struct probe_job **at = &pool->work.first;

	while (*at && *at != job)
		at = &(*at)->next;
	if (!*at)
		return false;
	*at = job->next;
	if (!job->next)
		pool->work.last = at;
	return true;
}

static void lose(struct pool *pool, struct worker *worker)
{
	struct worker **at = &pool->workers;

	while (*at != worker)
		at = &(*at)->next;
	*at = worker->next;
	worker->lost = true;
	pool->count--;
	pool->lost++;
	pthread_detach(worker->thread);
	/* Linux has a niceness for each thread. */
	setpriority(PRIO_PROCESS, (id_t)worker->id, NICEST);
}

bool pool_abandon(struct pool *pool, struct probe_job *job)
{
	struct inbox *inbox = job->inbox;
	bool withdrawn, lost;

	pthread_mutex_lock(&pool->lock);
	withdrawn = withdraw(pool, job);
	lost = job->worker != NULL;
	if (lost)
		lose(pool, job->worker);
	pool->unfinished -= withdrawn || lost;
	pthread_mutex_unlock(&pool->lock);
	if (withdrawn) {
		probe_facts_free(job->facts);
		job_free(job);
		inbox_free(inbox);
	}
	return withdrawn || lost;
}

static void end_workers(struct pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	pool->ended = true;
	pthread_mutex_unlock(&pool->lock);
	for (unsigned i = 0; i < pool->count; i++)
		sem_post(&pool->work_or_end);
	while (pool->workers) {
		struct worker *worker = pool->workers;

		pool->workers = worker->next;
		pthread_join(worker->thread, NULL);
		free(worker);
	}
}

bool pool_free(struct pool *pool)
{
	bool lost;

	if (!pool)
		return true;
	end_workers(pool);
	pthread_mutex_lock(&pool->lock);
	lost = pool->lost > 0;
	pthread_mutex_unlock(&pool->lock);
	if (lost)
		return false;
	sem_destroy(&pool->work_or_end);
	pthread_mutex_destroy(&pool->lock);
	free(pool);
	return true;
}
