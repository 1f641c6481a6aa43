/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* AUTH (RFC 4954), and whether the user's address may send: MAIL, which RSET
 * undoes. */

#include "probes/services/smtp.h"

#include "model/text/ascii.h"
#include "probes/login/login.h"

#include <string.h>

#define LINE_ROOM 12288 /* RFC 4954 section 4 */
#define COMMAND_ROOM 64 /* of it, for the command itself */

/* LOGIN is no standard, and not everybody takes it in one line. */
static size_t smtp_initial_room(const struct dialogue *d, const char *mechanism)
{
	(void)d;
	return strcmp(mechanism, "LOGIN") == 0 ? 0 : LINE_ROOM - COMMAND_ROOM;
}

static void smtp_begin(
	struct dialogue *d, const char *mechanism, const struct secret *initial)
{
	struct octets octets;
	struct secret *line;
	const char *head = arena_printf(d->facts->arena, "AUTH %s", mechanism);

	if (!initial) {
		dialogue_send(d, head);
		return;
	}
	octets = secret_octets(initial);
	line = secret_new(COMMAND_ROOM + secret_base64_length(octets.length));
	secret_add_text(line, head);
	secret_add_text(line, octets.length ? " " : " =");
	secret_add_base64(line, octets);
	dialogue_send_secret(d, line,
		arena_printf(
			d->facts->arena, "%s [login data: not shown]", head));
	secret_free(line);
}

static enum login_step smtp_hear_login(
	struct dialogue *d, struct octets *ret_challenge)
{
	struct smtp_reply reply;
	struct octets rest;

	if (!smtp_hear(d, &reply))
		return LOGIN_ANSWERED;
	rest = reply.text;
	if (reply.code == 334) {
		ascii_take_word(&rest);
		*ret_challenge = ascii_take_word(&rest);
		return LOGIN_CHALLENGED;
	}
	login_note_answer(d, reply.code / 100 == 2, reply.code, reply.text);
	return LOGIN_ANSWERED;
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text > 0x7f)
			return false;
	return true;
}

static void note_sender(struct dialogue *d, const struct smtp_reply *reply)
{
	struct send_facts *send = &d->facts->send;

	send->answer =
		reply->code / 100 == 2 ? ANSWER_POSITIVE : ANSWER_NEGATIVE;
	send->code = reply->code;
	send->reply = smtp_keep(d, reply);
}

static void smtp_look(struct dialogue *d, const struct login_request *request)
{
	struct send_facts *send = &d->facts->send;
	bool at_once = smtp_offers(d, "PIPELINING");
	struct smtp_reply reply;

	dialogue_enter(d, STAGE_SEND);
	send->asked = true;
	send->address = arena_strdup(d->facts->arena, request->address);
	dialogue_send(d, arena_printf(d->facts->arena, "MAIL FROM:<%s>%s",
				 request->address,
				 !is_ascii(request->address) &&
						 smtp_offers(d, "SMTPUTF8")
					 ? " SMTPUTF8"
					 : ""));
	if (at_once)
		dialogue_send(d, "RSET");
	if (!smtp_hear(d, &reply))
		return;
	note_sender(d, &reply);
	if (!at_once && send->answer == ANSWER_POSITIVE)
		dialogue_send(d, "RSET");
	if (at_once || send->answer == ANSWER_POSITIVE)
		smtp_hear(d, &reply);
	if (send->answer != ANSWER_NEGATIVE)
		return;
	d->facts->reply_code = send->code;
	dialogue_stop(d, ST_REFUSED, send->reply);
}

const struct login_verbs login_verbs_smtp = {
	.begin = smtp_begin,
	.initial_room = smtp_initial_room,
	.hear = smtp_hear_login,
	.look = smtp_look,
};
