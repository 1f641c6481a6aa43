/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* POP3: RFC 1939, CAPA of RFC 2449, STLS of RFC 2595. */

#include "probes/services/pop3.h"

#include "model/text/ascii.h"
#include "probes/probe.h"
#include "probes/turn_away.h"

static void pop3_greeting(struct dialogue *d)
{
	struct octets line;

	/* Old servers say "-ERR" alone when they have had enough for now. */
	if (dialogue_read_greeting(d, &line) &&
		service_turns_away(d->service, line))
		dialogue_turn_away(d, line);
}

/* response = ("+OK" / "-ERR") [SP text], RFC 1939 section 3 */
bool pop3_hear(struct dialogue *d, struct octets *ret_line)
{
	struct octets rest, word;

	if (!dialogue_read(d, ret_line))
		return false;
	rest = *ret_line;
	word = ascii_take_word(&rest);
	if (ascii_equals(word, "+OK"))
		return true;
	if (!ascii_equals(word, "-ERR"))
		dialogue_stop(d, ST_SYNTAX, *ret_line);
	else if (turn_away_asks_later(rest) && !dialogue_lacks_tls(d, rest))
		dialogue_stop(d, ST_THROTTLED, *ret_line);
	return false;
}

static void note_capability(
	struct dialogue *d, struct capabilities *caps, struct octets line)
{
	struct octets rest = line, word = ascii_take_word(&rest);

	dialogue_add_capability(d, caps, line);
	if (ascii_equals(word, "STLS"))
		caps->starttls = true;
	if (dialogue_is_masked(word))
		caps->masked = true;
	if (ascii_equals(word, "USER"))
		caps->user = true;
	if (ascii_equals(word, "SASL"))
		while ((word = ascii_take_word(&rest)).length)
			dialogue_add_mechanism(d, caps, word);
}

/* A multi-line response ends in "."; a line that begins with one has it
 * doubled (RFC 1939 section 3). */
static void pop3_capabilities(struct dialogue *d, struct capabilities *caps)
{
	struct octets line;

	dialogue_send(d, "CAPA");
	if (!pop3_hear(d, &line)) {
		if (d->status == ST_OK) {
			caps->refused = true;
			caps->refusal = dialogue_keep(d, line);
		}
		return;
	}
	for (int lines = 0; dialogue_read(d, &line); lines++) {
		if (ascii_equals(line, ".")) {
			caps->seen = true;
			return;
		}
		if (line.length && *line.data == '.') {
			line.data++;
			line.length--;
		}
		if (lines == REPLY_LINES) {
			dialogue_stop(d, ST_REPLY_TOO_LONG, line);
			return;
		}
		note_capability(d, caps, line);
	}
}

static void pop3_starttls(struct dialogue *d)
{
	struct octets line;

	dialogue_send(d, "STLS");
	if (d->status != ST_OK)
		return;
	d->facts->starttls_sent = true;
	if (pop3_hear(d, &line))
		d->facts->starttls_agreed = true;
	else
		dialogue_stop(d, ST_REFUSED, line);
}

static void pop3_act(struct dialogue *d, const char *command)
{
	struct act_facts *act = &d->facts->act;
	struct octets line;
	bool positive;

	dialogue_send(d, command);
	act->said = d->status == ST_OK;
	positive = pop3_hear(d, &line);
	if (d->status != ST_OK)
		return;
	act->answer = positive ? ANSWER_POSITIVE : ANSWER_NEGATIVE;
	act->reply = dialogue_keep(d, line);
}

static void pop3_hear_noop(struct dialogue *d)
{
	struct octets line;

	pop3_hear(d, &line);
}

static void pop3_quit(struct dialogue *d, bool listen)
{
	struct octets line;

	dialogue_send(d, "QUIT");
	if (listen)
		pop3_hear(d, &line);
}

const struct probe_verbs probe_verbs_pop3 = {
	.greeting = pop3_greeting,
	.capabilities = pop3_capabilities,
	.starttls = pop3_starttls,
	.act = pop3_act,
	.noop = "NOOP",
	.hear_noop = pop3_hear_noop,
	.quit = pop3_quit,
};
