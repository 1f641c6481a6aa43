/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/misbehave.h"

#include "tests/standin/tls/versions.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#define LATE_MS 50

static bool send_text(struct session *s, const char *text)
{
	return channel_send(&s->channel, text, strlen(text));
}

static const struct service_words *words_of(const struct session *s)
{
	return service_words(s->service);
}

static void send_line(struct session *s, const char *text)
{
	struct octets line = {0};

	octets_printf(&line, "%s\r\n", text);
	channel_send(&s->channel, line.data, line.len);
	octets_clear(&line);
}

static void reset(struct session *s)
{
	channel_reset(&s->channel);
	s->resets = true;
}

static void stay_silent(struct session *s)
{
	channel_drain(&s->channel, -1);
}

static void send_forever(struct session *s, const char *text, size_t len)
{
	while (channel_send(&s->channel, text, len))
		;
}

/* The same line over and over, 64 in a write. */
static void send_lines_forever(struct session *s, const char *line)
{
	struct octets many = {0};

	for (int i = 0; i < 64; i++)
		octets_printf(&many, "%s\r\n", line);
	send_forever(s, many.data, many.len);
	octets_clear(&many);
}

static void send_garbage(struct session *s)
{
	unsigned char octets[512];
	unsigned state = 0x2545f491;

	for (size_t i = 0; i < sizeof(octets); i++) {
		state = state * 1664525u + 1013904223u;
		octets[i] = (unsigned char)(state >> 24);
	}
	channel_send(&s->channel, octets, sizeof(octets));
}

static void serve_http(struct session *s, int ms)
{
	bool heard = channel_wait(&s->channel, ms);
	const char *status = heard ? "400 Bad Request" : "408 Request Timeout";
	struct octets page = {0};

	octets_printf(&page,
		"HTTP/1.1 %s\r\n"
		"Content-Type: text/html\r\n"
		"Connection: close\r\n"
		"\r\n"
		"<html><head><title>%s</title></head>"
		"<body><h1>%s</h1></body></html>\r\n",
		status, status, status);
	channel_send(&s->channel, page.data, page.len);
	octets_clear(&page);
}

static void serve_ssh(struct session *s)
{
	send_text(s, "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n");
	if (channel_wait(&s->channel, -1))
		send_text(s, "Invalid SSH identification string.\r\n");
}

static void echo(struct session *s)
{
	char octets[1024];
	ssize_t length;

	while (channel_wait(&s->channel, -1)) {
		length = recv(s->channel.fd, octets, sizeof(octets), 0);
		if (length <= 0 ||
			!channel_send(&s->channel, octets, (size_t)length))
			break;
	}
}

bool misbehave_at_connect(struct session *s)
{
	if (s->admission == ADMITTED_RESET ||
		session_has(s, FAULT_RESET_AFTER_CONNECT))
		reset(s);
	else if (session_has(s, FAULT_SILENT))
		stay_silent(s);
	else if (session_has(s, FAULT_GARBAGE))
		send_garbage(s);
	else if (session_has(s, FAULT_HTTP))
		serve_http(s, (int)session_fault(s, FAULT_HTTP)->number);
	else if (session_has(s, FAULT_SSH))
		serve_ssh(s);
	else if (session_has(s, FAULT_ECHO))
		echo(s);
	else if (!session_has(s, FAULT_CLOSE_AFTER_CONNECT))
		return false;
	return true;
}

static void refuse_for_good(struct session *s)
{
	const char *text = words_of(s)->refused;
	const char *client = strstr(text, "%c");
	struct octets line = {0};

	if (client != NULL)
		octets_printf(&line, "%.*s%s%s\r\n", (int)(client - text), text,
			s->client, client + 2);
	else
		octets_printf(&line, "%s\r\n", text);
	channel_send(&s->channel, line.data, line.len);
	octets_clear(&line);
}

static void send_endless_line(struct session *s)
{
	char text[4096];

	send_text(s, words_of(s)->greeting_start);
	memset(text, 'a', sizeof(text));
	send_forever(s, text, sizeof(text));
}

static void send_unended(struct session *s)
{
	send_text(s, words_of(s)->greeting_start);
	send_text(s, "mail.example.test ready");
	stay_silent(s);
}

bool misbehave_at_greeting(struct session *s)
{
	if (s->admission == ADMITTED_THROTTLED)
		send_line(s, words_of(s)->throttled);
	else if (session_has(s, FAULT_REFUSE_554))
		refuse_for_good(s);
	else if (session_has(s, FAULT_ENDLESS_GREETING))
		send_lines_forever(s, words_of(s)->greeting_line);
	else if (session_has(s, FAULT_GREETING_UNENDED))
		send_unended(s);
	else if (session_has(s, FAULT_ENDLESS_LINE))
		send_endless_line(s);
	else
		return false;
	return true;
}

static void answer_in_the_clear(struct session *s)
{
	if (!channel_wait(&s->channel, -1))
		return;
	send_line(s, words_of(s)->in_clear);
	stay_silent(s);
}

static const char *text_to_inject(const struct session *s, enum fault fault)
{
	const char *text = session_fault(s, fault)->text;

	return *text != '\0' ? text : words_of(s)->injected;
}

const char *misbehave_injected_text(const struct session *s)
{
	return text_to_inject(s, FAULT_INJECTED_REPLY);
}

static void inject_late(struct session *s)
{
	channel_pause(&s->channel, LATE_MS);
	send_line(s, text_to_inject(s, FAULT_INJECTED_REPLY_LATE));
}

bool misbehave_after_starttls(struct session *s)
{
	if (session_has(s, FAULT_STARTTLS_THEN_PLAINTEXT)) {
		answer_in_the_clear(s);
	} else if (session_has(s, FAULT_STARTTLS_THEN_SILENT)) {
		stay_silent(s);
	} else if (!session_has(s, FAULT_STARTTLS_THEN_CLOSE)) {
		if (session_has(s, FAULT_INJECTED_REPLY_LATE))
			inject_late(s);
		return false;
	}
	return true;
}

static bool wants_version(
	const struct session *s, enum fault fault, unsigned version)
{
	const struct fault_setting *setting = session_fault(s, fault);

	return setting->on && (setting->versions & version) != 0;
}

static bool has_wrong_name(const struct session *s, const char *server_name)
{
	const struct fault_setting *wants = session_fault(s, FAULT_WANTS_SNI);

	if (!wants->on)
		return false;
	if (*wants->text != '\0')
		return strcasecmp(wants->text, server_name) != 0;
	return !tls_config_has_name(s->listener->tls, server_name);
}

/* A record of 122 octets, of which 17 come. */
static void send_half_hello(struct session *s)
{
	static const unsigned char begun[] = {22, 3, 3, 0, 122, 2, 0, 0, 118, 3,
		3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

	channel_send(&s->channel, begun, sizeof(begun));
	if (session_has(s, FAULT_HALF_HELLO_SILENT))
		stay_silent(s);
}

static bool closes_at_hello(const struct session *s, const struct hello *hello)
{
	return session_has(s, FAULT_CLOSE_IN_HANDSHAKE) ||
	       wants_version(s, FAULT_CLOSE_VERSION, hello->best) ||
	       (session_has(s, FAULT_NO_SNI_CLOSE) &&
		       *hello->server_name == '\0');
}

bool misbehave_at_hello(struct session *s, const struct hello *hello)
{
	const struct fault_setting *alert =
		session_fault(s, FAULT_ALERT_VERSION);
	int fd = s->channel.fd;

	if (session_has(s, FAULT_RESET_IN_HANDSHAKE) ||
		wants_version(s, FAULT_RESET_VERSION, hello->best))
		reset(s);
	else if (session_has(s, FAULT_HALF_HELLO) ||
		 session_has(s, FAULT_HALF_HELLO_SILENT))
		send_half_hello(s);
	else if (session_has(s, FAULT_SILENT_IN_HANDSHAKE) ||
		 wants_version(s, FAULT_SILENT_VERSION, hello->best))
		stay_silent(s);
	else if (wants_version(s, FAULT_ALERT_VERSION, hello->best))
		tls_send_alert(fd, hello->best, (unsigned)alert->number);
	else if (has_wrong_name(s, hello->server_name))
		tls_send_alert(fd, hello->best, GNUTLS_A_UNRECOGNIZED_NAME);
	else if (!closes_at_hello(s, hello))
		return false;
	return true;
}

static void refuse_version(struct session *s)
{
	/* Where the server speaks first that is the greeting, else the reply to
	 * the first command. */
	if (s->mode == MODE_EXPLICIT && !words_of(s)->lists_unasked &&
		!channel_wait(&s->channel, -1))
		return;
	send_line(s, words_of(s)->old_version);
}

bool misbehave_in_tls(struct session *s)
{
	const struct fault_setting *alert =
		session_fault(s, FAULT_ALERT_AFTER_HANDSHAKE);

	if (session_has(s, FAULT_HTTPS)) {
		serve_http(s, -1);
		return true;
	}
	if (alert->on) {
		gnutls_alert_send(s->channel.tls, GNUTLS_AL_FATAL,
			(gnutls_alert_description_t)alert->number);
		s->channel.dead = true;
		return true;
	}
	if (wants_version(s, FAULT_REFUSE_VERSION, s->tls_version)) {
		refuse_version(s);
		return true;
	}
	return false;
}

bool misbehave_now(const struct session *s, enum fault fault)
{
	const struct fault_setting *setting = session_fault(s, fault);

	if (!setting->on)
		return false;
	if (*setting->text == '\0')
		return true;
	return (strcmp(setting->text, "tls") == 0) == (s->tls_version != 0);
}

static void reply_without_end(struct session *s)
{
	send_text(s, words_of(s)->reply_start);
	send_lines_forever(s, words_of(s)->reply_line);
}

static void send_but_last_line(struct session *s, const struct reply *reply)
{
	struct reply part = *reply;
	struct octets text = {0};

	part.count--;
	reply_write(&part, &text);
	channel_send(&s->channel, text.data, text.len);
	octets_clear(&text);
}

static void send_half(struct session *s, const struct reply *reply)
{
	struct octets text = {0};

	reply_write(reply, &text);
	text.len /= 2;
	/* Not between two lines. */
	while (text.len > 1 && (text.data[text.len - 1] == '\n' ||
				       text.data[text.len - 1] == '\r'))
		text.len--;
	channel_send(&s->channel, text.data, text.len);
	octets_clear(&text);
}

bool misbehave_at_capabilities(struct session *s, const struct reply *reply)
{
	if (misbehave_now(s, FAULT_ENDLESS_REPLY))
		reply_without_end(s);
	else if (misbehave_now(s, FAULT_EOF_MID_REPLY) && reply->count > 0)
		send_but_last_line(s, reply);
	else if (misbehave_now(s, FAULT_EOF_MID_LINE))
		send_half(s, reply);
	else
		return false;
	return true;
}
