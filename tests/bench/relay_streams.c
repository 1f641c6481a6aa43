/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PAIRS_MAX 2000
#define READ_OCTETS 16384

/* One direction of a connection. */
struct way {
	int from, to; /* -1: not there yet */
	struct queue queue;
	bool read_all;  /* nothing more will come */
	bool sent_all;  /* and its end was passed on */
	bool congested; /* the receiver does not keep up */
};

struct pair {
	struct pair *next;
	struct sockaddr_in server;
	int64_t accepted_ns;
	struct way to_server;
	struct way to_client;
};

struct listener {
	int fd;
	struct sockaddr_in server;
};

struct relay {
	int64_t delay_ns;
	struct listener *listeners;
	size_t count;
	struct pair *pairs;
	struct pollfd *fds;
};

static struct sockaddr_in address_of(const char *host, unsigned port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};

	if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
		errno = EINVAL;
		give_up(host);
	}
	return address;
}

static void open_listener(struct listener *listener, unsigned port)
{
	struct sockaddr_in address = address_of("127.0.0.1", port);
	socklen_t length = sizeof(address);
	const int one = 1;

	listener->fd =
		socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (listener->fd < 0)
		give_up("socket");
	setsockopt(listener->fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener->fd, (struct sockaddr *)&address, length) < 0 ||
		listen(listener->fd, 1024) < 0 ||
		getsockname(
			listener->fd, (struct sockaddr *)&address, &length) < 0)
		give_up("listen");
	printf("listening %u -> %u\n", ntohs(address.sin_port),
		ntohs(listener->server.sin_port));
}

static void way_init(struct way *way, int from, int to)
{
	*way = (struct way){.from = from, .to = to};
	queue_init(&way->queue);
}

static void accept_all(struct relay *relay, const struct listener *listener)
{
	int fd;

	while ((fd = accept4(listener->fd, NULL, NULL,
			SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		struct pair *pair = calloc(1, sizeof(*pair));
		const int one = 1;

		if (!pair)
			give_up("calloc");
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		pair->server = listener->server;
		pair->accepted_ns = now_ns();
		way_init(&pair->to_server, fd, -1);
		way_init(&pair->to_client, -1, fd);
		pair->next = relay->pairs;
		relay->pairs = pair;
	}
}

/* A reset passes as a reset. */
static void reset_pair(struct pair *pair)
{
	const struct linger now = {.l_onoff = 1, .l_linger = 0};

	if (pair->to_server.to >= 0)
		setsockopt(pair->to_server.to, SOL_SOCKET, SO_LINGER, &now,
			sizeof(now));
	setsockopt(
		pair->to_client.to, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	pair->to_server.sent_all = pair->to_client.sent_all = true;
}

/* The server hears of the connection when the client's acknowledgement would
 * have come: after one and a half round trips. */
static void connect_server(struct pair *pair)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const int one = 1;

	if (fd < 0)
		give_up("socket");
	pair->to_server.to = pair->to_client.from = fd;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (connect(fd, (struct sockaddr *)&pair->server,
		    sizeof(pair->server)) < 0)
		reset_pair(pair);
}

static bool take_in(struct way *way, int64_t due_ns)
{
	unsigned char data[READ_OCTETS];
	ssize_t n = recv(way->from, data, sizeof(data), MSG_DONTWAIT);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	way->read_all = n == 0;
	queue_put(&way->queue, due_ns, data, (size_t)n);
	return true;
}

static bool pass_on(struct way *way, int64_t now)
{
	struct parcel *parcel;

	way->congested = false;
	if (way->to < 0)
		return true;
	while ((parcel = way->queue.first) && parcel->due_ns <= now) {
		ssize_t n;

		if (!parcel->length) {
			shutdown(way->to, SHUT_WR);
			way->sent_all = true;
			queue_drop_first(&way->queue);
			continue;
		}
		n = send(way->to, parcel->data + parcel->sent,
			parcel->length - parcel->sent,
			MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0) {
			way->congested = errno == EAGAIN || errno == EINTR;
			return way->congested;
		}
		parcel->sent += (size_t)n;
		if (parcel->sent == parcel->length)
			queue_drop_first(&way->queue);
	}
	return true;
}

/* What the client sends in the first round trip leaves at its end. */
static int64_t client_due(const struct relay *relay, const struct pair *pair)
{
	int64_t connected_ns = pair->accepted_ns + 2 * relay->delay_ns;
	int64_t now = now_ns();

	return (now > connected_ns ? now : connected_ns) + relay->delay_ns;
}

static void serve(struct relay *relay, struct pair *pair, const short *events)
{
	bool good = true;
	int64_t now = now_ns();

	if (pair->to_server.to < 0 &&
		now >= pair->accepted_ns + 3 * relay->delay_ns)
		connect_server(pair);
	if (events[0] && !pair->to_server.read_all)
		good = take_in(&pair->to_server, client_due(relay, pair));
	if (good && events[1] && !pair->to_client.read_all)
		good = take_in(&pair->to_client, now + relay->delay_ns);
	if (good)
		good = pass_on(&pair->to_server, now) &&
		       pass_on(&pair->to_client, now);
	if (!good)
		reset_pair(pair);
}

static void free_ended(struct relay *relay)
{
	struct pair **at = &relay->pairs;

	while (*at) {
		struct pair *pair = *at;

		if (!pair->to_server.sent_all || !pair->to_client.sent_all) {
			at = &pair->next;
			continue;
		}
		*at = pair->next;
		close(pair->to_server.from);
		if (pair->to_server.to >= 0)
			close(pair->to_server.to);
		queue_clear(&pair->to_server.queue);
		queue_clear(&pair->to_client.queue);
		free(pair);
	}
}

static struct pollfd watch(const struct way *way, const struct way *back)
{
	struct pollfd fd = {.fd = way->from};

	if (!way->read_all)
		fd.events |= POLLIN;
	if (back->congested)
		fd.events |= POLLOUT;
	if (!fd.events)
		fd.fd = -1;
	return fd;
}

static int64_t next_due(const struct relay *relay)
{
	int64_t due = INT64_MAX;

	for (const struct pair *pair = relay->pairs; pair; pair = pair->next) {
		const struct parcel *first[2] = {
			pair->to_server.queue.first,
			pair->to_client.queue.first,
		};

		if (pair->to_server.to < 0 &&
			pair->accepted_ns + 3 * relay->delay_ns < due)
			due = pair->accepted_ns + 3 * relay->delay_ns;
		if (first[0] && pair->to_server.to >= 0 &&
			!pair->to_server.congested && first[0]->due_ns < due)
			due = first[0]->due_ns;
		if (first[1] && !pair->to_client.congested &&
			first[1]->due_ns < due)
			due = first[1]->due_ns;
	}
	return due;
}

static void turn(struct relay *relay)
{
	size_t count = 0;
	int64_t due = next_due(relay);
	struct timespec left = time_until(due);
	struct pair *pair;

	for (size_t i = 0; i < relay->count; i++)
		relay->fds[count++] = (struct pollfd){
			.fd = relay->listeners[i].fd, .events = POLLIN};
	for (pair = relay->pairs; pair && count < 2 * PAIRS_MAX;
		pair = pair->next) {
		relay->fds[count++] = watch(&pair->to_server, &pair->to_client);
		relay->fds[count++] = watch(&pair->to_client, &pair->to_server);
	}
	if (ppoll(relay->fds, count, due == INT64_MAX ? NULL : &left, NULL) <
			0 &&
		errno != EINTR)
		give_up("ppoll");
	count = relay->count;
	for (pair = relay->pairs; pair && count < 2 * PAIRS_MAX;
		pair = pair->next) {
		const short events[2] = {relay->fds[count].revents,
			relay->fds[count + 1].revents};

		count += 2;
		serve(relay, pair, events);
	}
	free_ended(relay);
	for (size_t i = 0; i < relay->count; i++)
		if (relay->fds[i].revents)
			accept_all(relay, &relay->listeners[i]);
}

_Noreturn void relay_streams(int64_t delay_ns, const char *host,
	const unsigned *from, const unsigned *to, size_t count)
{
	struct relay relay = {.delay_ns = delay_ns, .count = count};

	signal(SIGPIPE, SIG_IGN);
	relay.listeners = calloc(count, sizeof(*relay.listeners));
	relay.fds = calloc(count + 2 * PAIRS_MAX, sizeof(*relay.fds));
	if (!relay.listeners || !relay.fds)
		give_up("calloc");
	for (size_t i = 0; i < count; i++) {
		relay.listeners[i].server = address_of(host, to[i]);
		open_listener(&relay.listeners[i], from[i]);
	}
	puts("ready");
	fflush(stdout);
	for (;;)
		turn(&relay);
}
