/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* AUTH (RFC 5034), USER and PASS, APOP (RFC 1939 section 7), and the maildrop,
 * whose messages are counted and neither fetched nor marked. */

#include "probes/services/pop3.h"

#include "model/text/ascii.h"
#include "probes/login/login.h"

#include <nettle/md5.h>
#include <stdio.h>
#include <string.h>

/* A longer list is not asked for: one identifier shows that there are any. */
#define LISTED_MESSAGES REPLY_LINES

/* A line may have 255 octets, and the command alone is always right. */
static size_t pop3_initial_room(const struct dialogue *d, const char *mechanism)
{
	(void)d;
	(void)mechanism;
	return 0;
}

static void pop3_begin(
	struct dialogue *d, const char *mechanism, const struct secret *initial)
{
	(void)initial;
	dialogue_send(d, arena_printf(d->facts->arena, "AUTH %s", mechanism));
}

static enum login_step pop3_hear_login(
	struct dialogue *d, struct octets *ret_challenge)
{
	struct octets line, rest;

	if (!dialogue_read(d, &line))
		return LOGIN_ANSWERED;
	rest = line;
	if (ascii_equals(ascii_take_word(&rest), "+")) {
		*ret_challenge = ascii_take_word(&rest);
		return LOGIN_CHALLENGED;
	}
	if (ascii_begins(line, "+OK") || ascii_begins(line, "-ERR"))
		login_note_answer(d, line.data[0] == '+', 0, line);
	else
		dialogue_stop(d, ST_SYNTAX, line);
	return LOGIN_ANSWERED;
}

/* The rest of the line is the password, blanks and all. */
static void say_pass(struct dialogue *d, const struct login_request *request)
{
	struct octets password = secret_octets(request->account.password);
	struct secret *line = secret_new(password.length + 8);
	struct octets ignored;

	secret_add_text(line, "PASS ");
	secret_add(line, password.data, password.length);
	d->facts->login.sent = d->status == ST_OK;
	dialogue_send_secret(d, line, "PASS [login data: not shown]");
	secret_free(line);
	pop3_hear_login(d, &ignored);
}

static void say_user(struct dialogue *d, const struct login_request *request)
{
	struct octets line;
	bool taken;

	dialogue_send(d, arena_printf(d->facts->arena, "USER %s",
				 request->account.user));
	taken = pop3_hear(d, &line);
	if (d->status != ST_OK)
		return;
	if (taken)
		say_pass(d, request);
	else
		login_note_answer(d, false, 0, line);
}

/* The timestamp with its angle brackets. */
static struct octets timestamp_of(struct octets greeting)
{
	const unsigned char *begin =
		memchr(greeting.data, '<', greeting.length);
	size_t left =
		begin ? greeting.length - (size_t)(begin - greeting.data) : 0;
	const unsigned char *end = left ? memchr(begin, '>', left) : NULL;

	return (struct octets){begin, end ? (size_t)(end - begin) + 1 : 0};
}

/* RFC 1939 section 7: the MD5 of the timestamp and the secret. */
static void say_apop(struct dialogue *d, const struct login_request *request)
{
	struct octets password = secret_octets(request->account.password);
	struct octets timestamp = timestamp_of(d->facts->greeting.text);
	size_t length = strlen(request->account.user);
	struct secret *line = secret_new(length + 2 * MD5_DIGEST_SIZE + 8);
	unsigned char digest[MD5_DIGEST_SIZE];
	struct octets ignored;
	struct md5_ctx md5;

	md5_init(&md5);
	md5_update(&md5, timestamp.length, timestamp.data);
	md5_update(&md5, password.length, password.data);
	md5_digest(&md5, sizeof(digest), digest);
	explicit_bzero(&md5, sizeof(md5));
	secret_add_text(line, "APOP ");
	secret_add_text(line, request->account.user);
	secret_add_text(line, " ");
	for (size_t i = 0; i < sizeof(digest); i++) {
		char pair[3];

		snprintf(pair, sizeof(pair), "%02x", digest[i]);
		secret_add_text(line, pair);
	}
	explicit_bzero(digest, sizeof(digest));
	d->facts->login.sent = d->status == ST_OK;
	dialogue_send_secret(d, line, "APOP [login data: not shown]");
	secret_free(line);
	pop3_hear_login(d, &ignored);
}

static void pop3_say_own(struct dialogue *d,
	const struct login_request *request, const char *way)
{
	if (strcmp(way, LOGIN_APOP) == 0)
		say_apop(d, request);
	else
		say_user(d, request);
}

/* drop-listing = "+OK" SP nn SP mm, RFC 1939 section 5 */
static void note_drop(struct mailbox_facts *mailbox, struct octets line)
{
	struct octets word;

	ascii_take_word(&line);
	word = ascii_take_word(&line);
	if (!word.length || word.length > 9)
		return;
	for (size_t i = 0; i < word.length; i++) {
		if (!ascii_is_digit(word.data[i]))
			return;
		mailbox->messages =
			10 * mailbox->messages + (unsigned)(word.data[i] - '0');
	}
	mailbox->counted = true;
}

/* RFC 1939 section 7 leaves UIDL to the server. A refusal stops nothing: the
 * maildrop is open all the same. */
static bool say_uidl(struct dialogue *d, const char *command)
{
	struct mailbox_facts *mailbox = &d->facts->mailbox;
	struct octets line;
	bool taken;

	dialogue_send(d, command);
	taken = pop3_hear(d, &line);
	if (d->status == ST_OK && !taken) {
		mailbox->uidl = ANSWER_NEGATIVE;
		mailbox->uidl_reply = dialogue_keep(d, line);
	}
	return taken;
}

static void count_identifiers(struct dialogue *d)
{
	struct mailbox_facts *mailbox = &d->facts->mailbox;
	struct octets line;
	unsigned count = 0;

	if (!say_uidl(d, "UIDL"))
		return;
	/* Mail may have come since STAT. */
	while (dialogue_read(d, &line) && count < 2 * LISTED_MESSAGES) {
		if (ascii_equals(line, ".")) {
			mailbox->uidl = ANSWER_POSITIVE;
			mailbox->listed = true;
			mailbox->identifiers = count;
			return;
		}
		count++;
	}
	dialogue_require(d, false, ST_REPLY_TOO_LONG);
}

static void pop3_look(struct dialogue *d, const struct login_request *request)
{
	struct mailbox_facts *mailbox = &d->facts->mailbox;
	struct octets line;
	bool opened;

	(void)request;
	dialogue_enter(d, STAGE_MAILBOX);
	mailbox->asked = true;
	dialogue_send(d, "STAT");
	opened = pop3_hear(d, &line);
	if (d->status != ST_OK)
		return;
	mailbox->answer = opened ? ANSWER_POSITIVE : ANSWER_NEGATIVE;
	if (!opened) {
		mailbox->reply = dialogue_keep(d, line);
		dialogue_stop(d, ST_REFUSED, line);
		return;
	}
	note_drop(mailbox, line);
	if (!mailbox->counted)
		return;
	if (mailbox->messages <= LISTED_MESSAGES) {
		count_identifiers(d);
		return;
	}
	if (say_uidl(d, arena_printf(
				d->facts->arena, "UIDL %u", mailbox->messages)))
		mailbox->uidl = ANSWER_POSITIVE;
}

const struct login_verbs login_verbs_pop3 = {
	.say_own = pop3_say_own,
	.begin = pop3_begin,
	.initial_room = pop3_initial_room,
	.hear = pop3_hear_login,
	.look = pop3_look,
};
