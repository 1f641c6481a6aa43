/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/inbox.h"

#include "model/memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct inbox {
	atomic_int holders;
	int fd;
	pthread_mutex_t lock;
	struct probe_job *first;
	struct probe_job **last;
};

struct inbox *inbox_new(void)
{
	struct inbox *inbox;
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	if (fd < 0)
		return NULL;
	inbox = memory_calloc(1, sizeof(*inbox));
	atomic_init(&inbox->holders, 1);
	pthread_mutex_init(&inbox->lock, NULL);
	inbox->fd = fd;
	inbox->last = &inbox->first;
	return inbox;
}

struct inbox *inbox_hold(struct inbox *inbox)
{
	atomic_fetch_add(&inbox->holders, 1);
	return inbox;
}

void inbox_free(struct inbox *inbox)
{
	if (!inbox || atomic_fetch_sub(&inbox->holders, 1) != 1)
		return;
	close(inbox->fd);
	pthread_mutex_destroy(&inbox->lock);
	free(inbox);
}

int inbox_fd(const struct inbox *inbox)
{
	return inbox->fd;
}

void inbox_wake(struct inbox *inbox)
{
	const uint64_t one = 1;

	(void)!write(inbox->fd, &one, sizeof(one));
}

void inbox_put(struct inbox *inbox, struct probe_job *job)
{
	bool first;

	job->next = NULL;
	pthread_mutex_lock(&inbox->lock);
	first = !inbox->first;
	*inbox->last = job;
	inbox->last = &job->next;
	pthread_mutex_unlock(&inbox->lock);
	/* Only now, or the thread would wake up to a lock that is held. */
	if (first)
		inbox_wake(inbox);
}

struct probe_job *inbox_take(struct inbox *inbox)
{
	struct probe_job *jobs;

	pthread_mutex_lock(&inbox->lock);
	jobs = inbox->first;
	inbox->first = NULL;
	inbox->last = &inbox->first;
	pthread_mutex_unlock(&inbox->lock);
	return jobs;
}
