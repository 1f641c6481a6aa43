/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_CHANNEL_H
#define STANDIN_CHANNEL_H

#include <gnutls/gnutls.h>
#include <stdbool.h>
#include <stddef.h>

#define LINE_OCTETS 16384

/* How a reply is cut into writes, each of them a TCP segment, or a TLS record,
 * of its own. */
enum pace {
	PACE_WHOLE,
	PACE_SPLIT,
	PACE_LINES,
	PACE_EACH,
};

struct pacing {
	enum pace pace;
	size_t split_at;
	unsigned long pause_us;
};

/* One connection's octets, in TLS or not. */
struct channel {
	int fd;
	/* Readable once the server is to stop: ends every pause. */
	int stop_fd;
	gnutls_session_t tls;
	/* Another handshake is agreed to (RFC 5246 section 7.4.1.1). */
	bool renegotiates;
	struct pacing pacing;
	/* Nothing more can be sent. */
	bool dead;
	size_t in_len;
	char in[LINE_OCTETS];
};

/* `fd` and `stop_fd` stay the caller's. */
void channel_init(
	struct channel *ch, int fd, int stop_fd, const struct pacing *pacing);
/* Frees what TLS holds, and neither sends nor closes anything. */
void channel_clear(struct channel *ch);

/* Writes as the pacing says.  False once the peer is gone. */
bool channel_send(struct channel *ch, const void *data, size_t len);

/* Reads one line into `line`, without its CRLF, with a NUL behind it.  Returns
 * its length, or -1 at the end of the input, after an error, and after more
 * than LINE_OCTETS octets without a line feed. */
long channel_read_line(struct channel *ch, char line[LINE_OCTETS]);

/* Forgets input that was read ahead. */
void channel_discard(struct channel *ch);

/* Waits until there is something to read, or `ms` milliseconds have passed (-1:
 * for ever), or the server is to stop.  True in the first case. */
bool channel_wait(struct channel *ch, int ms);
/* False when the server is to stop. */
bool channel_pause(struct channel *ch, unsigned long ms);
/* Reads and ignores until the peer closes, `ms` milliseconds passed without
 * any input (-1: for ever), or the server is to stop. */
void channel_drain(struct channel *ch, int ms);

/* Says close_notify if in TLS and `polite`, then FIN, and gives the peer a
 * moment to do the same, lest unread input turns the FIN into an RST. */
void channel_finish(struct channel *ch, bool polite);
/* Has the coming close() send RST. */
void channel_reset(struct channel *ch);

#endif
