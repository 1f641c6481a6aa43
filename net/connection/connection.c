/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/connection/connection.h"

#include "model/memory.h"
#include "net/connect.h"
#include "net/message.h"
#include "net/x509/key_size.h"

#include <errno.h>
#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_AHEAD 4096
#define STRANGE_OCTETS 4096 /* kept of what came in place of TLS */
#define STRANGE_LINE 512    /* of one line on an implicit port */
#define AHEAD_OCTETS 512
#define FIRST_OCTETS 16 /* of the server's flight: up to its version */

/* How long the rest of a strange line, or TLS behind strange lines, may take,
 * and how long a peer has to say goodbye. */
#define STRANGE_US 1000000
#define BEHIND_US 2000000
#define FAREWELL_US 5000

struct connection {
	struct wire wire;
	struct connection_target target;
	int fd;
	gnutls_session_t session;
	bool tls_up;
	bool awaiting_tls;  /* nothing of TLS came yet */
	enum status status; /* sticky: what ended reading */
	struct deadline deadline;
	struct deadline patience; /* of connection_await(), if `impatient` */
	bool impatient;
	unsigned char ahead[AHEAD_OCTETS]; /* read by it inside TLS */
	size_t ahead_start, ahead_end;
	size_t total; /* octets from the peer */

	unsigned char in[READ_AHEAD]; /* raw, in front of TLS */
	size_t in_start, in_end;
	unsigned char *out; /* a flight being gathered */
	size_t out_used, out_size;

	unsigned char first[FIRST_OCTETS];
	size_t first_used;
	unsigned char *strange; /* what came in place of TLS */
	size_t strange_used;
};

static struct connection *connection_of(struct wire *wire)
{
	return (struct connection *)wire; /* its first member */
}

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

/* Below TLS: octets as they come and go. */

/* Sends the flight gathered so far.  A peer that is gone is met by the next
 * read: what it said before it went can still be read then. */
static enum status flush_out(struct connection *conn)
{
	size_t sent = 0;

	while (sent < conn->out_used) {
		ssize_t n = send(conn->fd, conn->out + sent,
			conn->out_used - sent, MSG_NOSIGNAL);

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

static void gather_out(struct connection *conn, const void *data, size_t length)
{
	if (conn->out_size - conn->out_used < length) {
		conn->out_size = conn->out_used + length + 1024;
		conn->out = memory_realloc(conn->out, conn->out_size);
	}
	memcpy(conn->out + conn->out_used, data, length);
	conn->out_used += length;
}

/* Reads some more octets behind those that are there.  What was gathered goes
 * out first, and only now: a flight is whole once an answer is waited for. */
static enum status fill_in(
	struct connection *conn, const struct deadline *deadline)
{
	enum status status = flush_out(conn);
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
	return conn->total > PROBE_OCTETS ? ST_PROBE_TOO_LONG : ST_OK;
}

/* Makes sure that `count` octets are there to look at, if they come. */
static enum status peek_in(
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
		status = fill_in(conn, deadline);
	return status;
}

static size_t take_in(struct connection *conn, void *data, size_t size)
{
	size_t length = conn->in_end - conn->in_start;

	if (length > size)
		length = size;
	memcpy(data, conn->in + conn->in_start, length);
	conn->in_start += length;
	return length;
}

/* Where TLS is due. */

static void strange_add(
	struct connection *conn, const unsigned char *data, size_t length)
{
	if (!conn->strange)
		conn->strange = memory_calloc(1, STRANGE_OCTETS);
	if (length > STRANGE_OCTETS - conn->strange_used)
		length = STRANGE_OCTETS - conn->strange_used;
	memcpy(conn->strange + conn->strange_used, data, length);
	conn->strange_used += length;
}

static struct octets strange_take(struct connection *conn)
{
	struct octets text = arena_octets(
		conn->wire.facts->arena, conn->strange, conn->strange_used);

	conn->strange_used = 0;
	return text;
}

/* On an implicit port the first line tells what speaks there. */
static enum status keep_strange_line(struct connection *conn)
{
	struct deadline deadline = deadline_within(&conn->deadline, STRANGE_US);
	unsigned char octet;

	while (conn->strange_used < STRANGE_LINE &&
		peek_in(conn, 1, &deadline) == ST_OK) {
		take_in(conn, &octet, 1);
		strange_add(conn, &octet, 1);
		/* MySQL's fifth octet is its protocol's number, 10. */
		if (octet == '\n' && conn->strange_used > 5)
			break;
	}
	conn->wire.facts->unexpected = strange_take(conn);
	return ST_NOT_TLS;
}

static bool record_begins(const struct connection *conn)
{
	return tls_looks_like_record(
		conn->in + conn->in_start, conn->in_end - conn->in_start);
}

/* Behind STARTTLS, what comes before the first record was injected (RFC 3207
 * section 6); if no record ever follows, it came in place of TLS.  The result
 * does not depend on how the octets were cut into segments. */
static enum status skip_injected(struct connection *conn)
{
	struct deadline deadline = conn->deadline;
	enum status status;
	unsigned char octet;

	for (;;) {
		if (conn->strange_used)
			deadline = deadline_within(&conn->deadline, BEHIND_US);
		status = peek_in(conn, 3, &deadline);
		if (conn->in_end - conn->in_start >= 3 && record_begins(conn))
			break;
		if (conn->in_end == conn->in_start)
			goto no_tls;
		if (status != ST_OK && record_begins(conn) &&
			!conn->strange_used)
			return ST_OK; /* a record cut short: GnuTLS's to say */
		take_in(conn, &octet, 1);
		strange_add(conn, &octet, 1);
		if (conn->strange_used == STRANGE_OCTETS)
			goto no_tls;
	}
	if (conn->strange_used)
		conn->wire.facts->injected = strange_take(conn);
	return ST_OK;

no_tls:
	if (!conn->strange_used)
		return status;
	conn->wire.facts->unexpected = strange_take(conn);
	return ST_NOT_TLS;
}

static enum status await_tls(struct connection *conn)
{
	enum status status;

	if (conn->wire.facts->mode == MODE_EXPLICIT) {
		status = skip_injected(conn);
	} else {
		status = peek_in(conn, 3, &conn->deadline);
		if (conn->in_end > conn->in_start)
			status = record_begins(conn) ? ST_OK
						     : keep_strange_line(conn);
	}
	conn->awaiting_tls = false;
	return status;
}

static void keep_first(
	struct connection *conn, const unsigned char *data, size_t length)
{
	if (length > FIRST_OCTETS - conn->first_used)
		length = FIRST_OCTETS - conn->first_used;
	memcpy(conn->first + conn->first_used, data, length);
	conn->first_used += length;
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void *data, size_t size)
{
	struct connection *conn = pointer;
	enum status status = ST_OK;
	size_t length;

	if (conn->awaiting_tls)
		status = await_tls(conn);
	if (status == ST_OK && conn->in_start == conn->in_end)
		status = fill_in(conn,
			conn->impatient ? &conn->patience : &conn->deadline);
	if (status == ST_TIMEOUT && conn->impatient) {
		gnutls_transport_set_errno(conn->session, EAGAIN);
		return -1;
	}
	if (status != ST_OK) {
		conn->status = status;
		if (status == ST_EOF)
			return 0;
		gnutls_transport_set_errno(conn->session, ECONNABORTED);
		return -1;
	}
	length = take_in(conn, data, size);
	keep_first(conn, data, length);
	return (ssize_t)length;
}

static ssize_t push(
	gnutls_transport_ptr_t pointer, const void *data, size_t length)
{
	gather_out(pointer, data, length);
	return (ssize_t)length;
}

static void keep_alert(
	struct probe_facts *facts, bool received, bool fatal, unsigned code)
{
	struct tls_facts *tls = &facts->tls;

	if (tls->alert_count >= 16)
		return;
	tls->alerts = arena_grow(facts->arena, tls->alerts, tls->alert_count,
		sizeof(*tls->alerts));
	tls->alerts[tls->alert_count++] = (struct alert){
		.received = received, .fatal = fatal, .code = code};
}

static bool uses_curve(gnutls_kx_algorithm_t exchange)
{
	return exchange == GNUTLS_KX_ECDHE_RSA ||
	       exchange == GNUTLS_KX_ECDHE_ECDSA ||
	       exchange == GNUTLS_KX_ANON_ECDH;
}

static void keep_message(gnutls_session_t session, unsigned type,
	const gnutls_datum_t *message, struct tls_facts *tls)
{
	struct octets body = {message->data, message->size};

	if (type == GNUTLS_HANDSHAKE_SERVER_HELLO)
		message_keep_hello(body, tls);
	if (type == GNUTLS_HANDSHAKE_SERVER_KEY_EXCHANGE)
		message_keep_key(body, uses_curve(gnutls_kx_get(session)), tls);
}

/* Looks at a message before GnuTLS computes with what is in it. Answers false
 * for what would take too long. */
static bool is_bearable(
	struct connection *conn, unsigned type, const gnutls_datum_t *message)
{
	struct probe_facts *facts = conn->wire.facts;
	struct octets body = {message->data, message->size};
	const char *refused = NULL;

	if (type == GNUTLS_HANDSHAKE_CERTIFICATE_PKT)
		refused = key_size_refuse_chain(
			facts->arena, body, facts->tls.version == TLS_1_3);
	if (type == GNUTLS_HANDSHAKE_SERVER_KEY_EXCHANGE &&
		!uses_curve(gnutls_kx_get(conn->session)))
		refused = key_size_refuse_group(facts->arena, body);
	if (refused)
		facts->detail = refused;
	return !refused;
}

static int on_handshake_message(gnutls_session_t session, unsigned type,
	unsigned when, unsigned incoming, const gnutls_datum_t *message)
{
	struct connection *conn = gnutls_session_get_ptr(session);
	struct tls_facts *tls = &conn->wire.facts->tls;

	if (!incoming)
		return 0;
	/* GnuTLS has eaten most of a ticket once it is read. */
	if (when == GNUTLS_HOOK_PRE) {
		if (!is_bearable(conn, type, message))
			return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
		if (type == GNUTLS_HANDSHAKE_NEW_SESSION_TICKET)
			message_keep_ticket(
				(struct octets){message->data, message->size},
				tls->version == TLS_1_3, tls);
		return 0;
	}
	keep_message(session, type, message, tls);
	if (type == GNUTLS_HANDSHAKE_SERVER_HELLO ||
		type == GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST) {
		tls->server_hello = true;
		tls->version = tls_version_from_gnutls(
			gnutls_protocol_get_version(session));
	}
	if (type == GNUTLS_HANDSHAKE_CERTIFICATE_REQUEST)
		tls->wants_certificate = true;
	return 0;
}

/* That the peer had begun to answer is a fact, too. */
static void keep_begun(struct connection *conn, enum status status)
{
	struct probe_facts *facts = conn->wire.facts;

	if (conn->first_used && !facts->tls.server_hello && status != ST_ALERT)
		facts->begun = arena_octets(
			facts->arena, conn->first, conn->first_used);
}

/* What a call of GnuTLS that failed for good means. */
static enum status keep_failure(struct connection *conn, int error)
{
	struct tls_facts *tls = &conn->wire.facts->tls;

	tls->library_error = error;
	tls->library_name = gnutls_strerror_name(error);
	if (error == GNUTLS_E_FATAL_ALERT_RECEIVED) {
		keep_alert(conn->wire.facts, true, true,
			(unsigned)gnutls_alert_get(conn->session));
		return ST_ALERT;
	}
	/* close_notify where a handshake was due. */
	if (error == GNUTLS_E_SESSION_EOF && conn->status == ST_OK) {
		keep_alert(conn->wire.facts, true, false, 0);
		conn->wire.facts->peer_close = CLOSE_NOTIFY;
		return ST_ALERT;
	}
	if (conn->status != ST_OK)
		return conn->status;
	if (error == GNUTLS_E_PREMATURE_TERMINATION)
		return ST_EOF;
	if (error == GNUTLS_E_UNSUPPORTED_VERSION_PACKET) {
		tls->version =
			tls_version_of_hello(conn->first, conn->first_used);
		tls->server_hello = tls->version != TLS_NONE;
		return ST_TLS_VERSION;
	}
	return ST_TLS;
}

/* Tells the peer why the handshake ends here. */
static void send_alert(struct connection *conn, int error)
{
	int level, code = gnutls_error_to_alert(error, &level);

	if (conn->status != ST_OK || error == GNUTLS_E_FATAL_ALERT_RECEIVED ||
		code < 0)
		return;
	if (gnutls_alert_send(conn->session, (gnutls_alert_level_t)level,
		    (gnutls_alert_description_t)code) == 0)
		keep_alert(conn->wire.facts, false, level == GNUTLS_AL_FATAL,
			(unsigned)code);
	flush_out(conn);
}

static void keep_warning(struct connection *conn, int error)
{
	if (error == GNUTLS_E_WARNING_ALERT_RECEIVED)
		keep_alert(conn->wire.facts, true, false,
			(unsigned)gnutls_alert_get(conn->session));
}

/* RFC 7301. */
static bool set_alpn(struct connection *conn)
{
	const gnutls_datum_t protocol = {
		(unsigned char *)(uintptr_t)conn->target.alpn,
		(unsigned)strlen(conn->target.alpn)};

	return gnutls_alpn_set_protocols(conn->session, &protocol, 1, 0) == 0;
}

static bool set_up_session(struct connection *conn)
{
	const char *name = conn->target.server_name;

	conn->session =
		conn->target.offer
			? tls_offer_session_new(conn->target.tls,
				  conn->target.offer, conn->target.tls_versions)
			: tls_session_new(conn->target.tls,
				  conn->target.tls_versions,
				  conn->target.small_hello);
	if (!conn->session)
		return false;
	gnutls_session_set_ptr(conn->session, conn);
	gnutls_transport_set_ptr(conn->session, conn);
	gnutls_transport_set_pull_function(conn->session, pull);
	gnutls_transport_set_push_function(conn->session, push);
	gnutls_handshake_set_hook_function(conn->session, GNUTLS_HANDSHAKE_ANY,
		GNUTLS_HOOK_BOTH, on_handshake_message);
	/* Our own deadline rules; 1024 bits are accepted to be reported. */
	gnutls_handshake_set_timeout(conn->session, GNUTLS_INDEFINITE_TIMEOUT);
	gnutls_dh_set_prime_bits(conn->session, 512);
	if (conn->target.alpn && !set_alpn(conn))
		return false;
	if (conn->target.session.length) {
		conn->wire.facts->tls.session_offered = true;
		if (gnutls_session_set_data(conn->session,
			    conn->target.session.data,
			    conn->target.session.length) < 0)
			return false;
	}
	return !name || gnutls_server_name_set(conn->session, GNUTLS_NAME_DNS,
				name, strlen(name)) == 0;
}

static enum status handshake(struct connection *conn)
{
	struct probe_facts *facts = conn->wire.facts;
	int ret;

	do {
		ret = gnutls_handshake(conn->session);
		keep_warning(conn, ret);
	} while (ret < 0 && !gnutls_error_is_fatal(ret));
	if (ret < 0) {
		enum status status = keep_failure(conn, ret);

		keep_begun(conn, status);
		send_alert(conn, ret);
		return status;
	}
	facts->tls.completed = true;
	tls_keep_facts(conn->target.tls, conn->session,
		conn->target.judge_chain, facts);
	return ST_OK;
}

static enum status connection_start_tls(struct wire *wire, struct octets early)
{
	struct connection *conn = connection_of(wire);

	if (!set_up_session(conn)) {
		wire->facts->detail = "GnuTLS cannot make such a session";
		return ST_LOCAL;
	}
	if (early.length)
		strange_add(conn, early.data, early.length);
	conn->awaiting_tls = true;
	conn->tls_up = true;
	wire->facts->tls.started = true;
	return handshake(conn);
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
		status = fill_in(conn, &conn->deadline);
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
		strange_add(conn, early.data, early.length);
	wire->facts->tls.started = true;
	gather_out(conn, records, length);
	/* What was injected is a fact, never an answer. */
	if (hello->version != HELLO_SSL_2)
		conn->status = await_tls(conn);
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
		keep_warning(conn, (int)n);
	} while (n < 0 && !gnutls_error_is_fatal((int)n));
	if (n == 0) {
		conn->wire.facts->peer_close = CLOSE_NOTIFY;
		return ST_EOF;
	}
	if (n < 0)
		return keep_failure(conn, (int)n);
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
		keep_warning(conn, (int)n);
		return ST_OK; /* the next read waits on */
	}
	conn->wire.facts->peer_close =
		n == 0 ? CLOSE_NOTIFY : conn->wire.facts->peer_close;
	status = n == 0 ? ST_EOF : keep_failure(conn, (int)n);
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
	status = fill_in(conn, &conn->patience);
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
		status = fill_in(conn, &conn->deadline);
	conn->status = status;
	if (status == ST_OK)
		*ret_length = take_in(conn, data, size);
	return status;
}

/* Goes out with what follows at once, or when an answer is waited for. */
static enum status connection_write(
	struct wire *wire, const void *data, size_t length)
{
	struct connection *conn = connection_of(wire);
	ssize_t n;

	if (!conn->tls_up) {
		gather_out(conn, data, length);
		return ST_OK;
	}
	/* A record takes no more than so much of it. */
	for (size_t sent = 0; sent < length; sent += (size_t)n) {
		n = gnutls_record_send(conn->session,
			(const unsigned char *)data + sent, length - sent);
		if (n < 0)
			return keep_failure(conn, (int)n);
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

/* Of TLS 1.3 there is nothing to take up before a ticket came, and GnuTLS
 * would wait for one. */
static void keep_session(struct connection *conn)
{
	struct tls_facts *tls = &conn->wire.facts->tls;
	gnutls_datum_t data = {0};

	if (!offer_table[conn->target.offer].resume || tls->session_offered ||
		!tls->completed || (tls->version == TLS_1_3 && !tls->tickets) ||
		gnutls_session_get_data2(conn->session, &data) < 0)
		return;
	tls->session =
		arena_octets(conn->wire.facts->arena, data.data, data.size);
	gnutls_free(data.data);
}

static void connection_finish(struct wire *wire)
{
	struct connection *conn = connection_of(wire);
	struct tls_facts *tls = &wire->facts->tls;
	int error = wire->facts->sys_errno, library_error = tls->library_error;
	const char *library_name = tls->library_name;

	if (conn->fd < 0)
		return;
	keep_session(conn);
	if (conn->status == ST_OK) {
		if (conn->tls_up && tls->completed)
			gnutls_bye(conn->session, GNUTLS_SHUT_WR);
		flush_out(conn);
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
		keep_warning(conn, ret);
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
	conn->status = keep_failure(conn, ret);
	if (conn->status == ST_ALERT || conn->status == ST_EOF ||
		conn->status == ST_RESET)
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
	conn->wire.begin_us = target->begin_us;
	conn->wire.stage = target->stage;
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
