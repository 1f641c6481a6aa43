/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/checks/cut_peer.h"

#include "evidence/offered/offered.h"
#include "model/table.h"
#include "probes/probe.h"

#include <stdio.h>
#include <string.h>

struct peer {
	struct wire wire;
	enum service service; /* of the server */
	const struct cut_server *server;
	const struct cut_place *place;
	char text[2048]; /* of the peer, not read yet */
	size_t at, length;
	size_t sent;
	bool inside_tls;
	bool greeted;
	bool said_hello; /* EHLO, since TLS */
	bool gone;       /* the last words were said */
};

static bool is_over(const struct peer *peer)
{
	return peer->gone ||
	       (peer->place->cut && peer->sent >= peer->place->octets);
}

/* Says it, or the last words where it would begin beyond the cut. */
static void say(struct peer *peer, const char *text)
{
	const struct cut_place *place = peer->place;

	if (place->cut && place->last_words && !peer->gone &&
		peer->sent + (peer->length - peer->at) >= place->octets) {
		text = place->last_words;
		peer->gone = true;
	} else if (peer->gone) {
		return;
	}
	peer->length += (size_t)snprintf(peer->text + peer->length,
		sizeof(peer->text) - peer->length, "%s", text);
}

struct answer_row {
	const char *command;
	const char *clear;  /* %s: IMAP's tag */
	const char *inside; /* NULL: the same */
};

static const struct answer_row imap_rows[] = {
	{"CAPABILITY",
		"* CAPABILITY IMAP4rev1 IDLE STARTTLS LOGINDISABLED\r\n"
		"%s OK done\r\n",
		"* CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN\r\n%s OK done\r\n"},
	{"STARTTLS", "%s OK go\r\n", "%s BAD what\r\n"},
	{"NOOP", "%s OK done\r\n", NULL},
	{"LOGOUT", "* BYE bye\r\n%s OK done\r\n", NULL},
	{"", "%s BAD what\r\n", NULL},
};
static const struct answer_row pop3_rows[] = {
	{"CAPA", "+OK\r\nTOP\r\nUIDL\r\nSTLS\r\n.\r\n",
		"+OK\r\nTOP\r\nUIDL\r\nUSER\r\nSASL PLAIN\r\n.\r\n"},
	{"STLS", "+OK go\r\n", "-ERR what\r\n"},
	{"NOOP", "-ERR log in first\r\n", NULL},
	{"QUIT", "+OK bye\r\n", NULL},
	{"", "-ERR what\r\n", NULL},
};
static const struct answer_row smtp_rows[] = {
	{"EHLO",
		"250-mail.example.com\r\n250-SIZE 52428800\r\n"
		"250-STARTTLS\r\n250 8BITMIME\r\n",
		"250-mail.example.com\r\n250-SIZE 52428800\r\n"
		"250-AUTH PLAIN\r\n250 8BITMIME\r\n"},
	{"STARTTLS", "220 2.0.0 go\r\n", "503 5.5.1 what\r\n"},
	{"MAIL", "530 5.7.0 Must issue a STARTTLS command first\r\n",
		"530 5.7.0 Authentication required\r\n"},
	{"RSET", "250 2.0.0 ok\r\n", NULL},
	{"NOOP", "250 2.0.0 ok\r\n", NULL},
	{"QUIT", "221 2.0.0 bye\r\n", NULL},
	{"", "500 5.5.1 what\r\n", NULL},
};

static const struct peer_row {
	const char *greeting;
	const struct answer_row *rows;
	const char *busy;
} peers[] = {
	[SERVICE_IMAP] = {"* OK ready\r\n", imap_rows,
		"* BYE Too many connections, try again later\r\n"},
	[SERVICE_POP3] = {"+OK ready\r\n", pop3_rows,
		"-ERR [IN-USE] Mailbox is locked\r\n"},
	[SERVICE_SMTP] = {"220 mail.example.com ESMTP ready\r\n", smtp_rows,
		"421 4.3.2 Try again later\r\n"},
};

const char *cut_peer_busy(enum service service)
{
	return peers[service].busy;
}

static void answer(struct peer *peer, const char *line)
{
	const struct answer_row *row = peers[peer->service].rows;
	const char *tag = "", *text;
	char words[512], name[16];

	if (peer->service == SERVICE_IMAP) {
		size_t length = strcspn(line, " ");

		snprintf(name, sizeof(name), "%.*s", (int)length, line);
		tag = name;
		line += length + (line[length] == ' ');
	}
	while (*row->command &&
		strncmp(line, row->command, strlen(row->command)) != 0)
		row++;
	text = peer->inside_tls && row->inside ? row->inside : row->clear;
	if (strcmp(row->command, "MAIL") == 0 && !peer->said_hello)
		text = "503 5.5.1 EHLO first\r\n";
	if (strcmp(row->command, "EHLO") == 0)
		peer->said_hello = true;
	if (peer->service == SERVICE_IMAP) {
		const char *mark = strstr(text, "%s");

		snprintf(words, sizeof(words), "%.*s%s%s", (int)(mark - text),
			text, tag, mark + 2);
		text = words;
	}
	say(peer, text);
}

static enum status peer_read(
	struct wire *wire, void *data, size_t size, size_t *ret_length)
{
	struct peer *peer = (struct peer *)wire;
	size_t length;

	if (!peer->greeted) {
		peer->greeted = true;
		say(peer, peers[peer->service].greeting);
	}
	length = peer->length - peer->at;
	if (length > size)
		length = size;
	if (peer->place->cut && !peer->gone) {
		size_t left = peer->place->octets > peer->sent
				      ? peer->place->octets - peer->sent
				      : 0;

		if (length > left)
			length = left;
	}
	if (!length)
		return peer->place->cut ? peer->place->status : ST_TIMEOUT;
	memcpy(data, peer->text + peer->at, length);
	peer->at += length;
	peer->sent += length;
	*ret_length = length;
	if (peer->inside_tls)
		wire->facts->tls.confirmed = true;
	return ST_OK;
}

/* What stands behind a command that begins TLS is thrown away. */
static enum status peer_write(
	struct wire *wire, const void *data, size_t length)
{
	struct peer *peer = (struct peer *)wire;
	const char *line = data, *end = line + length;

	while (line < end && !peer->gone) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		char text[512];

		if (!newline)
			break;
		snprintf(text, sizeof(text), "%.*s", (int)(newline - line),
			line);
		answer(peer, text);
		if (!peer->inside_tls &&
			(strstr(text, "STARTTLS") || strstr(text, "STLS")))
			break;
		line = newline + 1;
	}
	return ST_OK;
}

static void add_alert(struct probe_facts *facts, unsigned code)
{
	struct alert *alert = arena_alloc(facts->arena, sizeof(*alert));

	*alert = (struct alert){true, true, code};
	facts->tls.alerts = alert;
	facts->tls.alert_count = 1;
}

/* Of what rules offer alone, it takes what hellos found. */
static bool refuses(const struct peer *peer, enum offer_id offer)
{
	return offered_topics(offer) &&
	       offered_result(peer->server->takes, offer) != OFFER_ACCEPTED;
}

/* The server speaks TLS 1.2 and 1.3. */
static enum status peer_start_tls(struct wire *wire, struct octets early)
{
	struct peer *peer = (struct peer *)wire;
	struct probe_facts *facts = wire->facts;
	enum tls_version version =
		facts->tls_offered & TLS_BIT(TLS_1_3) ? TLS_1_3 : TLS_1_2;

	(void)early;
	facts->tls.started = true;
	peer->at = peer->length = 0;
	if (is_over(peer)) {
		facts->tls.server_hello = peer->place->hello;
		if (peer->place->hello)
			facts->tls.version = version;
		return peer->place->status == ST_OK ? ST_EOF
						    : peer->place->status;
	}
	peer->sent++;
	if (refuses(peer, facts->offer) ||
		!(facts->tls_offered & TLS_BIT(version))) {
		add_alert(facts, refuses(peer, facts->offer) ? 40 : 70);
		return ST_ALERT;
	}
	peer->inside_tls = true;
	peer->said_hello = false;
	facts->tls.completed = facts->tls.server_hello = true;
	facts->tls.version = version;
	facts->tls.chain = peer->server->shown->chain;
	facts->tls.chain_count = peer->server->shown->chain_count;
	facts->tls.trust = peer->server->shown->trust;
	facts->tls.cipher_suite = "TLS_AES_128_GCM_SHA256";
	facts->tls.group = "X25519";
	facts->tls.signature = "RSA-PSS-RSAE-SHA256";
	facts->tls.extended_master_secret = true;
	facts->tls.renegotiation_info = true;
	return ST_OK;
}

static enum status peer_renegotiate(struct wire *wire, enum answer *ret_answer)
{
	struct peer *peer = (struct peer *)wire;

	*ret_answer = ANSWER_NONE;
	if (is_over(peer))
		return peer->place->status;
	peer->sent++;
	*ret_answer = ANSWER_NEGATIVE;
	return ST_OK;
}

static void peer_hurry(struct wire *wire, int64_t duration_us)
{
	(void)wire;
	(void)duration_us;
}

static void peer_finish(struct wire *wire)
{
	(void)wire;
}

static const struct wire_ops peer_ops = {
	.read = peer_read,
	.write = peer_write,
	.start_tls = peer_start_tls,
	.renegotiate = peer_renegotiate,
	.hurry = peer_hurry,
	.finish = peer_finish,
};

size_t cut_peer_speak(struct probe_facts *facts,
	const struct cut_server *server, const struct cut_place *place)
{
	struct peer peer = {
		.wire = {.ops = &peer_ops, .facts = facts},
		.service = server->service,
		.server = server,
		.place = place,
	};

	probe_speak(&peer.wire, server->service, false);
	return peer.sent;
}
