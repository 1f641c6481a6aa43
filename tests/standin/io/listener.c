/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/io/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BACKLOG 4096

static const char *const mode_names[] = {
	[MODE_IMPLICIT] = "implicit",
	[MODE_EXPLICIT] = "explicit",
	[MODE_CLEARTEXT] = "cleartext",
};

bool mode_parse(const char *name, enum mode *ret_mode)
{
	for (int i = 0; i < 3; i++) {
		if (strcmp(mode_names[i], name) == 0) {
			*ret_mode = (enum mode)i;
			return true;
		}
	}
	return false;
}

const char *mode_name(enum mode mode)
{
	return mode_names[mode];
}

static unsigned long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned long long)now.tv_sec * 1000 +
	       (unsigned long long)now.tv_nsec / 1000000;
}

/* throttle-after=N[:MS] */
static bool is_over_rate(struct listener *l)
{
	const struct fault_setting *after = &l->faults.of[FAULT_THROTTLE_AFTER];

	if (!after->on)
		return false;
	if (after->window_ms == 0)
		return l->accepted > after->number;
	if (l->throttled_until_ms > 0) {
		if (now_ms() < l->throttled_until_ms)
			return true;
		l->throttled_until_ms = 0;
		l->in_window = 0;
	}
	if (++l->in_window >= after->number)
		l->throttled_until_ms = now_ms() + after->window_ms;
	return l->in_window > after->number;
}

static bool is_throttled(struct listener *l)
{
	const struct fault_setting *fault = l->faults.of;

	return is_over_rate(l) || fault[FAULT_THROTTLE_421].on ||
	       (fault[FAULT_THROTTLE_CONCURRENT].on &&
		       l->open > fault[FAULT_THROTTLE_CONCURRENT].number);
}

enum admission listener_enter(struct listener *l)
{
	const struct fault_setting *reset = &l->faults.of[FAULT_RESET_AFTER];
	enum admission admission = ADMITTED;

	pthread_mutex_lock(&l->lock);
	l->accepted++;
	l->open++;
	if (is_throttled(l))
		admission = ADMITTED_THROTTLED;
	if (reset->on && l->accepted > reset->number)
		admission = ADMITTED_RESET;
	pthread_mutex_unlock(&l->lock);
	return admission;
}

void listener_leave(struct listener *l)
{
	pthread_mutex_lock(&l->lock);
	l->open--;
	pthread_mutex_unlock(&l->lock);
}

static int open_socket(const struct addrinfo *at)
{
	int one = 1;
	int fd = socket(
		at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 &&
		listen(fd, BACKLOG) == 0)
		return fd;
	close(fd);
	return -1;
}

static unsigned bound_port(int fd)
{
	struct sockaddr_storage bound;
	socklen_t len = sizeof(bound);
	char port[NI_MAXSERV];

	if (getsockname(fd, (struct sockaddr *)&bound, &len) < 0 ||
		getnameinfo((struct sockaddr *)&bound, len, NULL, 0, port,
			sizeof(port), NI_NUMERICSERV) != 0)
		return 0;
	return (unsigned)strtoul(port, NULL, 10);
}

bool listener_open(struct listener *l)
{
	struct addrinfo hints = {
		.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *at;
	char port[16];

	snprintf(port, sizeof(port), "%u", l->port);
	if (getaddrinfo(l->address, port, &hints, &at) != 0) {
		fprintf(stderr, "standin: not an address: %s\n", l->address);
		return false;
	}
	l->fd = open_socket(at);
	freeaddrinfo(at);
	if (l->fd < 0) {
		fprintf(stderr, "standin: %s port %u: %s\n", l->address,
			l->port, strerror(errno));
		return false;
	}
	l->port = bound_port(l->fd);
	snprintf(l->who, sizeof(l->who), "%s %s %u", service_name(l->service),
		mode_name(l->mode), l->port);
	return true;
}

void listener_free(struct listener *l)
{
	if (l == NULL)
		return;
	if (l->fd >= 0)
		close(l->fd);
	persona_free(l->persona);
	tls_config_free(l->tls);
	pthread_mutex_destroy(&l->lock);
	free(l);
}
