/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* ManageSieve: RFC 5804. The server lists its capabilities unasked, as its
 * greeting and again inside TLS, so that nobody needs to ask for them. */

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "probes/probe.h"

#include <string.h>

#define LINE_LITERALS 4 /* of one line */

static void skip_octets(struct octets *text, size_t count)
{
	text->data += count;
	text->length -= count;
}

/* Takes a quoted string off the front (section 4), without its quotes; none
 * is empty. What is escaped inside stays so. */
static struct octets take_string(struct octets *text)
{
	struct octets string;
	size_t end = 1;

	while (text->length && *text->data == ' ')
		skip_octets(text, 1);
	if (!text->length || *text->data != '"')
		return (struct octets){text->data, 0};
	while (end < text->length && text->data[end] != '"')
		end += text->data[end] == '\\' ? 2 : 1;
	if (end > text->length)
		end = text->length;
	string = (struct octets){text->data + 1, end - 1};
	skip_octets(text, end < text->length ? end + 1 : end);
	return string;
}

/* One item for "NAME" "value": NAME value. */
static struct octets join(
	struct dialogue *d, struct octets name, struct octets value)
{
	size_t length = name.length + (value.length ? 1 + value.length : 0);
	unsigned char *text = arena_alloc(d->facts->arena, length + 1);

	memcpy(text, name.data, name.length);
	if (value.length) {
		text[name.length] = ' ';
		memcpy(text + name.length + 1, value.data, value.length);
	}
	return (struct octets){text, length};
}

/* capability = string [SP string] CRLF, section 1.7 */
static void note_capability(
	struct dialogue *d, struct capabilities *caps, struct octets line)
{
	struct octets name = take_string(&line), value = take_string(&line);
	struct octets word;

	if (!name.length)
		return;
	dialogue_add_capability(d, caps, join(d, name, value));
	if (ascii_equals(name, "STARTTLS"))
		caps->starttls = true;
	if (ascii_equals(name, "SASL"))
		while ((word = ascii_take_word(&value)).length)
			dialogue_add_mechanism(d, caps, word);
}

/* literal-s2c = "{" number "}" CRLF *OCTET, at the end of a line: its size */
static bool ends_in_literal(struct octets line, size_t *ret_size)
{
	size_t at = line.length, size = 0, scale = 1;

	if (!at || line.data[--at] != '}')
		return false;
	while (at && ascii_is_digit((char)line.data[at - 1]) &&
		scale <= LINE_OCTETS) {
		size += (size_t)(line.data[--at] - '0') * scale;
		scale *= 10;
	}
	*ret_size = size;
	return scale > 1 && size <= LINE_OCTETS && at &&
	       line.data[at - 1] == '{';
}

/* The line with its literals as quoted strings: a string may be either. */
static struct octets read_literals(struct dialogue *d, struct octets line)
{
	size_t size;

	for (int i = 0; i < LINE_LITERALS && ends_in_literal(line, &size);
		i++) {
		struct builder whole = {.arena = d->facts->arena};
		size_t open = line.length;
		struct octets literal;

		while (line.data[--open] != '{')
			;
		builder_add_octets(&whole, (struct octets){line.data, open});
		literal = dialogue_take(d, size);
		builder_printf(&whole, "\"");
		for (size_t k = 0; k < literal.length; k++)
			builder_printf(&whole, "%s%c",
				strchr("\"\\", literal.data[k]) ? "\\" : "",
				literal.data[k] ? literal.data[k] : '?');
		builder_printf(&whole, "\"");
		if (!dialogue_read(d, &line))
			return line;
		builder_add_octets(&whole, line);
		line = (struct octets){
			(const unsigned char *)builder_text(&whole),
			whole.length};
	}
	/* What stands in one more is no response. */
	if (ends_in_literal(line, &size))
		dialogue_stop(d, ST_SYNTAX, line);
	return line;
}

/* response = ("OK" / "NO" / "BYE") [SP "(" code ")"] [SP string], section 4.
 * A list may stand before it; it goes to `caps`, if any. Answers whether it is
 * OK, with the response. */
static bool read_response(struct dialogue *d, struct capabilities *caps,
	struct octets first, struct octets *ret_line)
{
	*ret_line = first;
	for (int lines = 0; first.length || dialogue_read(d, ret_line);
		lines++) {
		struct octets rest, word;

		first.length = 0;
		rest = *ret_line = read_literals(d, *ret_line);
		if (d->status != ST_OK)
			return false;
		word = ascii_take_word(&rest);
		if (ascii_equals(word, "OK"))
			return true;
		if (ascii_equals(word, "NO") || ascii_equals(word, "BYE"))
			return false;
		if (!ret_line->length || *ret_line->data != '"') {
			dialogue_stop(d, ST_SYNTAX, *ret_line);
			return false;
		}
		if (lines == REPLY_LINES) {
			dialogue_stop(d, ST_REPLY_TOO_LONG, *ret_line);
			return false;
		}
		if (caps)
			note_capability(d, caps, *ret_line);
	}
	return false;
}

/* The list that comes unasked, with its first line if that was read. */
static void hear_list(struct dialogue *d, struct octets first)
{
	struct capabilities *caps =
		d->inside_tls ? &d->facts->protected : &d->facts->cleartext;
	struct octets line;

	if (read_response(d, caps, first, &line)) {
		caps->seen = caps->announced = true;
		return;
	}
	dialogue_turn_away(d, line);
}

static void sieve_greeting(struct dialogue *d)
{
	struct octets line;

	if (!dialogue_read_greeting(d, &line))
		return;
	if (service_turns_away(d->service, line))
		dialogue_turn_away(d, line);
	else
		hear_list(d, d->facts->greeting.text);
}

/* Section 2.2: the list comes again by itself once TLS is up. */
static void sieve_capabilities(struct dialogue *d, struct capabilities *caps)
{
	if (!caps->seen)
		hear_list(d, (struct octets){0});
}

static void sieve_starttls(struct dialogue *d)
{
	struct octets line;

	dialogue_send(d, "STARTTLS");
	if (d->status != ST_OK)
		return;
	d->facts->starttls_sent = true;
	if (read_response(d, NULL, (struct octets){0}, &line))
		d->facts->starttls_agreed = true;
	else
		dialogue_stop(d, ST_REFUSED, line);
}

static void sieve_act(struct dialogue *d, const char *command)
{
	struct act_facts *act = &d->facts->act;
	struct octets line;
	bool positive;

	if (d->inside_tls)
		sieve_capabilities(d, &d->facts->protected);
	dialogue_send(d, command);
	act->said = d->status == ST_OK;
	positive = read_response(d, NULL, (struct octets){0}, &line);
	if (d->status != ST_OK)
		return;
	act->answer = positive ? ANSWER_POSITIVE : ANSWER_NEGATIVE;
	act->reply = dialogue_keep(d, line);
}

static void sieve_quit(struct dialogue *d, bool listen)
{
	struct octets line;

	dialogue_send(d, "LOGOUT");
	if (listen)
		read_response(d, NULL, (struct octets){0}, &line);
}

const struct probe_verbs probe_verbs_sieve = {
	.greeting = sieve_greeting,
	.capabilities = sieve_capabilities,
	.starttls = sieve_starttls,
	.act = sieve_act,
	.noop = "NOOP \"x1\"",
	.quit = sieve_quit,
};
