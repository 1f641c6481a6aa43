/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/server.h"

#include "tests/standin/io/octets.h"
#include "tests/standin/session.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* AddressSanitizer's frames are larger. */
#define STACK_OCTETS (512 * 1024)

struct connection {
	struct server *server;
	struct connection *next;
	struct connection *previous;
	struct session session;
	int fd;
};

struct server {
	struct log *log;
	struct listener **listener;
	size_t count;
	int signal_fd;
	/* Nothing is ever written to it: its closing says stop. */
	int stop_pipe[2];
	pthread_attr_t attributes;

	pthread_mutex_t lock;
	pthread_cond_t all_gone;
	struct connection *first;
	unsigned long accepted;
};

static int open_signals(void)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC);
}

struct server *server_new(struct log *log)
{
	struct server *server = or_die(calloc(1, sizeof(*server)));

	server->log = log;
	server->signal_fd = open_signals();
	if (server->signal_fd < 0 || pipe2(server->stop_pipe, O_CLOEXEC) < 0) {
		if (server->signal_fd >= 0)
			close(server->signal_fd);
		free(server);
		return NULL;
	}
	pthread_attr_init(&server->attributes);
	pthread_attr_setdetachstate(
		&server->attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&server->attributes, STACK_OCTETS);
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->all_gone, NULL);
	return server;
}

bool server_add(struct server *server, struct listener *l)
{
	server->listener = or_die(realloc(server->listener,
		(server->count + 1) * sizeof(server->listener[0])));
	server->listener[server->count++] = l;
	return listener_open(l);
}

const struct listener *server_listener(
	const struct server *server, size_t number)
{
	return number < server->count ? server->listener[number] : NULL;
}

static void enlist(struct connection *c)
{
	struct server *server = c->server;

	pthread_mutex_lock(&server->lock);
	c->session.id = ++server->accepted;
	c->next = server->first;
	if (c->next != NULL)
		c->next->previous = c;
	server->first = c;
	pthread_mutex_unlock(&server->lock);
}

/* Closes under the lock, so that stop_connections() never meets a descriptor
 * that has become another's. */
static void delist(struct connection *c)
{
	struct server *server = c->server;

	pthread_mutex_lock(&server->lock);
	if (c->previous != NULL)
		c->previous->next = c->next;
	else
		server->first = c->next;
	if (c->next != NULL)
		c->next->previous = c->previous;
	close(c->fd);
	if (server->first == NULL)
		pthread_cond_signal(&server->all_gone);
	pthread_mutex_unlock(&server->lock);
}

static void end_connection(struct connection *c)
{
	listener_leave(c->session.listener);
	delist(c);
	free(c);
}

static void *run_connection(void *argument)
{
	struct connection *c = argument;

	session_run(&c->session);
	end_connection(c);
	return NULL;
}

static void name_client(struct session *s, int fd)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);

	if (getpeername(fd, (struct sockaddr *)&peer, &len) < 0 ||
		getnameinfo((struct sockaddr *)&peer, len, s->client,
			sizeof(s->client), NULL, 0, NI_NUMERICHOST) != 0)
		snprintf(s->client, sizeof(s->client), "unknown");
}

static void start_connection(struct server *server, struct listener *l, int fd)
{
	struct connection *c = or_die(calloc(1, sizeof(*c)));
	struct session *s = &c->session;
	int one = 1;
	pthread_t thread;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	c->server = server;
	c->fd = fd;
	s->listener = l;
	s->log = server->log;
	s->admission = listener_enter(l);
	name_client(s, fd);
	channel_init(&s->channel, fd, server->stop_pipe[0], &l->pacing);
	enlist(c);
	if (pthread_create(&thread, &server->attributes, run_connection, c) !=
		0) {
		session_log(s, "no-thread", NULL);
		end_connection(c);
	}
}

static void accept_all(struct server *server, struct listener *l)
{
	for (;;) {
		int fd = accept4(l->fd, NULL, NULL, SOCK_CLOEXEC);

		if (fd >= 0)
			start_connection(server, l, fd);
		else if (errno != EINTR && errno != ECONNABORTED)
			break;
	}
	/* Out of descriptors: let connections end. */
	if (errno == EMFILE || errno == ENFILE)
		poll(NULL, 0, 10);
}

static int left_ms(const struct timespec *deadline)
{
	struct timespec now;
	long long ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (long long)(deadline->tv_sec - now.tv_sec) * 1000 +
	     (deadline->tv_nsec - now.tv_nsec) / 1000000;
	return ms < 0 ? 0 : ms > 1000000 ? 1000000 : (int)ms;
}

static bool is_at_eof(const struct pollfd *input)
{
	char waste[256];

	return input->revents != 0 &&
	       read(input->fd, waste, sizeof(waste)) <= 0;
}

static void serve_until(struct server *server, struct pollfd *fds,
	const struct timespec *deadline)
{
	size_t count = server->count;

	for (;;) {
		int ms = left_ms(deadline);

		if (ms == 0)
			return;
		if (poll(fds, count + 2, ms) < 0)
			continue;
		if (fds[count].revents != 0 || is_at_eof(&fds[count + 1]))
			return;
		for (size_t i = 0; i < count; i++) {
			if (fds[i].revents != 0)
				accept_all(server, server->listener[i]);
		}
	}
}

void server_run(struct server *server, unsigned lifetime_s, bool until_eof)
{
	struct pollfd *fds = or_die(calloc(server->count + 2, sizeof(*fds)));
	struct timespec deadline;

	for (size_t i = 0; i < server->count; i++)
		fds[i].fd = server->listener[i]->fd;
	fds[server->count].fd = server->signal_fd;
	fds[server->count + 1].fd = until_eof ? STDIN_FILENO : -1;
	for (size_t i = 0; i < server->count + 2; i++)
		fds[i].events = POLLIN;

	clock_gettime(CLOCK_MONOTONIC, &deadline);
	deadline.tv_sec += (time_t)lifetime_s;
	serve_until(server, fds, &deadline);
	free(fds);
}

static void stop_connections(struct server *server)
{
	close(server->stop_pipe[1]);
	pthread_mutex_lock(&server->lock);
	for (struct connection *c = server->first; c != NULL; c = c->next)
		shutdown(c->fd, SHUT_RDWR);
	while (server->first != NULL)
		pthread_cond_wait(&server->all_gone, &server->lock);
	pthread_mutex_unlock(&server->lock);
}

void server_free(struct server *server)
{
	stop_connections(server);
	for (size_t i = 0; i < server->count; i++)
		listener_free(server->listener[i]);
	free(server->listener);
	close(server->stop_pipe[0]);
	close(server->signal_fd);
	pthread_attr_destroy(&server->attributes);
	pthread_cond_destroy(&server->all_gone);
	pthread_mutex_destroy(&server->lock);
	free(server);
}
