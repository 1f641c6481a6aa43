/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* AUTHENTICATE with SASL-IR (RFC 4959), LOGIN, and INBOX, which is only
 * examined (RFC 9051 section 6.3.3). */

#include "probes/services/imap.h"

#include "model/text/ascii.h"
#include "probes/login/login.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INITIAL_OCTETS 8000 /* Exchange takes lines of 10,240 */
#define LITERAL_MINUS 4096  /* RFC 7888 section 5 */
#define COMMAND_OCTETS 64   /* of a tag and a command without arguments */

static const struct capabilities *listed(const struct dialogue *d)
{
	return d->inside_tls ? &d->facts->protected : &d->facts->cleartext;
}

static size_t imap_initial_room(const struct dialogue *d, const char *mechanism)
{
	bool first = ascii_compare(mechanism, "LOGIN") != 0;

	return first && imap_lists(listed(d), "SASL-IR") ? INITIAL_OCTETS : 0;
}

/* authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp] */
static void imap_begin(
	struct dialogue *d, const char *mechanism, const struct secret *initial)
{
	char head[COMMAND_OCTETS];
	struct octets octets;
	struct secret *line;

	snprintf(head, sizeof(head), "a%u AUTHENTICATE %.20s", ++d->tag,
		mechanism);
	if (!initial) {
		dialogue_send(d, head);
		return;
	}
	octets = secret_octets(initial);
	line = secret_new(sizeof(head) + secret_base64_length(octets.length));
	secret_add_text(line, head);
	secret_add_text(line, octets.length ? " " : " =");
	secret_add_base64(line, octets);
	dialogue_send_secret(d, line,
		arena_printf(
			d->facts->arena, "%s [login data: not shown]", head));
	secret_free(line);
}

static void note_verdict(
	struct dialogue *d, enum imap_completion completion, struct octets line)
{
	if (completion == IMAP_OK)
		imap_note_announced(d, &d->facts->signed_in, line);
	if (completion == IMAP_OK || completion == IMAP_NO)
		login_note_answer(d, completion == IMAP_OK, 0, line);
}

static enum login_step imap_hear_login(
	struct dialogue *d, struct octets *ret_challenge)
{
	const struct imap_hearing hearing = {
		.caps = &d->facts->signed_in, .may_continue = true};
	struct octets line;
	enum imap_completion completion = imap_hear(d, &hearing, &line);

	if (completion == IMAP_CONTINUE) {
		ascii_take_word(&line);
		*ret_challenge = ascii_take_word(&line);
		return LOGIN_CHALLENGED;
	}
	note_verdict(d, completion, line);
	return LOGIN_ANSWERED;
}

/* QUOTED-CHAR holds neither CR, LF nor, in IMAP4rev1, octets above 127. */
static bool can_be_quoted(struct octets text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < ' ' || text.data[i] > '~')
			return false;
	return true;
}

static void add_quoted(struct secret *line, struct octets text)
{
	secret_add_text(line, "\"");
	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] == '"' || text.data[i] == '\\')
			secret_add_text(line, "\\");
		secret_add(line, text.data + i, 1);
	}
	secret_add_text(line, "\"");
}

/* LITERAL+ and LITERAL- (RFC 7888): the server is not waited for. */
static bool takes_at_once(const struct dialogue *d, size_t length)
{
	return imap_lists(listed(d), "LITERAL+") ||
	       (length <= LITERAL_MINUS && imap_lists(listed(d), "LITERAL-"));
}

/* A command that is made piece by piece. Answers through `*line`, which holds
 * what was not sent yet. */
static void flush(struct dialogue *d, struct secret *line, const char *shown)
{
	dialogue_send_secret(d, line, shown);
	secret_wipe(line);
}

/* literal = "{" number ["+"] "}" CRLF *CHAR8. Answers false if the server did
 * not ask for it, which is its answer to the whole. */
static bool add_literal(
	struct dialogue *d, struct secret *line, struct octets text)
{
	bool at_once = takes_at_once(d, text.length);
	struct octets ignored;
	char size[32];

	snprintf(size, sizeof(size), at_once ? "{%zu+}" : "{%zu}", text.length);
	secret_add_text(line, size);
	flush(d, line, "[login data: not shown]");
	if (!at_once && imap_hear_login(d, &ignored) != LOGIN_CHALLENGED)
		return false;
	secret_add(line, text.data, text.length);
	return d->status == ST_OK;
}

static bool add_string(
	struct dialogue *d, struct secret *line, struct octets text)
{
	secret_add_text(line, " ");
	if (!can_be_quoted(text))
		return add_literal(d, line, text);
	add_quoted(line, text);
	return true;
}

/* login = "LOGIN" SP userid SP password; a password is an astring, so that a
 * string is always right. */
static void imap_say_own(struct dialogue *d,
	const struct login_request *request, const char *way)
{
	struct octets password = secret_octets(request->account.password);
	const char *name = request->account.user;
	struct octets user = {(const unsigned char *)name, strlen(name)};
	struct secret *line = secret_new(
		2 * (user.length + password.length) + 2 * COMMAND_OCTETS);
	struct octets ignored;
	char head[COMMAND_OCTETS];

	(void)way;
	snprintf(head, sizeof(head), "a%u LOGIN", ++d->tag);
	secret_add_text(line, head);
	if (add_string(d, line, user) && add_string(d, line, password)) {
		d->facts->login.sent = d->status == ST_OK;
		flush(d, line,
			arena_printf(d->facts->arena,
				"%s [login data: not shown]", head));
		imap_hear_login(d, &ignored);
	}
	secret_free(line);
}

/* mailbox-data = number SP "EXISTS"; namespace-response */
static void note_mailbox(
	struct dialogue *d, struct octets word, struct octets rest)
{
	struct mailbox_facts *mailbox = &d->facts->mailbox;

	if (ascii_equals(word, "NAMESPACE") && !mailbox->namespace.length)
		mailbox->namespace = dialogue_keep(d, rest);
	if (!word.length || word.length > 9 || !ascii_is_digit(word.data[0]) ||
		!ascii_equals(ascii_take_word(&rest), "EXISTS"))
		return;
	mailbox->counted = true;
	mailbox->messages = 0;
	for (size_t i = 0; i < word.length && ascii_is_digit(word.data[i]); i++)
		mailbox->messages =
			10 * mailbox->messages + (unsigned)(word.data[i] - '0');
}

static enum answer answer_of(enum imap_completion completion)
{
	if (completion == IMAP_NONE)
		return ANSWER_NONE;
	return completion == IMAP_OK ? ANSWER_POSITIVE : ANSWER_NEGATIVE;
}

static void ask_capabilities(struct dialogue *d)
{
	struct capabilities *caps = &d->facts->signed_in;
	const struct imap_hearing hearing = {.caps = caps};
	struct octets line;

	if (caps->item_count)
		return;
	imap_send(d, "CAPABILITY");
	if (imap_hear(d, &hearing, &line) == IMAP_OK)
		caps->seen = true;
}

static enum answer hear_tagged(
	struct dialogue *d, unsigned tag, struct octets *ret_line)
{
	const struct imap_hearing hearing = {
		.untagged = note_mailbox, .tag = tag};

	return answer_of(imap_hear(d, &hearing, ret_line));
}

/* All of them go out before the first is answered. */
static void imap_look(struct dialogue *d, const struct login_request *request)
{
	const struct capabilities *caps = &d->facts->signed_in;
	struct mailbox_facts *mailbox = &d->facts->mailbox;
	bool has_id, has_namespaces;
	struct octets line;
	unsigned tag;

	(void)request;
	dialogue_enter(d, STAGE_MAILBOX);
	mailbox->asked = true;
	ask_capabilities(d);
	mailbox->idle = imap_lists(caps, "IDLE");
	has_id = imap_lists(caps, "ID");
	has_namespaces = imap_lists(caps, "NAMESPACE");
	tag = d->tag;
	if (has_id)
		imap_send(d, IMAP_ID);
	if (has_namespaces)
		imap_send(d, "NAMESPACE");
	imap_send(d, "EXAMINE INBOX");
	if (has_id)
		mailbox->id = hear_tagged(d, ++tag, &line);
	if (has_namespaces)
		mailbox->namespaces = hear_tagged(d, ++tag, &line);
	mailbox->answer = hear_tagged(d, ++tag, &line);
	if (mailbox->answer != ANSWER_NEGATIVE)
		return;
	mailbox->reply = dialogue_keep(d, line);
	dialogue_stop(d, ST_REFUSED, line);
}

const struct login_verbs login_verbs_imap = {
	.say_own = imap_say_own,
	.begin = imap_begin,
	.initial_room = imap_initial_room,
	.hear = imap_hear_login,
	.look = imap_look,
};
