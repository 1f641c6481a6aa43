/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* SMTP (RFC 5321) and what greets like it, STARTTLS of RFC 3207, AUTH of
 * RFC 4954. */

#include "probes/services/smtp.h"

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "model/text/date.h"
#include "probes/probe.h"

#include <string.h>

/* Room for a reply, in place of the last one's: most of them are forgotten, and
 * each may have a megabyte. */
static struct builder make_room(struct dialogue *d)
{
	arena_free(d->words);
	d->words = arena_new();
	return (struct builder){.arena = d->words};
}

struct octets smtp_keep(struct dialogue *d, const struct smtp_reply *reply)
{
	return reply->lines ? dialogue_keep(d, reply->text)
			    : (struct octets){0};
}

/* What agrees to a command is kept where a rule asked, and else nowhere. */
static bool is_kept(const struct dialogue *d, const struct smtp_reply *reply)
{
	return reply->code / 100 != 2 || d->facts->offer != OFFER_NONE ||
	       (d->facts->stage != STAGE_CAPABILITIES &&
		       d->facts->stage != STAGE_STARTTLS);
}

/* Whether the line is one too many. */
static bool goes_too_far(const struct dialogue *d,
	const struct smtp_reply *reply, size_t length, struct octets line)
{
	return reply->lines == REPLY_LINES ||
	       (is_kept(d, reply) && length + line.length > REPLY_OCTETS);
}

bool smtp_offers(const struct dialogue *d, const char *keyword)
{
	const struct capabilities *caps =
		d->inside_tls ? &d->facts->protected : &d->facts->cleartext;

	for (size_t i = 0; i < caps->item_count; i++) {
		struct octets rest = caps->items[i];

		if (ascii_equals(ascii_take_word(&rest), keyword))
			return true;
	}
	return false;
}

/* Every line has the same code (RFC 5321 section 4.2.1).
 *
 * Reply-line = *( Reply-code "-" [ textstring ] CRLF )
 *              Reply-code [ SP textstring ] CRLF     RFC 5321 section 4.2
 *
 * `each`, if any, sees the text of every line.  Answers whether a whole reply
 * came; what came of one cut short is in `reply`, too. */
static bool read_lines(struct dialogue *d, struct smtp_reply *reply,
	void (*each)(struct dialogue *, struct capabilities *, struct octets,
		unsigned index),
	struct capabilities *caps)
{
	struct builder all = make_room(d);
	struct octets line;
	bool whole = false;

	*reply = (struct smtp_reply){0};
	while (!whole && dialogue_read(d, &line)) {
		unsigned code;

		if (!service_greets(d->service, line)) {
			dialogue_stop(d, ST_SYNTAX, line);
			break;
		}
		code = (unsigned)(line.data[0] - '0') * 100 +
		       (unsigned)(line.data[1] - '0') * 10 +
		       (unsigned)(line.data[2] - '0');
		if (reply->lines && code != reply->code) {
			d->facts->detail = arena_printf(d->facts->arena,
				"the lines of one reply have the codes %u and "
				"%u",
				reply->code, code);
			dialogue_stop(d, ST_SYNTAX, line);
			break;
		}
		if (goes_too_far(d, reply, all.length, line)) {
			dialogue_stop(d, ST_REPLY_TOO_LONG, line);
			break;
		}
		/* What the lines are gathered in is not wiped. */
		dialogue_blot(d, line);
		if (reply->lines)
			builder_add(&all, "\n");
		builder_add_octets(&all, line);
		whole = line.length == 3 || line.data[3] == ' ';
		if (each && code / 100 == 2)
			each(d, caps,
				(struct octets){
					line.data + (line.length > 3 ? 4 : 3),
					line.length > 3 ? line.length - 4 : 0},
				reply->lines);
		reply->code = code;
		reply->lines++;
	}
	if (reply->lines)
		reply->text = (struct octets){
			(unsigned char *)builder_text(&all), all.length};
	return whole;
}

bool smtp_hear(struct dialogue *d, struct smtp_reply *ret_reply)
{
	return read_lines(d, ret_reply, NULL, NULL);
}

/* Stops for a negative reply.  421 says that the connection ends (RFC 5321
 * section 3.8); the other 4yz replies ask to try later, but a 454 to STARTTLS
 * means that TLS is not available (RFC 3207 section 4), and some say so by
 * another code. */
static void stop_for(struct dialogue *d, const struct smtp_reply *reply)
{
	bool transient =
		reply->code / 100 == 4 && reply->code != 454 &&
		!(reply->code != 421 && dialogue_lacks_tls(d, reply->text));

	if (d->status == ST_OK)
		d->facts->reply_code = reply->code;
	dialogue_stop(d, transient ? ST_THROTTLED : ST_REFUSED, reply->text);
}

/* The first line alone tells whether this is SMTP at all. */
static bool check_service(struct dialogue *d)
{
	struct greeting *greeting = &d->facts->greeting;
	const struct octets *line = &d->facts->reply;

	if (d->status != ST_SYNTAX || greeting->text.length)
		return true;
	greeting->seen = true;
	greeting->text = *line;
	dialogue_note_greeter(d, *line);
	if (greeting->known_service) {
		d->status = d->facts->status = ST_WRONG_SERVICE;
	} else if (!service_is_refusal(*line)) {
		d->facts->reply = dialogue_keep(d, dialogue_heard(d));
	} else {
		d->status = d->facts->status = ST_OK;
		dialogue_turn_away(d, *line);
	}
	return false;
}

static void smtp_greeting(struct dialogue *d)
{
	struct greeting *greeting = &d->facts->greeting;
	struct smtp_reply reply;
	bool whole = smtp_hear(d, &reply);

	greeting->text = smtp_keep(d, &reply);
	if (!check_service(d))
		return;
	greeting->wait_seen = reply.lines > 1;
	greeting->code = reply.code;
	greeting->time_s = date_find(reply.text);
	if (reply.lines) {
		greeting->known_service = true;
		greeting->service = d->service;
	}
	if (!whole)
		return;
	greeting->seen = true;
	if (reply.code / 100 != 2)
		stop_for(d, &reply);
	else if (reply.code != 220)
		dialogue_stop(d, ST_SYNTAX, reply.text);
}

/* ehlo-line = ehlo-keyword *( SP ehlo-param ); the first one is the domain.
 * Old servers write "AUTH=LOGIN" for "AUTH LOGIN" (RFC 4954 section 3). */
static void note_keyword(struct dialogue *d, struct capabilities *caps,
	struct octets line, unsigned index)
{
	struct octets rest = line, word = ascii_take_word(&rest);

	if (index == 0)
		return;
	dialogue_add_capability(d, caps, line);
	if (ascii_equals(word, "STARTTLS"))
		caps->starttls = true;
	if (dialogue_is_masked(word))
		caps->masked = true;
	if (ascii_begins(word, "AUTH=")) {
		dialogue_add_mechanism(d, caps,
			(struct octets){word.data + 5, word.length - 5});
		word.length = 4;
	}
	if (ascii_equals(word, "AUTH"))
		while ((word = ascii_take_word(&rest)).length)
			dialogue_add_mechanism(d, caps, word);
}

static void smtp_capabilities(struct dialogue *d, struct capabilities *caps)
{
	struct smtp_reply reply;

	dialogue_send(d, arena_printf(d->facts->arena, "%s %s",
				 service_row(d->service)->capability_verb,
				 SERVICE_CLIENT_NAME));
	if (!read_lines(d, &reply, note_keyword, caps))
		return;
	if (reply.code / 100 == 2) {
		caps->seen = true;
		return;
	}
	caps->refused = true;
	caps->refusal = smtp_keep(d, &reply);
	/* 500 to 504: the command is not known; others refuse the client. */
	if (reply.code < 500 || reply.code > 504)
		stop_for(d, &reply);
}

static void smtp_starttls(struct dialogue *d)
{
	struct smtp_reply reply;

	dialogue_send(d, "STARTTLS");
	if (d->status != ST_OK)
		return;
	d->facts->starttls_sent = true;
	if (!smtp_hear(d, &reply))
		return;
	if (reply.code / 100 == 2)
		d->facts->starttls_agreed = true;
	else
		stop_for(d, &reply);
}

static void smtp_act(struct dialogue *d, const char *command)
{
	struct act_facts *act = &d->facts->act;
	struct smtp_reply reply;

	dialogue_send(d, command);
	act->said = d->status == ST_OK;
	if (!smtp_hear(d, &reply))
		return;
	act->answer = reply.code / 100 == 2 || reply.code / 100 == 3
			      ? ANSWER_POSITIVE
			      : ANSWER_NEGATIVE;
	act->code = reply.code;
	act->reply = smtp_keep(d, &reply);
}

static void smtp_hear_noop(struct dialogue *d)
{
	struct smtp_reply reply;

	smtp_hear(d, &reply);
}

static void smtp_quit(struct dialogue *d, bool listen)
{
	struct smtp_reply reply;

	dialogue_send(d, "QUIT");
	if (listen)
		smtp_hear(d, &reply);
}

const struct probe_verbs probe_verbs_smtp = {
	.greeting = smtp_greeting,
	.capabilities = smtp_capabilities,
	.starttls = smtp_starttls,
	.act = smtp_act,
	.noop = "NOOP",
	.hear_noop = smtp_hear_noop,
	.quit = smtp_quit,
	.capabilities_first = true,
};
