/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/connection/before_tls.h"

#include "model/login/blot.h"
#include "model/memory.h"
#include "net/connection/socket.h"
#include "net/tls.h"

#include <string.h>

#define STRANGE_OCTETS 4096 /* kept of what came instead of TLS */
#define STRANGE_LINE 512    /* of one line on an implicit port */

/* How long the rest of a strange line, or TLS behind strange lines, may
 * take. */
#define STRANGE_US 1000000
#define BEHIND_US 2000000

void connection_keep_strange(
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

	blot_out(conn->wire.blot, (unsigned char *)(uintptr_t)text.data,
		text.length);
	conn->strange_used = 0;
	return text;
}

/* On an implicit port the first line tells what speaks there. */
static enum status keep_strange_line(struct connection *conn)
{
	struct deadline deadline = deadline_within(&conn->deadline, STRANGE_US);
	unsigned char octet;

	while (conn->strange_used < STRANGE_LINE &&
		connection_peek(conn, 1, &deadline) == ST_OK) {
		connection_take(conn, &octet, 1);
		connection_keep_strange(conn, &octet, 1);
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
		status = connection_peek(conn, 3, &deadline);
		if (conn->in_end - conn->in_start >= 3 && record_begins(conn))
			break;
		if (conn->in_end == conn->in_start)
			goto no_tls;
		if (status != ST_OK && record_begins(conn) &&
			!conn->strange_used)
			return ST_OK; /* a record cut short: GnuTLS's to say */
		connection_take(conn, &octet, 1);
		connection_keep_strange(conn, &octet, 1);
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

enum status connection_await_tls(struct connection *conn)
{
	enum status status;

	if (conn->wire.facts->mode == MODE_EXPLICIT) {
		status = skip_injected(conn);
	} else {
		status = connection_peek(conn, 3, &conn->deadline);
		if (conn->in_end > conn->in_start)
			status = record_begins(conn) ? ST_OK
						     : keep_strange_line(conn);
	}
	conn->awaiting_tls = false;
	return status;
}
