/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/local.h"

#include "model/io/file.h"
#include "model/memory.h"
#include "model/text/builder.h"
#include "net/io.h"
#include "net/resolve.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <unistd.h>

#define FRESH_US 1000000

struct local_view {
	pthread_mutex_t lock;
	struct arena *arena; /* NULL: nobody has looked yet */
	struct local_facts local;
	int64_t looked_us;
};

/* Connecting a datagram socket looks up the route, and sends nothing. The
 * addresses are those for documentation (RFC 5737, RFC 3849): what leads to
 * them is the default route. */
static bool has_route(const char *text)
{
	struct address address;
	bool routed;
	int fd;

	if (!address_parse(text, &address))
		return false;
	if (address.socket.ss_family == AF_INET6)
		((struct sockaddr_in6 *)&address.socket)->sin6_port = htons(9);
	else
		((struct sockaddr_in *)&address.socket)->sin_port = htons(9);
	fd = socket(address.socket.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	routed = connect(fd, (struct sockaddr *)&address.socket,
			 address.length) == 0;
	close(fd);
	return routed;
}

/* resolv.conf(5): "nameserver ADDRESS" */
static const char *resolver_list(struct arena *arena)
{
	FILE *file = file_stream(file_open("/etc/resolv.conf"));
	struct builder list = {.arena = arena};
	char line[256], address[64];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, " nameserver %63s", address) == 1)
			builder_item(&list, ", ", address);
	if (file)
		fclose(file);
	return list.length ? builder_text(&list) : NULL;
}

/* The kernel knows whether a time service keeps its clock (adjtimex(2)). */
static const char *clock_source(void)
{
	struct timex timex = {.modes = 0};
	int state = adjtimex(&timex);

	if (state < 0)
		return NULL;
	return state == TIME_ERROR || timex.status & STA_UNSYNC
		       ? "not synchronized"
		       : "synchronized";
}

void local_look(struct arena *arena, struct local_facts *ret_local)
{
	ret_local->clock_source = clock_source();
	ret_local->has_ipv4_route = has_route("192.0.2.1");
	ret_local->has_ipv6_route = has_route("2001:db8::1");
	ret_local->resolvers = resolver_list(arena);
}

struct local_view *local_view_new(void)
{
	struct local_view *view = memory_calloc(1, sizeof(*view));

	pthread_mutex_init(&view->lock, NULL);
	return view;
}

void local_view_free(struct local_view *view)
{
	if (!view)
		return;
	arena_free(view->arena);
	pthread_mutex_destroy(&view->lock);
	free(view);
}

static void look_anew(struct local_view *view, int64_t now_us)
{
	arena_free(view->arena);
	view->arena = arena_new();
	local_look(view->arena, &view->local);
	view->looked_us = now_us;
}

void local_view_get(struct local_view *view, struct arena *arena,
	struct local_facts *ret_local)
{
	int64_t now_us = io_now_us();

	pthread_mutex_lock(&view->lock);
	if (!view->arena || now_us - view->looked_us >= FRESH_US)
		look_anew(view, now_us);
	*ret_local = view->local;
	ret_local->resolvers = arena_strdup(arena, view->local.resolvers);
	pthread_mutex_unlock(&view->lock);
}
