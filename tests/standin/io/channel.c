/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/io/channel.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

void channel_init(
	struct channel *ch, int fd, int stop_fd, const struct pacing *pacing)
{
	ch->fd = fd;
	ch->stop_fd = stop_fd;
	ch->tls = NULL;
	ch->pacing = *pacing;
	ch->dead = false;
	ch->in_len = 0;
}

void channel_clear(struct channel *ch)
{
	if (ch->tls != NULL)
		gnutls_deinit(ch->tls);
	ch->tls = NULL;
}

static ssize_t send_some(struct channel *ch, const char *data, size_t len)
{
	ssize_t sent;

	do {
		if (ch->tls != NULL)
			sent = gnutls_record_send(ch->tls, data, len);
		else
			sent = send(ch->fd, data, len, MSG_NOSIGNAL);
	} while (ch->tls != NULL ? sent == GNUTLS_E_INTERRUPTED ||
					   sent == GNUTLS_E_AGAIN
				 : sent < 0 && errno == EINTR);
	return sent;
}

static bool send_piece(struct channel *ch, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t sent = send_some(ch, data, len);

		if (sent <= 0) {
			ch->dead = true;
			return false;
		}
		data += sent;
		len -= (size_t)sent;
	}
	return true;
}

static size_t piece_len(
	const struct pacing *pacing, const char *data, size_t len, bool first)
{
	const char *newline;

	switch (pacing->pace) {
	case PACE_SPLIT:
		return first && pacing->split_at < len ? pacing->split_at : len;
	case PACE_LINES:
		newline = memchr(data, '\n', len);
		return newline != NULL ? (size_t)(newline - data) + 1 : len;
	case PACE_EACH:
		return 1;
	case PACE_WHOLE:
		break;
	}
	return len;
}

static bool pause_us(struct channel *ch, unsigned long us)
{
	struct pollfd stop = {.fd = ch->stop_fd, .events = POLLIN};
	struct timespec span = {
		.tv_sec = (time_t)(us / 1000000),
		.tv_nsec = (long)(us % 1000000) * 1000,
	};

	return ppoll(&stop, 1, &span, NULL) == 0;
}

bool channel_send(struct channel *ch, const void *data, size_t len)
{
	const char *at = data;
	bool first = true;

	while (len > 0 && !ch->dead) {
		size_t piece = piece_len(&ch->pacing, at, len, first);

		if (!first && !pause_us(ch, ch->pacing.pause_us))
			ch->dead = true;
		else
			send_piece(ch, at, piece);
		at += piece;
		len -= piece;
		first = false;
	}
	return !ch->dead;
}

/* The client asks for another handshake. */
static void renegotiate(struct channel *ch)
{
	int ret;

	if (!ch->renegotiates) {
		gnutls_alert_send(
			ch->tls, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION);
		return;
	}
	do {
		ret = gnutls_handshake(ch->tls);
	} while (ret < 0 && !gnutls_error_is_fatal(ret));
	if (ret < 0)
		ch->dead = true;
}

static ssize_t receive_some(struct channel *ch, char *to, size_t room)
{
	ssize_t got;

	if (ch->tls == NULL) {
		do {
			got = recv(ch->fd, to, room, 0);
		} while (got < 0 && errno == EINTR);
		return got;
	}
	do {
		got = gnutls_record_recv(ch->tls, to, room);
		if (got == GNUTLS_E_REHANDSHAKE)
			renegotiate(ch);
	} while (got < 0 && !gnutls_error_is_fatal((int)got));
	return got;
}

static long take_line(
	struct channel *ch, const char *newline, char line[LINE_OCTETS])
{
	size_t used = (size_t)(newline - ch->in) + 1;
	size_t len = used - 1;

	if (len > 0 && ch->in[len - 1] == '\r')
		len--;
	memcpy(line, ch->in, len);
	line[len] = '\0';
	ch->in_len -= used;
	memmove(ch->in, ch->in + used, ch->in_len);
	return (long)len;
}

long channel_read_line(struct channel *ch, char line[LINE_OCTETS])
{
	for (;;) {
		const char *newline = memchr(ch->in, '\n', ch->in_len);
		ssize_t got;

		if (newline != NULL)
			return take_line(ch, newline, line);
		if (ch->in_len == sizeof(ch->in))
			return -1;
		got = receive_some(
			ch, ch->in + ch->in_len, sizeof(ch->in) - ch->in_len);
		if (got <= 0)
			return -1;
		ch->in_len += (size_t)got;
	}
}

void channel_discard(struct channel *ch)
{
	ch->in_len = 0;
}

bool channel_wait(struct channel *ch, int ms)
{
	struct pollfd fds[2] = {
		{.fd = ch->fd, .events = POLLIN},
		{.fd = ch->stop_fd, .events = POLLIN},
	};

	if (ch->in_len > 0 ||
		(ch->tls != NULL && gnutls_record_check_pending(ch->tls) > 0))
		return true;
	return poll(fds, 2, ms) > 0 && fds[1].revents == 0;
}

bool channel_pause(struct channel *ch, unsigned long ms)
{
	return pause_us(ch, ms * 1000);
}

void channel_drain(struct channel *ch, int ms)
{
	char waste[4096];

	while (channel_wait(ch, ms)) {
		ch->in_len = 0;
		/* Whatever it is: TLS records are not looked into. */
		if (recv(ch->fd, waste, sizeof(waste), 0) <= 0)
			break;
	}
}

void channel_finish(struct channel *ch, bool polite)
{
	if (ch->tls != NULL && polite && !ch->dead)
		gnutls_bye(ch->tls, GNUTLS_SHUT_WR);
	shutdown(ch->fd, SHUT_WR);
	channel_drain(ch, 200);
}

void channel_reset(struct channel *ch)
{
	struct linger linger = {.l_onoff = 1, .l_linger = 0};

	setsockopt(ch->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
}
