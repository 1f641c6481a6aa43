/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/limits.h"

#include "model/memory.h"
#include "model/text/ascii.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct limits_host {
	struct limits_host *next;
	unsigned taken;
	unsigned claims;
	char name[];
};

struct limits {
	pthread_mutex_t lock;
	struct engine_limits most;
	unsigned taken;
	struct limits_host *hosts;
	struct limits_claim *first; /* of those who wait, in their order */
	struct limits_claim **last;
};

struct limits *limits_new(const struct engine_limits *most)
{
	struct limits *limits = memory_calloc(1, sizeof(*limits));

	pthread_mutex_init(&limits->lock, NULL);
	limits->most = *most;
	limits->last = &limits->first;
	return limits;
}

void limits_free(struct limits *limits)
{
	if (!limits)
		return;
	pthread_mutex_destroy(&limits->lock);
	free(limits);
}

static struct limits_host *find_host(struct limits *limits, const char *name)
{
	size_t size = strlen(name) + 1;
	struct limits_host *host;

	for (host = limits->hosts; host; host = host->next)
		if (ascii_compare(host->name, name) == 0)
			return host;
	host = memory_calloc(1, sizeof(*host) + size);
	memcpy(host->name, name, size);
	host->next = limits->hosts;
	limits->hosts = host;
	return host;
}

static void free_host(struct limits *limits, struct limits_host *host)
{
	struct limits_host **at = &limits->hosts;

	while (*at != host)
		at = &(*at)->next;
	*at = host->next;
	free(host);
}

void limits_claim_init(struct limits *limits, const char *host,
	struct inbox *inbox, struct limits_claim *ret_claim)
{
	*ret_claim = (struct limits_claim){.inbox = inbox};
	atomic_init(&ret_claim->reserved, 0);
	pthread_mutex_lock(&limits->lock);
	ret_claim->host = find_host(limits, host);
	ret_claim->host->claims++;
	pthread_mutex_unlock(&limits->lock);
}

/* Called with the lock held, as all below that have no own. */

static bool has_seat(
	const struct limits *limits, const struct limits_claim *claim)
{
	return limits->taken < limits->most.jobs &&
	       claim->host->taken < limits->most.per_host;
}

static void seat(struct limits *limits, struct limits_claim *claim)
{
	limits->taken++;
	claim->host->taken++;
}

static void unseat(struct limits *limits, struct limits_claim *claim)
{
	limits->taken--;
	claim->host->taken--;
}

static void unlink_claim(struct limits *limits, struct limits_claim **at)
{
	struct limits_claim *claim = *at;

	*at = claim->next;
	if (!claim->next)
		limits->last = at;
	claim->next = NULL;
	claim->waits = false;
}

static void enqueue(struct limits *limits, struct limits_claim *claim)
{
	if (claim->waits)
		return;
	claim->waits = true;
	*limits->last = claim;
	limits->last = &claim->next;
}

/* Keeps free seats for those who have waited longest, and wakes them but for
 * the one who is at it. Who waits for a host that is full holds up nobody else.
 */
static void serve(struct limits *limits, const struct inbox *awake)
{
	struct limits_claim **at = &limits->first;

	while (*at && limits->taken < limits->most.jobs) {
		struct limits_claim *claim = *at;

		if (!has_seat(limits, claim)) {
			at = &claim->next;
			continue;
		}
		seat(limits, claim);
		atomic_fetch_add(&claim->reserved, 1);
		unlink_claim(limits, at);
		if (claim->inbox != awake)
			inbox_wake(claim->inbox);
	}
}

bool limits_take(struct limits *limits, struct limits_claim *claim)
{
	bool taken = false;

	pthread_mutex_lock(&limits->lock);
	if (atomic_load(&claim->reserved)) {
		atomic_fetch_sub(&claim->reserved, 1);
		taken = true;
	} else if (has_seat(limits, claim)) {
		/* Whoever waits, waits for another host. */
		seat(limits, claim);
		taken = true;
	} else {
		enqueue(limits, claim);
	}
	pthread_mutex_unlock(&limits->lock);
	return taken;
}

void limits_give(struct limits *limits, struct limits_claim *claim)
{
	pthread_mutex_lock(&limits->lock);
	unseat(limits, claim);
	serve(limits, claim->inbox);
	pthread_mutex_unlock(&limits->lock);
}

static void decline(struct limits *limits, struct limits_claim *claim)
{
	while (atomic_load(&claim->reserved)) {
		atomic_fetch_sub(&claim->reserved, 1);
		unseat(limits, claim);
	}
}

void limits_decline(struct limits *limits, struct limits_claim *claim)
{
	if (!atomic_load(&claim->reserved))
		return;
	pthread_mutex_lock(&limits->lock);
	decline(limits, claim);
	serve(limits, NULL);
	pthread_mutex_unlock(&limits->lock);
}

void limits_claim_clear(struct limits *limits, struct limits_claim *claim)
{
	struct limits_claim **at = &limits->first;

	pthread_mutex_lock(&limits->lock);
	while (claim->waits && *at != claim)
		at = &(*at)->next;
	if (claim->waits)
		unlink_claim(limits, at);
	decline(limits, claim);
	if (--claim->host->claims == 0)
		free_host(limits, claim->host);
	serve(limits, NULL);
	pthread_mutex_unlock(&limits->lock);
}
