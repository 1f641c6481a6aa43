/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/guard.h"

#include "model/memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define SECOND_MS 1000

struct guard_visitor {
	struct guard_visitor *next;
	int fd;
	bool waits; /* for its request to be complete */
	int64_t since_ms;
};

struct guard {
	struct guard_rules rules;
	pthread_mutex_t lock;
	struct guard_visitor *first;
	int64_t credit; /* thousandths of a request */
	int64_t counted_ms;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * SECOND_MS + now.tv_nsec / 1000000;
}

/* The connection's own thread notices, answers and closes. */
static void sweep(struct guard *guard)
{
	int64_t latest = now_ms() - guard->rules.request_s * SECOND_MS;

	pthread_mutex_lock(&guard->lock);
	for (struct guard_visitor *one = guard->first; one; one = one->next)
		if (one->waits && one->since_ms < latest)
			shutdown(one->fd, SHUT_RDWR);
	pthread_mutex_unlock(&guard->lock);
}

static void *keep_sweeping(void *context)
{
	static const struct timespec pause = {.tv_sec = 1};

	for (;;) {
		nanosleep(&pause, NULL);
		sweep(context);
	}
	return NULL;
}

struct guard *guard_new(const struct guard_rules *rules)
{
	struct guard *guard = memory_calloc(1, sizeof(*guard));
	pthread_t thread;

	guard->rules = *rules;
	guard->credit = (int64_t)rules->burst * SECOND_MS;
	guard->counted_ms = now_ms();
	pthread_mutex_init(&guard->lock, NULL);
	if (pthread_create(&thread, NULL, keep_sweeping, guard) != 0) {
		free(guard);
		return NULL;
	}
	pthread_detach(thread);
	return guard;
}

struct guard_visitor *guard_enter(struct guard *guard, int fd)
{
	struct guard_visitor *visitor = memory_calloc(1, sizeof(*visitor));

	visitor->fd = fd;
	visitor->waits = true;
	visitor->since_ms = now_ms();
	pthread_mutex_lock(&guard->lock);
	visitor->next = guard->first;
	guard->first = visitor;
	pthread_mutex_unlock(&guard->lock);
	return visitor;
}

static void set(struct guard *guard, struct guard_visitor *visitor, bool waits)
{
	pthread_mutex_lock(&guard->lock);
	visitor->waits = waits;
	visitor->since_ms = now_ms();
	pthread_mutex_unlock(&guard->lock);
}

void guard_heard(struct guard *guard, struct guard_visitor *visitor)
{
	set(guard, visitor, false);
}

void guard_answered(struct guard *guard, struct guard_visitor *visitor)
{
	set(guard, visitor, true);
}

void guard_leave(struct guard *guard, struct guard_visitor *visitor)
{
	struct guard_visitor **link = &guard->first;

	if (!visitor)
		return;
	pthread_mutex_lock(&guard->lock);
	while (*link != visitor)
		link = &(*link)->next;
	*link = visitor->next;
	pthread_mutex_unlock(&guard->lock);
	free(visitor);
}

bool guard_admits(struct guard *guard)
{
	int64_t most = (int64_t)guard->rules.burst * SECOND_MS, now = now_ms();
	bool admitted;

	pthread_mutex_lock(&guard->lock);
	guard->credit += (now - guard->counted_ms) * guard->rules.per_second;
	if (guard->credit > most)
		guard->credit = most;
	guard->counted_ms = now;
	admitted = guard->credit >= SECOND_MS;
	if (admitted)
		guard->credit -= SECOND_MS;
	pthread_mutex_unlock(&guard->lock);
	return admitted;
}
