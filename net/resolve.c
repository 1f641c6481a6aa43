/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/resolve.h"

#include "model/arena.h"
#include "model/memory.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Shared by the askers and the thread; the last of them frees it. */
struct resolution {
	atomic_int holders;
	atomic_bool done;
	int family;
	char *host;
	pthread_mutex_t lock;
	int *notify_fds; /* of those who wait */
	size_t notify_count;
	struct addresses answer;
};

static void release(struct resolution *resolution)
{
	if (atomic_fetch_sub(&resolution->holders, 1) != 1)
		return;
	for (size_t i = 0; i < resolution->notify_count; i++)
		close(resolution->notify_fds[i]);
	free(resolution->notify_fds);
	pthread_mutex_destroy(&resolution->lock);
	free(resolution->host);
	free(resolution);
}

static enum status status_from_gai(int error)
{
	switch (error) {
	case 0:
		return ST_OK;
	case EAI_NONAME:
		return ST_NO_NAME;
#ifdef EAI_NODATA
	case EAI_NODATA:
#endif
#ifdef EAI_ADDRFAMILY
	case EAI_ADDRFAMILY:
#endif
		return ST_NO_ADDRESS;
	case EAI_AGAIN:
	case EAI_FAIL:
		return ST_NO_RESOLVER;
	default:
		return ST_LOCAL;
	}
}

static void add_address(struct addresses *answer, const struct sockaddr *socket,
	socklen_t length)
{
	struct address *address = &answer->list[answer->count];

	if (answer->count == ADDRESSES_MAX || length > sizeof(address->socket))
		return;
	memcpy(&address->socket, socket, length);
	address->length = length;
	answer->count++;
}

/* RFC 8305 section 4: the families take turns, the one that getaddrinfo()
 * puts first (RFC 6724) begins. */
static void take_turns(struct addresses *answer, const struct addrinfo *list)
{
	const struct addrinfo *one = list, *other = list;
	int family = list->ai_family;

	while (one || other) {
		while (one && one->ai_family != family)
			one = one->ai_next;
		if (one) {
			add_address(answer, one->ai_addr, one->ai_addrlen);
			one = one->ai_next;
		}
		while (other && other->ai_family == family)
			other = other->ai_next;
		if (other) {
			add_address(answer, other->ai_addr, other->ai_addrlen);
			other = other->ai_next;
		}
	}
}

static void look_up(
	const char *host, int family, int flags, struct addresses *answer)
{
	const struct addrinfo hints = {
		.ai_family = family,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = flags,
	};
	struct addrinfo *list = NULL;
	int error = getaddrinfo(host, NULL, &hints, &list);

	answer->status = status_from_gai(error);
	if (error)
		answer->detail = error == EAI_SYSTEM ? "system error"
						     : gai_strerror(error);
	else
		take_turns(answer, list);
	if (list)
		freeaddrinfo(list);
	if (!error && !answer->count)
		answer->status = ST_NO_ADDRESS;
}

static bool is_family(const struct address *address, int family)
{
	return family == AF_UNSPEC || address->socket.ss_family == family;
}

/* Addresses with commas between them, for one name */
static void read_list(const char *list, int family, struct addresses *answer)
{
	char text[INET6_ADDRSTRLEN + 32]; /* with a zone */

	answer->status = ST_OK;
	for (size_t length; *list; list += length + (list[length] == ',')) {
		struct addresses one = {0};

		length = strcspn(list, ",");
		if (!length || length >= sizeof(text)) {
			answer->status = ST_NO_NAME;
			return;
		}
		memcpy(text, list, length);
		text[length] = '\0';
		look_up(text, AF_UNSPEC, AI_NUMERICHOST, &one);
		if (one.status != ST_OK) {
			answer->status = one.status;
			return;
		}
		if (is_family(&one.list[0], family))
			add_address(answer,
				(struct sockaddr *)&one.list[0].socket,
				one.list[0].length);
	}
	if (!answer->count)
		answer->status = ST_NO_ADDRESS;
}

static void *resolve_thread(void *argument)
{
	struct resolution *resolution = argument;
	const uint64_t one = 1;

	look_up(resolution->host, resolution->family, 0, &resolution->answer);
	pthread_mutex_lock(&resolution->lock);
	atomic_store(&resolution->done, true);
	for (size_t i = 0; i < resolution->notify_count; i++)
		(void)!write(resolution->notify_fds[i], &one, sizeof(one));
	pthread_mutex_unlock(&resolution->lock);
	release(resolution);
	return NULL;
}

/* Signals are the main thread's business. */
static int start_thread(struct resolution *resolution)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int error;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	error = pthread_create(
		&thread, &attributes, resolve_thread, resolution);
	pthread_attr_destroy(&attributes);
	return error;
}

static struct resolution *new_resolution(int family)
{
	struct resolution *resolution = memory_calloc(1, sizeof(*resolution));

	atomic_init(&resolution->holders, 1);
	pthread_mutex_init(&resolution->lock, NULL);
	resolution->family = family;
	return resolution;
}

/* Addresses are their own answer. */
static struct resolution *answer_at_once(const char *list, int family)
{
	struct resolution *resolution = new_resolution(family);

	read_list(list, family, &resolution->answer);
	atomic_store(&resolution->done, true);
	return resolution;
}

bool resolve_notify(struct resolution *resolution, int notify_fd)
{
	bool waits = true;
	int fd;

	pthread_mutex_lock(&resolution->lock);
	if (!atomic_load(&resolution->done)) {
		fd = fcntl(notify_fd, F_DUPFD_CLOEXEC, 3);
		waits = fd >= 0;
		if (waits) {
			resolution->notify_fds = memory_realloc(
				resolution->notify_fds,
				(resolution->notify_count + 1) * sizeof(fd));
			resolution->notify_fds[resolution->notify_count++] = fd;
		}
	}
	pthread_mutex_unlock(&resolution->lock);
	return waits;
}

struct resolution *resolve_start(const char *host, int family, int notify_fd)
{
	struct resolution *resolution;
	struct address address;

	if (strchr(host, ',') || address_parse(host, &address))
		return answer_at_once(host, family);
	resolution = new_resolution(family);
	resolution->host = strdup(host);
	if (!resolution->host || !resolve_notify(resolution, notify_fd)) {
		release(resolution);
		return NULL;
	}
	atomic_store(&resolution->holders, 2);
	if (start_thread(resolution) != 0) {
		atomic_store(&resolution->holders, 1);
		release(resolution);
		return NULL;
	}
	return resolution;
}

struct resolution *resolve_hold(struct resolution *resolution)
{
	atomic_fetch_add(&resolution->holders, 1);
	return resolution;
}

const struct addresses *resolve_answer(struct resolution *resolution)
{
	return atomic_load(&resolution->done) ? &resolution->answer : NULL;
}

void resolve_free(struct resolution *resolution)
{
	if (resolution)
		release(resolution);
}

bool address_parse(const char *text, struct address *ret_address)
{
	struct addresses answer = {0};

	look_up(text, AF_UNSPEC, AI_NUMERICHOST, &answer);
	if (answer.status != ST_OK)
		return false;
	*ret_address = answer.list[0];
	return true;
}

void address_format(const struct address *address, char *text, size_t size)
{
	if (getnameinfo((const struct sockaddr *)&address->socket,
		    address->length, text, (socklen_t)size, NULL, 0,
		    NI_NUMERICHOST) != 0)
		snprintf(text, size, "?");
}
