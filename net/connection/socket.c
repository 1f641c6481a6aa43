/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/connection/socket.h"

#include "model/memory.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

static enum status status_from_errno(int error)
{
	switch (error) {
	case ECONNRESET:
	case EPIPE:
		return ST_RESET;
	case ETIMEDOUT:
		return ST_TIMEOUT;
	case EHOSTUNREACH:
	case ENETUNREACH:
		return ST_UNREACHABLE;
	default:
		return ST_LOCAL;
	}
}

static enum status flush(struct connection *conn, int flags)
{
	size_t sent = 0;

	while (sent < conn->out_used) {
		ssize_t n = send(conn->fd, conn->out + sent,
			conn->out_used - sent, flags | MSG_NOSIGNAL);

		if (n >= 0) {
			sent += (size_t)n;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			enum status status =
				io_wait(conn->fd, POLLOUT, &conn->deadline);

			if (status != ST_OK)
				return status;
		} else if (errno != EINTR) {
			conn->wire.facts->sys_errno = errno;
			break;
		}
	}
	conn->out_used = 0;
	return ST_OK;
}

enum status connection_flush(struct connection *conn)
{
	return flush(conn, 0);
}

enum status connection_flush_last(struct connection *conn)
{
	return flush(conn, MSG_MORE);
}

void connection_gather(struct connection *conn, const void *data, size_t length)
{
	if (conn->out_size - conn->out_used < length) {
		conn->out_size = conn->out_used + length + 1024;
		conn->out = memory_realloc(conn->out, conn->out_size);
	}
	memcpy(conn->out + conn->out_used, data, length);
	conn->out_used += length;
}

static size_t most_octets(const struct connection *conn)
{
	return conn->target.most_octets ? conn->target.most_octets
					: PROBE_OCTETS;
}

enum status connection_fill(
	struct connection *conn, const struct deadline *deadline)
{
	enum status status = connection_flush(conn);
	ssize_t n;

	if (status != ST_OK)
		return status;
	if (conn->in_start == conn->in_end)
		conn->in_start = conn->in_end = 0;
	do {
		status = io_wait(conn->fd, POLLIN, deadline);
		if (status != ST_OK)
			return status;
		n = recv(conn->fd, conn->in + conn->in_end,
			READ_AHEAD - conn->in_end, 0);
	} while (n < 0 &&
		 (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR));
	if (n < 0) {
		conn->wire.facts->sys_errno = errno;
		status = status_from_errno(errno);
		if (status == ST_RESET)
			conn->wire.facts->peer_close = CLOSE_RESET;
		return status;
	}
	if (n == 0) {
		if (conn->wire.facts->peer_close == CLOSE_NOT_SEEN)
			conn->wire.facts->peer_close = CLOSE_FIN;
		return ST_EOF;
	}
	conn->in_end += (size_t)n;
	conn->total += (size_t)n;
	conn->wire.facts->heard_us = io_now_us() - conn->wire.begin_us;
	return conn->total > most_octets(conn) ? ST_PROBE_TOO_LONG : ST_OK;
}

enum status connection_peek(
	struct connection *conn, size_t count, const struct deadline *deadline)
{
	enum status status = ST_OK;

	if (conn->in_start && READ_AHEAD - conn->in_start < count) {
		memmove(conn->in, conn->in + conn->in_start,
			conn->in_end - conn->in_start);
		conn->in_end -= conn->in_start;
		conn->in_start = 0;
	}
	while (status == ST_OK && conn->in_end - conn->in_start < count)
		status = connection_fill(conn, deadline);
	return status;
}

size_t connection_take(struct connection *conn, void *data, size_t size)
{
	size_t length = conn->in_end - conn->in_start;

	if (length > size)
		length = size;
	memcpy(data, conn->in + conn->in_start, length);
	conn->in_start += length;
	return length;
}
