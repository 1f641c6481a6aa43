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
	struct share_network network;
	bool waits; /* for its request to be complete */
	int64_t since_ms;
};

struct guard {
	struct guard_rules rules;
	pthread_mutex_t lock;
	struct guard_visitor *first;
	struct share_credit credit;
	struct share_table shares;
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
	pthread_mutex_init(&guard->lock, NULL);
	if (pthread_create(&thread, NULL, keep_sweeping, guard) != 0) {
		free(guard);
		return NULL;
	}
	pthread_detach(thread);
	return guard;
}

bool guard_welcomes(struct guard *guard, const struct sockaddr *from)
{
	struct share_network network = share_network_of(from);
	unsigned count = 0;

	if (!share_is_network(&network))
		return true;
	pthread_mutex_lock(&guard->lock);
	for (struct guard_visitor *one = guard->first; one; one = one->next)
		count += share_is_same(&one->network, &network);
	pthread_mutex_unlock(&guard->lock);
	return count < guard->rules.each_visitors;
}

struct guard_visitor *guard_enter(
	struct guard *guard, int fd, const struct sockaddr *from)
{
	struct guard_visitor *visitor = memory_calloc(1, sizeof(*visitor));

	visitor->fd = fd;
	visitor->network = share_network_of(from);
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

/* With the lock held. */
static bool take(struct guard *guard, const struct share_network *network)
{
	int64_t now = now_ms();
	struct share_credit *own = share_is_network(network)
					   ? share_find(&guard->shares, network)
					   : NULL;

	if (own && !share_has(own, &guard->rules.each, now))
		return false;
	if (!share_has(&guard->credit, &guard->rules.all, now))
		return false;
	if (own)
		share_take(own);
	share_take(&guard->credit);
	return true;
}

bool guard_admits(struct guard *guard, const struct sockaddr *from)
{
	struct share_network network = share_network_of(from);
	bool admitted;

	pthread_mutex_lock(&guard->lock);
	admitted = take(guard, &network);
	pthread_mutex_unlock(&guard->lock);
	return admitted;
}
