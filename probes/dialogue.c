/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/dialogue.h"

#include "model/memory.h"
#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "net/io.h"
#include "probes/turn_away.h"

#include <stdlib.h>
#include <string.h>

#define BUFFER_OCTETS 1024 /* to begin with; a line may need LINE_OCTETS */
#define TRANSCRIPT_LINES 4000
#define TRANSCRIPT_OCTETS ((size_t)128 * 1024)
#define HEARD_OCTETS 512

void dialogue_init(struct dialogue *d, struct wire *wire, enum service service,
	bool keep_transcript)
{
	*d = (struct dialogue){
		.wire = wire,
		.facts = wire->facts,
		.service = service,
		.keep_transcript = keep_transcript,
		.blot = wire->blot,
		.size = BUFFER_OCTETS,
		.buffer = memory_calloc(1, BUFFER_OCTETS),
	};
	d->facts->stage = STAGE_CONNECT;
}

void dialogue_clear(struct dialogue *d)
{
	explicit_bzero(d->buffer, d->size);
	free(d->buffer);
	d->buffer = NULL;
	arena_free(d->words);
	d->words = NULL;
}

static int64_t now_us(const struct dialogue *d)
{
	return d->wire->begin_us ? io_now_us() - d->wire->begin_us : 0;
}

void dialogue_enter(struct dialogue *d, enum stage stage)
{
	if (d->status != ST_OK)
		return;
	d->facts->stage_us[d->facts->stage] = now_us(d);
	d->facts->stage = stage;
	if (d->wire->stage)
		atomic_store(d->wire->stage, (int)stage);
}

void dialogue_blot(struct dialogue *d, struct octets line)
{
	blot_out(d->blot, (unsigned char *)(uintptr_t)line.data, line.length);
}

struct octets dialogue_keep(struct dialogue *d, struct octets text)
{
	struct octets copy =
		arena_octets(d->facts->arena, text.data, text.length);

	dialogue_blot(d, copy);
	return copy;
}

static void note_line(struct dialogue *d, char from, struct octets text)
{
	struct probe_facts *facts = d->facts;

	facts->transcript = arena_grow(facts->arena, facts->transcript,
		facts->transcript_count, sizeof(*facts->transcript));
	facts->transcript[facts->transcript_count++] = (struct transcript_line){
		.from = from,
		.inside_tls = d->inside_tls,
		.at_us = now_us(d),
		.text = dialogue_keep(d, text),
	};
}

static struct octets octets_of(const char *words)
{
	return (struct octets){(const unsigned char *)words, strlen(words)};
}

/* The one place where the transcript is written. Where it is cut off, it says
 * so. */
static void note(struct dialogue *d, char from, struct octets text)
{
	if (!d->keep_transcript || d->noted == TRANSCRIPT_OCTETS)
		return;
	if (d->facts->transcript_count < TRANSCRIPT_LINES - 1 &&
		text.length < TRANSCRIPT_OCTETS - d->noted) {
		d->noted += text.length;
		note_line(d, from, text);
		return;
	}
	d->noted = TRANSCRIPT_OCTETS;
	note_line(d, '-', octets_of("the transcript has no room for more"));
}

static void note_said(struct dialogue *d, char from, const char *words)
{
	note(d, from, octets_of(words));
}

static void note_words(struct dialogue *d, const char *words)
{
	note_said(d, '-', words);
}

void dialogue_stop(struct dialogue *d, enum status status, struct octets reply)
{
	if (d->status != ST_OK || status == ST_OK)
		return;
	d->status = status;
	d->facts->status = status;
	if (reply.length)
		d->facts->reply = dialogue_keep(d, reply);
	note_words(d, status_words(status));
}

void dialogue_require(struct dialogue *d, bool condition, enum status status)
{
	if (!condition)
		dialogue_stop(d, status, (struct octets){0});
}

static struct octets buffered(const struct dialogue *d)
{
	return (struct octets){d->buffer + d->start, d->end - d->start};
}

static void make_room(struct dialogue *d)
{
	if (d->start) {
		memmove(d->buffer, d->buffer + d->start, d->end - d->start);
		d->end -= d->start;
		d->start = 0;
	}
	if (d->end == d->size && d->size < LINE_OCTETS) {
		d->size = d->size * 4 < LINE_OCTETS ? d->size * 4 : LINE_OCTETS;
		d->buffer = memory_realloc(d->buffer, d->size);
	}
}

/* Reads on behind what is buffered.  A line that never ends is a fact, with
 * its first octets for a sample. */
static bool fill(struct dialogue *d)
{
	enum status status;
	size_t length = 0;
	struct octets sample;

	make_room(d);
	sample = buffered(d);
	if (sample.length > 512)
		sample.length = 512;
	if (d->end == d->size) {
		dialogue_stop(d, ST_LINE_TOO_LONG, sample);
		return false;
	}
	status = d->wire->ops->read(
		d->wire, d->buffer + d->end, d->size - d->end, &length);
	if (status != ST_OK) {
		dialogue_stop(d, status, sample);
		return false;
	}
	d->end += length;
	return true;
}

/* continue-req of RFC 9051 and RFC 5034 section 4; RFC 4954 section 4. */
static bool is_challenge(struct octets line)
{
	return ascii_equals(line, "+") || ascii_begins(line, "+ ") ||
	       ascii_begins(line, "334");
}

bool dialogue_read(struct dialogue *d, struct octets *ret_line)
{
	const unsigned char *end = NULL;
	size_t seen = 0;
	struct octets line;

	*ret_line = (struct octets){0};
	while (d->status == ST_OK) {
		line = buffered(d);
		end = memchr(line.data + seen, '\n', line.length - seen);
		if (end)
			break;
		seen = line.length;
		if (!fill(d))
			return false;
	}
	if (!end)
		return false;
	line.length = (size_t)(end - line.data);
	d->start += line.length + 1;
	if (line.length && line.data[line.length - 1] == '\r')
		line.length--;
	else
		d->facts->bare_lf = true;
	if (d->hides && is_challenge(line))
		note_said(d, 'S', "[login data: not shown]");
	else
		note(d, 'S', line);
	*ret_line = line;
	return true;
}

void dialogue_skip(struct dialogue *d, size_t count)
{
	while (d->status == ST_OK && count) {
		size_t there = d->end - d->start;

		if (!there) {
			fill(d);
			continue;
		}
		if (there > count)
			there = count;
		d->start += there;
		count -= there;
	}
}

struct octets dialogue_take(struct dialogue *d, size_t count)
{
	struct builder text = {.arena = d->facts->arena};

	while (d->status == ST_OK && count) {
		size_t there = d->end - d->start;

		if (!there) {
			fill(d);
			continue;
		}
		if (there > count)
			there = count;
		builder_add_octets(
			&text, (struct octets){d->buffer + d->start, there});
		d->start += there;
		count -= there;
	}
	return (struct octets){
		(const unsigned char *)builder_text(&text), text.length};
}

void dialogue_send(struct dialogue *d, const char *command)
{
	struct octets line;
	char *text;

	if (d->status != ST_OK)
		return;
	text = arena_printf(d->facts->arena, "%s\r\n%s%s", command,
		d->behind ? d->behind : "", d->behind ? "\r\n" : "");
	d->behind = NULL;
	line = (struct octets){(unsigned char *)text, strlen(text)};
	note(d, 'C', (struct octets){line.data, line.length - 2});
	dialogue_stop(d, d->wire->ops->write(d->wire, line.data, line.length),
		(struct octets){0});
}

void dialogue_send_secret(
	struct dialogue *d, const struct secret *line, const char *shown)
{
	struct secret *whole;
	struct octets octets = secret_octets(line);

	if (d->status != ST_OK)
		return;
	whole = secret_new(octets.length + 2);
	secret_add(whole, octets.data, octets.length);
	secret_add_text(whole, "\r\n");
	octets = secret_octets(whole);
	note_said(d, 'C', shown);
	dialogue_stop(d,
		d->wire->ops->write(d->wire, octets.data, octets.length),
		(struct octets){0});
	secret_free(whole);
}

void dialogue_start_tls(struct dialogue *d)
{
	enum status status;

	if (d->status != ST_OK)
		return;
	dialogue_enter(d, STAGE_HANDSHAKE);
	note_words(d, "TLS handshake begins");
	status = d->wire->ops->start_tls(d->wire, buffered(d));
	d->start = d->end = 0;
	if (status != ST_OK) {
		dialogue_stop(d, status, (struct octets){0});
		return;
	}
	d->inside_tls = true;
	note_words(d, "TLS is up");
}

void dialogue_say_hello(struct dialogue *d, const struct hello *hello,
	struct hello_reader *reader)
{
	enum status status;

	if (d->status != ST_OK)
		return;
	dialogue_enter(d, STAGE_HANDSHAKE);
	note_words(d, "a ClientHello goes out");
	status = d->wire->ops->say_hello(d->wire, buffered(d), hello, reader);
	d->start = d->end = 0;
	dialogue_stop(d, status, (struct octets){0});
}

void dialogue_note_greeter(struct dialogue *d, struct octets line)
{
	struct greeting *greeting = &d->facts->greeting;

	greeting->known_service =
		service_of_greeting(line, d->service, &greeting->service);
}

void dialogue_turn_away(struct dialogue *d, struct octets words)
{
	dialogue_stop(d, turn_away_is_final(words) ? ST_REFUSED : ST_THROTTLED,
		words);
}

bool dialogue_lacks_tls(const struct dialogue *d, struct octets words)
{
	return d->facts->stage == STAGE_STARTTLS && turn_away_lacks_tls(words);
}

struct octets dialogue_heard(const struct dialogue *d)
{
	size_t length = d->end;

	while (length && (d->buffer[length - 1] == '\n' ||
				 d->buffer[length - 1] == '\r'))
		length--;
	return (struct octets){
		d->buffer, length < HEARD_OCTETS ? length : HEARD_OCTETS};
}

bool dialogue_read_greeting(struct dialogue *d, struct octets *ret_line)
{
	struct greeting *greeting = &d->facts->greeting;

	if (!dialogue_read(d, ret_line))
		return false;
	greeting->seen = true;
	greeting->text = dialogue_keep(d, *ret_line);
	dialogue_note_greeter(d, *ret_line);
	/* To a command, any service may answer so. */
	if (!greeting->known_service && !d->facts->nudged &&
		service_is_refusal(*ret_line))
		dialogue_turn_away(d, *ret_line);
	else if (!greeting->known_service)
		dialogue_stop(d, ST_SYNTAX, dialogue_heard(d));
	else if (greeting->service != d->service)
		dialogue_stop(d, ST_WRONG_SERVICE, *ret_line);
	return d->status == ST_OK;
}

bool dialogue_is_masked(struct octets word)
{
	size_t crosses = 0;

	while (crosses < word.length && word.data[crosses] == 'X')
		crosses++;
	return crosses >= 4 && word.length - crosses <= 1;
}

void dialogue_add_capability(
	struct dialogue *d, struct capabilities *caps, struct octets item)
{
	if (caps->item_count == LIST_ITEMS ||
		item.length > LISTS_OCTETS - d->listed) {
		dialogue_stop(d, ST_PROBE_TOO_LONG, item);
		return;
	}
	d->listed += item.length;
	caps->items = arena_grow(d->facts->arena, caps->items, caps->item_count,
		sizeof(*caps->items));
	caps->items[caps->item_count++] = dialogue_keep(d, item);
}

static bool is_digit(unsigned char octet)
{
	return octet >= '0' && octet <= '9';
}

void dialogue_add_mechanism(
	struct dialogue *d, struct capabilities *caps, struct octets name)
{
	char text[21] = "";

	if (name.length < 1 || name.length > 20)
		return;
	for (size_t i = 0; i < name.length; i++) {
		int octet = name.data[i];

		if (octet >= 'a' && octet <= 'z')
			octet += 'A' - 'a';
		if (!is_digit((unsigned char)octet) && octet != '-' &&
			octet != '_' && !(octet >= 'A' && octet <= 'Z'))
			return;
		text[i] = (char)octet;
	}
	if (capabilities_have(caps, text))
		return;
	if (caps->mechanism_count == LIST_MECHANISMS) {
		dialogue_stop(d, ST_PROBE_TOO_LONG, name);
		return;
	}
	caps->mechanisms = arena_grow(d->facts->arena, caps->mechanisms,
		caps->mechanism_count, sizeof(*caps->mechanisms));
	caps->mechanisms[caps->mechanism_count++] =
		arena_strdup(d->facts->arena, text);
}
