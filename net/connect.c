/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/connect.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

struct race {
	const struct addresses *addresses;
	struct probe_facts *facts;
	unsigned port;
	const struct reach *reach;
	int64_t begin_us;
	size_t next; /* the first address that was not started */
	size_t running;
	int fds[ADDRESSES_MAX]; /* -1: not under way */
};

static enum status status_from_errno(int error)
{
	switch (error) {
	case ECONNREFUSED:
		return ST_CONN_REFUSED;
	case ETIMEDOUT:
		return ST_TIMEOUT;
	case EHOSTUNREACH:
	case EHOSTDOWN:
	case EACCES: /* an ICMP "administratively prohibited", or a firewall */
	case EPERM:
		return ST_UNREACHABLE;
	case ENETUNREACH:
	case ENETDOWN:
	case EADDRNOTAVAIL:
	case EAFNOSUPPORT:
		return ST_NO_NETWORK;
	case ECONNRESET:
		return ST_RESET;
	default:
		return ST_LOCAL;
	}
}

static int64_t elapsed_us(const struct race *race)
{
	return io_now_us() - race->begin_us;
}

static void end_attempt(struct race *race, size_t i, int error)
{
	struct attempt *attempt = &race->facts->attempts[i];

	attempt->ended_us = elapsed_us(race);
	attempt->sys_errno = error;
	attempt->status = error ? status_from_errno(error) : ST_OK;
	if (race->fds[i] < 0)
		return;
	race->running--;
	if (error) {
		close(race->fds[i]);
		race->fds[i] = -1;
	}
}

static void set_port(struct sockaddr_storage *socket, unsigned port)
{
	if (socket->ss_family == AF_INET6)
		((struct sockaddr_in6 *)socket)->sin6_port =
			htons((uint16_t)port);
	else
		((struct sockaddr_in *)socket)->sin_port =
			htons((uint16_t)port);
}

/* Starts the next address. */
static void start_attempt(struct race *race)
{
	size_t i = race->next++;
	struct address address = race->addresses->list[i];
	struct attempt *attempt = &race->facts->attempts[i];
	const int one = 1;

	attempt->tried = true;
	attempt->started_us = elapsed_us(race);
	if (!reach_allows(race->reach, (struct sockaddr *)&address.socket)) {
		attempt->ended_us = attempt->started_us;
		attempt->status = ST_NOT_PUBLIC;
		return;
	}
	race->fds[i] = socket(address.socket.ss_family,
		SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (race->fds[i] < 0) {
		end_attempt(race, i, errno);
		return;
	}
	race->running++;
	/* Each flight is written whole; Nagle could only delay it. */
	setsockopt(race->fds[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	set_port(&address.socket, race->port);
	if (connect(race->fds[i], (struct sockaddr *)&address.socket,
		    address.length) != 0 &&
		errno != EINPROGRESS)
		end_attempt(race, i, errno);
}

/* Waits for any attempt under way, until the next one is due.  Writes the
 * index of the first that connected to `*ret_winner`. */
static enum status wait_attempts(
	struct race *race, const struct deadline *deadline, size_t *ret_winner)
{
	struct pollfd fds[ADDRESSES_MAX + 1];
	size_t index[ADDRESSES_MAX];
	size_t count = 0;
	enum status status;

	for (size_t i = 0; i < race->next; i++)
		if (race->fds[i] >= 0) {
			index[count] = i;
			fds[count++] = (struct pollfd){
				.fd = race->fds[i], .events = POLLOUT};
		}
	status = io_wait_any(fds, count, deadline);
	if (status != ST_OK)
		return status;
	for (size_t k = 0; k < count; k++) {
		int error = 0;
		socklen_t length = sizeof(error);

		if (!fds[k].revents)
			continue;
		getsockopt(fds[k].fd, SOL_SOCKET, SO_ERROR, &error, &length);
		end_attempt(race, index[k], error);
		if (!error && *ret_winner == ADDRESSES_MAX)
			*ret_winner = index[k];
	}
	return ST_OK;
}

static void list_attempts(struct race *race)
{
	struct probe_facts *facts = race->facts;

	facts->attempt_count = race->addresses->count;
	facts->attempt = facts->attempt_count;
	facts->attempts = arena_alloc(
		facts->arena, facts->attempt_count * sizeof(*facts->attempts));
	for (size_t i = 0; i < facts->attempt_count; i++) {
		const struct address *address = &race->addresses->list[i];
		struct attempt *attempt = &facts->attempts[i];

		address_format(
			address, attempt->address, sizeof(attempt->address));
		attempt->port = race->port;
		attempt->ipv6 = address->socket.ss_family == AF_INET6;
		race->fds[i] = -1;
	}
}

/* Of several failures the one that tells most about the server. */
static enum status worst_luck(struct race *race)
{
	static const enum status order[] = {ST_CONN_REFUSED, ST_TIMEOUT,
		ST_RESET, ST_UNREACHABLE, ST_NO_NETWORK, ST_NOT_PUBLIC,
		ST_LOCAL};
	struct probe_facts *facts = race->facts;

	for (size_t k = 0; k < sizeof(order) / sizeof(*order); k++)
		for (size_t i = 0; i < facts->attempt_count; i++)
			if (facts->attempts[i].tried &&
				facts->attempts[i].status == order[k]) {
				facts->sys_errno = facts->attempts[i].sys_errno;
				return order[k];
			}
	return ST_LOCAL;
}

/* Gives up what is still under way. */
static void abandon(struct race *race, size_t winner, enum status status)
{
	for (size_t i = 0; i < race->next; i++) {
		struct attempt *attempt = &race->facts->attempts[i];

		if (i == winner || race->fds[i] < 0)
			continue;
		close(race->fds[i]);
		if (attempt->status == ST_OK && !attempt->ended_us) {
			attempt->ended_us = elapsed_us(race);
			attempt->overtaken = winner != ADDRESSES_MAX;
			attempt->status =
				attempt->overtaken ? ST_CANCELLED : status;
		} else {
			attempt->overtaken = true;
			attempt->status = ST_CANCELLED;
		}
	}
}

/* Dovecot, for one, counts on it: nobody else is between the two ends. */
static bool is_from_itself(int fd)
{
	struct sockaddr_storage here = {0}, there = {0};
	socklen_t here_size = sizeof(here), there_size = sizeof(there);

	if (getsockname(fd, (struct sockaddr *)&here, &here_size) != 0 ||
		getpeername(fd, (struct sockaddr *)&there, &there_size) != 0 ||
		here.ss_family != there.ss_family)
		return false;
	if (here.ss_family == AF_INET6)
		return memcmp(&((struct sockaddr_in6 *)&here)->sin6_addr,
			       &((struct sockaddr_in6 *)&there)->sin6_addr,
			       sizeof(struct in6_addr)) == 0;
	return ((struct sockaddr_in *)&here)->sin_addr.s_addr ==
	       ((struct sockaddr_in *)&there)->sin_addr.s_addr;
}

/* Of the family that the list begins with, the `first` one goes to its head,
 * counted round: a family that leads nowhere costs no more than usual. */
static void put_first(struct addresses *addresses, size_t first)
{
	int family = addresses->list[0].socket.ss_family;
	size_t alike[ADDRESSES_MAX];
	size_t count = 0;
	struct address chosen;

	for (size_t i = 0; i < addresses->count; i++)
		if (addresses->list[i].socket.ss_family == family)
			alike[count++] = i;
	if (!count)
		return;
	first = alike[first % count];
	chosen = addresses->list[first];
	memmove(addresses->list + 1, addresses->list, first * sizeof(chosen));
	addresses->list[0] = chosen;
}

/* The addresses that take part, in their order; `own` has room for them. */
static const struct addresses *choose(
	const struct connect_runners *runners, struct addresses *own)
{
	const struct addresses *all = runners->addresses;

	if (runners->only < all->count) {
		own->list[0] = all->list[runners->only];
		own->count = 1;
		return own;
	}
	if (!runners->first || all->count < 2)
		return all;
	*own = *all;
	put_first(own, runners->first);
	return own;
}

enum status connect_race(const struct connect_runners *runners,
	const struct deadline *outer, struct probe_facts *facts, int *ret_fd)
{
	struct addresses own = {0};
	struct race race = {.addresses = choose(runners, &own),
		.facts = facts,
		.port = runners->port,
		.reach = runners->reach,
		.begin_us = io_now_us()};
	struct deadline deadline = deadline_within(outer, CONNECT_LIMIT_US);
	size_t winner = ADDRESSES_MAX;
	enum status status = ST_OK;

	list_attempts(&race);
	while (winner == ADDRESSES_MAX) {
		struct deadline step = deadline;

		if (race.next < race.addresses->count) {
			start_attempt(&race);
			step = deadline_within(&deadline, ATTEMPT_DELAY_US);
		}
		if (!race.running && race.next == race.addresses->count)
			break;
		if (!race.running)
			continue;
		status = wait_attempts(&race, &step, &winner);
		if (status == ST_TIMEOUT && step.at_us < deadline.at_us)
			status = ST_OK;
		if (status != ST_OK)
			break;
	}
	abandon(&race, winner, status);
	if (winner == ADDRESSES_MAX) {
		if (status == ST_CANCELLED)
			return status;
		return worst_luck(&race);
	}
	facts->attempts[winner].connected = true;
	facts->attempts[winner].from_itself = is_from_itself(race.fds[winner]);
	facts->attempt = winner;
	*ret_fd = race.fds[winner];
	return ST_OK;
}
