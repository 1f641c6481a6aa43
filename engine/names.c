/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/names.h"

#include "model/arena.h"
#include "model/memory.h"
#include "model/text/ascii.h"
#include "net/io.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	char *host;
	int family;
	int64_t asked_us;
	struct resolution *resolution; /* NULL: free */
};

struct names {
	pthread_mutex_t lock;
	unsigned most;
	struct entry entries[NAMES_KEPT];
};

struct names *names_new(unsigned most)
{
	struct names *names = memory_calloc(1, sizeof(*names));

	pthread_mutex_init(&names->lock, NULL);
	names->most = most;
	return names;
}

static void clear_entry(struct entry *entry)
{
	resolve_free(entry->resolution);
	free(entry->host);
	*entry = (struct entry){0};
}

void names_free(struct names *names)
{
	if (!names)
		return;
	for (size_t i = 0; i < NAMES_KEPT; i++)
		clear_entry(&names->entries[i]);
	pthread_mutex_destroy(&names->lock);
	free(names);
}

/* How long an answer is good for. What was said for want of a name service is
 * not: it may be back. */
static int64_t life_us(const struct addresses *answer)
{
	if (!answer)
		return NAMES_HANG_US;
	if (answer->status == ST_OK)
		return NAMES_LIVE_US;
	if (answer->status == ST_NO_NAME || answer->status == ST_NO_ADDRESS)
		return NAMES_MISSED_US;
	return 0;
}

static void drop_old(struct names *names)
{
	int64_t now = io_now_us();

	for (size_t i = 0; i < NAMES_KEPT; i++) {
		struct entry *entry = &names->entries[i];

		if (entry->resolution &&
			now - entry->asked_us >=
				life_us(resolve_answer(entry->resolution)))
			clear_entry(entry);
	}
}

static struct entry *find_entry(
	struct names *names, const char *host, int family)
{
	for (size_t i = 0; i < NAMES_KEPT; i++) {
		struct entry *entry = &names->entries[i];

		if (entry->resolution && entry->family == family &&
			ascii_compare(entry->host, host) == 0)
			return entry;
	}
	return NULL;
}

/* A free one, or the oldest of those that are done. */
static struct entry *find_room(struct names *names)
{
	struct entry *oldest = NULL;

	for (size_t i = 0; i < NAMES_KEPT; i++) {
		struct entry *entry = &names->entries[i];

		if (!entry->resolution)
			return entry;
		if (resolve_answer(entry->resolution) &&
			(!oldest || entry->asked_us < oldest->asked_us))
			oldest = entry;
	}
	return oldest;
}

/* How many are under way, and one of them. */
static unsigned count_asked(struct names *names, struct entry **ret_entry)
{
	unsigned count = 0;

	for (size_t i = 0; i < NAMES_KEPT; i++) {
		struct entry *entry = &names->entries[i];

		if (!entry->resolution || resolve_answer(entry->resolution))
			continue;
		*ret_entry = entry;
		count++;
	}
	return count;
}

static struct resolution *begin(struct names *names, const char *host,
	int family, int notify_fd, bool *ret_later)
{
	struct entry *entry = NULL, *room = find_room(names);

	if (count_asked(names, &entry) >= names->most || !room) {
		*ret_later = resolve_notify(entry->resolution, notify_fd);
		return NULL;
	}
	clear_entry(room);
	room->resolution = resolve_start(host, family, notify_fd);
	if (!room->resolution)
		return NULL;
	room->host = strdup(host);
	room->family = family;
	room->asked_us = io_now_us();
	return resolve_hold(room->resolution);
}

static struct resolution *join(struct entry *entry, int notify_fd)
{
	return resolve_notify(entry->resolution, notify_fd)
		       ? resolve_hold(entry->resolution)
		       : NULL;
}

struct resolution *names_ask(struct names *names, const char *host, int family,
	int notify_fd, bool *ret_later)
{
	struct resolution *resolution;
	struct address address;
	struct entry *entry;

	*ret_later = false;
	if (address_parse(host, &address))
		return resolve_start(host, family, notify_fd);
	pthread_mutex_lock(&names->lock);
	drop_old(names);
	entry = find_entry(names, host, family);
	resolution = entry ? join(entry, notify_fd)
			   : begin(names, host, family, notify_fd, ret_later);
	pthread_mutex_unlock(&names->lock);
	return resolution;
}
