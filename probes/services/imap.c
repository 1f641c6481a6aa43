/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* IMAP: RFC 9051 and RFC 3501, the same here. */

#include "probes/services/imap.h"

#include "model/text/ascii.h"
#include "probes/probe.h"
#include "probes/turn_away.h"

#include <stdio.h>
#include <string.h>

static void note_capability(
	struct dialogue *d, struct capabilities *caps, struct octets word)
{
	dialogue_add_capability(d, caps, word);
	if (ascii_equals(word, "STARTTLS"))
		caps->starttls = true;
	if (dialogue_is_masked(word))
		caps->masked = true;
	if (ascii_equals(word, "LOGINDISABLED"))
		caps->login_disabled = true;
	if (ascii_equals(word, "IMAP4rev1"))
		caps->imap4rev1 = true;
	if (ascii_equals(word, "IMAP4rev2"))
		caps->imap4rev2 = true;
	if (ascii_begins(word, "AUTH="))
		dialogue_add_mechanism(d, caps,
			(struct octets){word.data + 5, word.length - 5});
}

/* capability-data = "CAPABILITY" *(SP capability), RFC 9051 section 9 */
static void note_capabilities(
	struct dialogue *d, struct capabilities *caps, struct octets list)
{
	struct octets word;

	while ((word = ascii_take_word(&list)).length)
		note_capability(d, caps, word);
}

/* Finds the list in resp-text-code "[CAPABILITY ...]", at the head of the
 * text of a status response. */
static bool announced_list(struct octets text, struct octets *ret_list)
{
	const unsigned char *end;

	while (text.length && *text.data == ' ') {
		text.data++;
		text.length--;
	}
	if (!ascii_begins(text, "[CAPABILITY "))
		return false;
	end = memchr(text.data, ']', text.length);
	if (!end)
		return false;
	*ret_list =
		(struct octets){text.data + 12, (size_t)(end - text.data) - 12};
	return true;
}

/* greeting = "*" SP (resp-cond-auth / resp-cond-bye) CRLF */
static void imap_greeting(struct dialogue *d)
{
	struct octets line, rest, word;

	if (!dialogue_read_greeting(d, &line))
		return;
	rest = line;
	ascii_take_word(&rest);
	word = ascii_take_word(&rest);
	d->facts->greeting.preauth = ascii_equals(word, "PREAUTH");
	/* Some servers turn away with NO or BAD, which no greeting may be. */
	if (service_turns_away(d->service, line))
		dialogue_turn_away(d, line);
}

bool imap_lists(const struct capabilities *caps, const char *word)
{
	for (size_t i = 0; i < caps->item_count; i++)
		if (ascii_equals(caps->items[i], word))
			return true;
	return false;
}

void imap_send(struct dialogue *d, const char *command)
{
	if (d->status == ST_OK)
		dialogue_send(d, arena_printf(d->facts->arena, "a%u %s",
					 ++d->tag, command));
}

/* response-tagged = tag SP resp-cond-state CRLF */
static enum imap_completion tagged_completion(
	struct dialogue *d, unsigned number, struct octets line)
{
	char tag[16];
	struct octets rest = line, word = ascii_take_word(&rest);

	snprintf(tag, sizeof(tag), "a%u", number);
	if (ascii_equals(word, tag)) {
		word = ascii_take_word(&rest);
		if (ascii_equals(word, "OK"))
			return IMAP_OK;
		if (ascii_equals(word, "NO") && turn_away_asks_later(rest) &&
			!dialogue_lacks_tls(d, rest)) {
			dialogue_stop(d, ST_THROTTLED, line);
			return IMAP_NONE;
		}
		if (ascii_equals(word, "NO") || ascii_equals(word, "BAD"))
			return IMAP_NO;
	}
	dialogue_stop(d, ST_SYNTAX, line);
	return IMAP_NONE;
}

/* literal = "{" number ["+"] "}" CRLF *CHAR8, RFC 9051 section 4.3: at the end
 * of a line, its size. */
static bool ends_in_literal(struct octets line, size_t *ret_size)
{
	size_t at = line.length, size = 0, scale = 1;

	if (!at || line.data[--at] != '}')
		return false;
	if (at && line.data[at - 1] == '+')
		at--;
	while (at && ascii_is_digit(line.data[at - 1]) &&
		scale <= PROBE_OCTETS) {
		size += (size_t)(line.data[--at] - '0') * scale;
		scale *= 10;
	}
	*ret_size = size;
	return scale > 1 && at && line.data[at - 1] == '{';
}

/* The text of a status response holds no literal, whatever it looks like. */
static bool is_status(struct octets word)
{
	return ascii_equals(word, "OK") || ascii_equals(word, "NO") ||
	       ascii_equals(word, "BAD") || ascii_equals(word, "BYE");
}

/* What belongs to the response beyond its first line. */
static void skip_literals(struct dialogue *d, struct octets line)
{
	size_t size;

	while (ends_in_literal(line, &size)) {
		dialogue_skip(d, size);
		if (!dialogue_read(d, &line))
			return;
	}
}

/* In place of the first answer it is as good as a greeting: some servers look
 * at the client's address only then. */
static void hear_bye(struct dialogue *d, struct octets line)
{
	if (d->facts->stage == STAGE_CAPABILITIES)
		dialogue_turn_away(d, line);
	else
		dialogue_stop(d, ST_THROTTLED, line);
}

/* Whether to read on after an untagged response. */
static bool hear_untagged(struct dialogue *d,
	const struct imap_hearing *hearing, struct octets line)
{
	struct octets rest = line, word;

	ascii_take_word(&rest);
	word = ascii_take_word(&rest);
	if (ascii_equals(word, "BYE") && !hearing->bye_is_due) {
		hear_bye(d, line);
		return false;
	}
	if (ascii_equals(word, "CAPABILITY") && hearing->caps)
		note_capabilities(d, hearing->caps, rest);
	if (hearing->untagged)
		hearing->untagged(d, word, rest);
	if (!is_status(word))
		skip_literals(d, line);
	return true;
}

enum imap_completion imap_conclude(struct dialogue *d,
	const struct imap_hearing *hearing, struct octets line)
{
	struct octets rest = line;

	if (ascii_equals(ascii_take_word(&rest), "+") && hearing->may_continue)
		return IMAP_CONTINUE;
	return tagged_completion(d, hearing->tag ? hearing->tag : d->tag, line);
}

enum imap_completion imap_hear(struct dialogue *d,
	const struct imap_hearing *hearing, struct octets *ret_line)
{
	for (int lines = 0; dialogue_read(d, ret_line); lines++) {
		struct octets rest = *ret_line, word = ascii_take_word(&rest);

		if (lines == REPLY_LINES) {
			dialogue_stop(d, ST_REPLY_TOO_LONG, *ret_line);
			break;
		}
		if (!ascii_equals(word, "*"))
			return imap_conclude(d, hearing, *ret_line);
		if (!hear_untagged(d, hearing, *ret_line))
			break;
	}
	return IMAP_NONE;
}

bool imap_note_announced(
	struct dialogue *d, struct capabilities *caps, struct octets line)
{
	struct octets list;

	ascii_take_word(&line);
	ascii_take_word(&line);
	if (caps->item_count || !announced_list(line, &list))
		return false;
	caps->announced = true;
	note_capabilities(d, caps, list);
	return true;
}

static void imap_capabilities(struct dialogue *d, struct capabilities *caps)
{
	const struct imap_hearing hearing = {.caps = caps};
	enum imap_completion completion;
	struct octets line;

	imap_send(d, "CAPABILITY");
	completion = imap_hear(d, &hearing, &line);
	if (completion == IMAP_NO) {
		caps->refused = true;
		caps->refusal = dialogue_keep(d, line);
		return;
	}
	if (completion != IMAP_OK)
		return;
	caps->seen = true;
	imap_note_announced(d, caps, line);
}

static const struct imap_hearing any_answer;

static void imap_starttls(struct dialogue *d)
{
	struct octets line;
	enum imap_completion completion;

	imap_send(d, "STARTTLS");
	if (d->status != ST_OK)
		return;
	d->facts->starttls_sent = true;
	completion = imap_hear(d, &any_answer, &line);
	if (completion == IMAP_OK)
		d->facts->starttls_agreed = true;
	else if (completion == IMAP_NO)
		dialogue_stop(d, ST_REFUSED, line);
}

static void imap_act(struct dialogue *d, const char *command)
{
	struct act_facts *act = &d->facts->act;
	enum imap_completion completion;
	struct octets line;

	imap_send(d, command);
	act->said = d->status == ST_OK;
	completion = imap_hear(d, &any_answer, &line);
	if (d->status != ST_OK)
		return;
	act->answer = completion == IMAP_OK ? ANSWER_POSITIVE : ANSWER_NEGATIVE;
	act->reply = dialogue_keep(d, line);
}

static void imap_hear_noop(struct dialogue *d)
{
	struct octets line;

	for (int lines = 0; lines < REPLY_LINES && dialogue_read(d, &line);
		lines++)
		if (ascii_begins(line, "x1 "))
			break;
}

static void imap_quit(struct dialogue *d, bool listen)
{
	const struct imap_hearing farewell = {.bye_is_due = true};
	struct octets line;

	imap_send(d, "LOGOUT");
	if (listen)
		imap_hear(d, &farewell, &line);
}

const struct probe_verbs probe_verbs_imap = {
	.greeting = imap_greeting,
	.capabilities = imap_capabilities,
	.starttls = imap_starttls,
	.act = imap_act,
	.noop = "x1 NOOP",
	.hear_noop = imap_hear_noop,
	.quit = imap_quit,
};
