/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* MAIL, RCPT, DATA (RFC 5321 section 3.3). */

#include "probes/services/smtp.h"
#include "net/io.h"
#include "probes/trip/trip.h"

#include <string.h>

/* Notes the reply if it is not the one that is due. */
static bool hear(struct dialogue *d, unsigned due)
{
	struct trip_facts *trip = &d->facts->trip;
	struct smtp_reply reply;

	if (!smtp_hear(d, &reply))
		return false;
	if (reply.code / 100 == due)
		return true;
	trip->answer = ANSWER_NEGATIVE;
	trip->code = reply.code;
	trip->reply = smtp_keep(d, &reply);
	d->facts->reply_code = reply.code;
	dialogue_stop(d, ST_REFUSED, reply.text);
	return false;
}

static bool say(struct dialogue *d, const char *command, unsigned due)
{
	dialogue_send(d, command);
	return hear(d, due);
}

static bool announce(struct dialogue *d, const struct letter *letter)
{
	struct arena *arena = d->facts->arena;

	return say(d,
		       arena_printf(arena, "MAIL FROM:<%s>%s", letter->from,
			       letter_needs_utf8(letter) ? " SMTPUTF8" : ""),
		       2) &&
	       say(d, arena_printf(arena, "RCPT TO:<%s>", letter->to), 2) &&
	       say(d, "DATA", 3);
}

/* RFC 6531 section 3.1: to others, such an address must not be sent. */
static bool may_send(const struct dialogue *d, const struct letter *letter)
{
	return !letter_needs_utf8(letter) || smtp_offers(d, "SMTPUTF8");
}

/* Without the last line end, which every command gets. */
static const char *text_of(struct arena *arena, const struct letter *letter)
{
	struct octets text = letter_stuff(arena, letter_write(arena, letter));

	return arena_printf(arena, "%.*s", (int)text.length - 2, text.data);
}

bool trip_send(
	struct dialogue *d, const struct letter *letter, int64_t *ret_taken_us)
{
	struct trip_facts *trip = &d->facts->trip;
	int64_t begin_us = io_now_us();
	struct smtp_reply reply;

	trip->asked = true;
	if (d->status == ST_OK && !may_send(d, letter)) {
		trip->why_not = "the submission server does not offer "
				"SMTPUTF8, which addresses outside ASCII need";
		return false;
	}
	trip->message_id = letter_message_id(d->facts->arena, letter);
	trip->to = arena_strdup(d->facts->arena, letter->to);
	dialogue_enter(d, STAGE_SEND);
	if (d->status != ST_OK || !announce(d, letter))
		return false;
	dialogue_send(d, text_of(d->facts->arena, letter));
	/* From here on it may be on its way, whatever is heard. */
	if (smtp_hear(d, &reply)) {
		trip->answer = reply.code / 100 == 2 ? ANSWER_POSITIVE
						     : ANSWER_NEGATIVE;
		trip->code = reply.code;
		trip->reply = smtp_keep(d, &reply);
	}
	*ret_taken_us = io_now_us();
	trip->send_us = *ret_taken_us - begin_us;
	if (trip->answer == ANSWER_NEGATIVE) {
		d->facts->reply_code = trip->code;
		dialogue_stop(d, ST_REFUSED, trip->reply);
	}
	return trip->answer != ANSWER_NEGATIVE;
}
