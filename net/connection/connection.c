/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/connection/connection.h"

#include "model/memory.h"
#include "net/connect.h"
#include "net/connection/before_tls.h"
#include "net/connection/session.h"
#include "net/connection/socket.h"

#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FAREWELL_US 5000 /* for a peer to say goodbye */

static struct connection *connection_of(struct wire *wire)
{
	return (struct connection *)wire; /* its first member */
}

static enum status connection_start_tls(struct wire *wire, struct octets early)
{
	struct connection *conn = connection_of(wire);

	if (!connection_set_up_session(conn)) {
		wire->facts->detail = "GnuTLS cannot make such a session";
		return ST_LOCAL;
	}
	if (early.length)
		connection_keep_strange(conn, early.data, early.length);
	conn->awaiting_tls = true;
	conn->tls_up = true;
	wire->facts->tls.started = true;
	return connection_handshake(conn);
}

/* Feeds what is there, and reads on, until the answer is whole. */
static enum status hear_answer(
	struct connection *conn, struct hello_reader *reader)
{
	for (;;) {
		enum status status = ST_OK;
		size_t length = conn->in_end - conn->in_start;
		enum hello_state state = hello_reader_feed(
			reader, conn->in + conn->in_start, length);

		conn->in_start += length;
		if (state == HELLO_IS_OVER)
			return ST_OK;
		status = connection_fill(conn, &conn->deadline);
		if (status != ST_OK)
			return status;
	}
}

static enum status connection_say_hello(struct wire *wire, struct octets early,
	const struct hello *hello, struct hello_reader *reader)
{
	struct connection *conn = connection_of(wire);
	unsigned char records[HELLO_OCTETS];
	struct hello own = *hello;
	size_t length;

	if (gnutls_rnd(GNUTLS_RND_NONCE, own.random, sizeof(own.random)) < 0)
		return ST_LOCAL;
	length = hello_write(&own, records, sizeof(records));
	if (!length)
		return ST_LOCAL;
	if (early.length)
		connection_keep_strange(conn, early.data, early.length);
	wire->facts->tls.started = true;
	connection_gather(conn, records, length);
	/* What was injected is a fact, never an answer. */
	if (hello->version != HELLO_SSL_2)
		conn->status = connection_await_tls(conn);
	if (conn->status == ST_OK)
		conn->status = hear_answer(conn, reader);
	return conn->status;
}

static enum status tls_read(
	struct connection *conn, void *data, size_t size, size_t *ret_length)
{
	ssize_t n;

	do {
		n = gnutls_record_recv(conn->session, data, size);
		connection_keep_warning(conn, (int)n);
	} while (n < 0 && !gnutls_error_is_fatal((int)n));
	if (n == 0) {
		conn->wire.facts->peer_close = CLOSE_NOTIFY;
		return ST_EOF;
	}
	if (n < 0)
		return connection_keep_failure(conn, (int)n);
	conn->wire.facts->tls.confirmed = true;
	*ret_length = (size_t)n;
	return ST_OK;
}

/* One record, so that it was heard is known without waiting for the next. */
static enum status tls_await(struct connection *conn)
{
	enum status status;
	ssize_t n;

	conn->impatient = true;
	/* A ticket of TLS 1.3 ends the call, too. */
	do
		n = gnutls_record_recv(
			conn->session, conn->ahead, AHEAD_OCTETS);
	while (n == GNUTLS_E_INTERRUPTED ||
		(n == GNUTLS_E_AGAIN && io_now_us() < conn->patience.at_us));
	conn->impatient = false;
	if (n == GNUTLS_E_AGAIN)
		return ST_TIMEOUT;
	if (n > 0) {
		conn->wire.facts->tls.confirmed = true;
		conn->ahead_start = 0;
		conn->ahead_end = (size_t)n;
		return ST_OK;
	}
	if (n < 0 && !gnutls_error_is_fatal((int)n)) {
		connection_keep_warning(conn, (int)n);
		return ST_OK; /* the next read waits on */
	}
	conn->wire.facts->peer_close =
		n == 0 ? CLOSE_NOTIFY : conn->wire.facts->peer_close;
	status = n == 0 ? ST_EOF : connection_keep_failure(conn, (int)n);
	return conn->status = status;
}

static enum status connection_await(struct wire *wire, unsigned percent)
{
	struct connection *conn = connection_of(wire);
	int64_t left_us = conn->deadline.at_us - io_now_us();
	enum status status;

	if (conn->status != ST_OK || left_us <= 0)
		return conn->status;
	conn->patience = deadline_within(
		&conn->deadline, left_us / 100 * (int64_t)percent);
	if (conn->tls_up)
		return tls_await(conn);
	if (conn->in_start != conn->in_end)
		return ST_OK;
	status = connection_fill(conn, &conn->patience);
	if (status != ST_OK && status != ST_TIMEOUT)
		conn->status = status;
	return status;
}

static size_t take_ahead(struct connection *conn, void *data, size_t size)
{
	size_t length = conn->ahead_end - conn->ahead_start;

	if (length > size)
		length = size;
	memcpy(data, conn->ahead + conn->ahead_start, length);
	conn->ahead_start += length;
	return length;
}

static enum status connection_read(
	struct wire *wire, void *data, size_t size, size_t *ret_length)
{
	struct connection *conn = connection_of(wire);
	enum status status;

	if (conn->status != ST_OK)
		return conn->status;
	if (conn->ahead_start < conn->ahead_end) {
		*ret_length = take_ahead(conn, data, size);
		return ST_OK;
	}
	if (conn->tls_up)
		return conn->status = tls_read(conn, data, size, ret_length);
	status = ST_OK;
	if (conn->in_start == conn->in_end)
		status = connection_fill(conn, &conn->deadline);
	conn->status = status;
	if (status == ST_OK)
		*ret_length = connection_take(conn, data, size);
	return status;
}

/* Goes out with what follows at once, or when an answer is waited for. */
static enum status connection_write(
	struct wire *wire, const void *data, size_t length)
{
	struct connection *conn = connection_of(wire);
	ssize_t n;

	if (!conn->tls_up) {
		connection_gather(conn, data, length);
		return ST_OK;
	}
	/* A record takes no more than so much of it. */
	for (size_t sent = 0; sent < length; sent += (size_t)n) {
		n = gnutls_record_send(conn->session,
			(const unsigned char *)data + sent, length - sent);
		if (n < 0)
			return connection_keep_failure(conn, (int)n);
	}
	return ST_OK;
}

/* tls-unique proves nothing without the extended master secret (RFC 7627), and
 * does not exist in TLS 1.3. */
static struct octets connection_bind(struct wire *wire, enum wire_binding kind)
{
	const struct connection *conn = connection_of(wire);
	const struct tls_facts *tls = &wire->facts->tls;
	gnutls_datum_t data = {0};
	struct octets binding = {0};

	if (!conn->tls_up || !tls->extended_master_secret ||
		(kind == BIND_UNIQUE && tls->version == TLS_1_3) ||
		gnutls_session_channel_binding(conn->session,
			kind == BIND_UNIQUE ? GNUTLS_CB_TLS_UNIQUE
					    : GNUTLS_CB_TLS_EXPORTER,
			&data) < 0)
		return binding;
	binding = arena_octets(wire->facts->arena, data.data, data.size);
	gnutls_free(data.data);
	return binding;
}

/* Hears the peer's own farewell out, if it comes at once. */
static void hear_farewell(struct connection *conn)
{
	unsigned char ignored[512];
	size_t length;

	conn->deadline = deadline_within(&conn->deadline,
		conn->target.farewell_us ? conn->target.farewell_us
					 : FAREWELL_US);
	for (int i = 0; i < 8; i++)
		if (connection_read(&conn->wire, ignored, sizeof(ignored),
			    &length) != ST_OK)
			break;
}

static void connection_finish(struct wire *wire)
{
	struct connection *conn = connection_of(wire);
	struct tls_facts *tls = &wire->facts->tls;
	int error = wire->facts->sys_errno, library_error = tls->library_error;
	const char *library_name = tls->library_name;

	if (conn->fd < 0)
		return;
	connection_keep_session(conn);
	if (conn->status == ST_OK) {
		if (conn->tls_up && tls->completed)
			gnutls_bye(conn->session, GNUTLS_SHUT_WR);
		connection_flush_last(conn);
		/* One version alone was told what it wanted to know. */
		if (wire->facts->purpose != PURPOSE_TLS_VERSION) {
			shutdown(conn->fd, SHUT_WR);
			hear_farewell(conn);
		}
	}
	/* How the farewell went is not why the probe stopped. */
	wire->facts->sys_errno = error;
	tls->library_error = library_error;
	tls->library_name = library_name;
	close(conn->fd);
	conn->fd = -1;
}

/* RFC 5246 section 7.2.2: no_renegotiation is a warning, and the session goes
 * on; many end it in place of that.  What the server said in the meantime is
 * not waited for. */
static enum status connection_renegotiate(
	struct wire *wire, enum answer *ret_answer)
{
	struct connection *conn = connection_of(wire);
	unsigned char ignored[512];
	int ret;

	*ret_answer = ANSWER_NONE;
	for (;;) {
		ret = gnutls_handshake(conn->session);
		connection_keep_warning(conn, ret);
		if (ret == GNUTLS_E_GOT_APPLICATION_DATA)
			gnutls_record_recv(
				conn->session, ignored, sizeof(ignored));
		if (ret == 0 || gnutls_error_is_fatal(ret) ||
			(ret == GNUTLS_E_WARNING_ALERT_RECEIVED &&
				gnutls_alert_get(conn->session) ==
					GNUTLS_A_NO_RENEGOTIATION))
			break;
	}
	if (ret == 0)
		*ret_answer = ANSWER_POSITIVE;
	else if (!gnutls_error_is_fatal(ret))
		*ret_answer = ANSWER_NEGATIVE;
	if (ret == 0 || !gnutls_error_is_fatal(ret))
		return ST_OK;
	conn->status = connection_keep_failure(conn, ret);
	/* Exim ends TLS, and goes on in clear. */
	if (conn->status == ST_ALERT || conn->status == ST_EOF ||
		conn->status == ST_RESET || ret == GNUTLS_E_UNEXPECTED_PACKET)
		*ret_answer = ANSWER_NEGATIVE;
	return conn->status;
}

static void connection_hurry(struct wire *wire, int64_t duration_us)
{
	struct connection *conn = connection_of(wire);

	conn->deadline = deadline_within(&conn->deadline, duration_us);
}

static const struct wire_ops connection_ops = {
	.read = connection_read,
	.write = connection_write,
	.start_tls = connection_start_tls,
	.say_hello = connection_say_hello,
	.renegotiate = connection_renegotiate,
	.await = connection_await,
	.bind = connection_bind,
	.hurry = connection_hurry,
	.finish = connection_finish,
};

enum status connection_open(const struct connection_target *target,
	struct probe_facts *facts, struct connection **ret_connection)
{
	struct connection *conn;
	int fd;
	struct connect_runners runners = {
		.addresses = target->addresses,
		.only = target->only_address,
		.first = target->first_address,
		.port = target->port,
		.reach = target->reach,
	};
	enum status status =
		connect_race(&runners, &target->deadline, facts, &fd);

	if (status != ST_OK)
		return status;
	conn = memory_calloc(1, sizeof(*conn));
	conn->wire.ops = &connection_ops;
	conn->wire.facts = facts;
	conn->wire.blot = target->blot;
	conn->wire.begin_us = target->begin_us;
	conn->wire.stage = target->stage;
	conn->wire.greeted = target->greeted;
	conn->wire.greeted_context = target->greeted_context;
	conn->target = *target;
	conn->deadline = target->deadline;
	conn->fd = fd;
	*ret_connection = conn;
	return ST_OK;
}

struct wire *connection_wire(struct connection *connection)
{
	return &connection->wire;
}

void connection_free(struct connection *connection)
{
	if (!connection)
		return;
	if (connection->session)
		gnutls_deinit(connection->session);
	if (connection->fd >= 0)
		close(connection->fd);
	free(connection->out);
	free(connection->strange);
	free(connection);
}
