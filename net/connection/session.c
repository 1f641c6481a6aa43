/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/connection/session.h"

#include "net/connection/before_tls.h"
#include "net/connection/socket.h"
#include "net/message.h"
#include "net/x509/key_size.h"

#include <errno.h>
#include <string.h>

static void keep_first(
	struct connection *conn, const unsigned char *data, size_t length)
{
	if (length > FIRST_OCTETS - conn->first_used)
		length = FIRST_OCTETS - conn->first_used;
	memcpy(conn->first + conn->first_used, data, length);
	conn->first_used += length;
}

/* What follows takes much memory, and waits for nobody. */
static void take_turn(struct connection *conn)
{
	if (!conn->bulky || conn->in_turn || conn->no_turn)
		return;
	conn->in_turn = turn_take(tls_turn(conn->target.tls), &conn->deadline);
	conn->no_turn = !conn->in_turn;
}

static void pass_turn(struct connection *conn)
{
	if (conn->in_turn)
		turn_pass(tls_turn(conn->target.tls));
	conn->in_turn = false;
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void *data, size_t size)
{
	struct connection *conn = pointer;
	enum status status = ST_OK;
	size_t length;

	pass_turn(conn);
	if (conn->awaiting_tls)
		status = connection_await_tls(conn);
	if (status == ST_OK && conn->in_start == conn->in_end)
		status = connection_fill(conn,
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
	length = connection_take(conn, data, size);
	keep_first(conn, data, length);
	return (ssize_t)length;
}

static ssize_t push(
	gnutls_transport_ptr_t pointer, const void *data, size_t length)
{
	connection_gather(pointer, data, length);
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
	struct bulk bulk = {0};

	if (type == GNUTLS_HANDSHAKE_CERTIFICATE_PKT)
		refused = key_size_refuse_chain(facts->arena, body,
			facts->tls.version == TLS_1_3, &bulk);
	if (type == GNUTLS_HANDSHAKE_SERVER_KEY_EXCHANGE &&
		!uses_curve(gnutls_kx_get(conn->session)))
		refused = key_size_refuse_group(facts->arena, body);
	if (refused)
		facts->detail = refused;
	if (bulk.elements > BULK_ELEMENTS_MANY)
		conn->bulky = true;
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
		/* It reads them with their message, and with the signature. */
		if (!tls->completed)
			take_turn(conn);
		if (type == GNUTLS_HANDSHAKE_NEW_SESSION_TICKET)
			message_keep_ticket(
				(struct octets){message->data, message->size},
				tls->version == TLS_1_3, tls);
		if (type == GNUTLS_HANDSHAKE_CERTIFICATE_REQUEST &&
			tls->version == TLS_1_3)
			message_keep_request(
				(struct octets){message->data, message->size},
				conn->wire.facts->arena, tls);
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

enum status connection_keep_failure(struct connection *conn, int error)
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
	connection_flush(conn);
}

void connection_keep_warning(struct connection *conn, int error)
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

bool connection_set_up_session(struct connection *conn)
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

enum status connection_handshake(struct connection *conn)
{
	struct probe_facts *facts = conn->wire.facts;
	int ret;

	do {
		ret = gnutls_handshake(conn->session);
		connection_keep_warning(conn, ret);
	} while (ret < 0 && !gnutls_error_is_fatal(ret));
	if (ret < 0) {
		enum status status;

		pass_turn(conn);
		status = connection_keep_failure(conn, ret);
		keep_begun(conn, status);
		send_alert(conn, ret);
		return status;
	}
	facts->tls.completed = true;
	take_turn(conn);
	tls_keep_facts(conn->target.tls, conn->session,
		conn->target.judge_chain, facts);
	pass_turn(conn);
	return ST_OK;
}

void connection_keep_session(struct connection *conn)
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
