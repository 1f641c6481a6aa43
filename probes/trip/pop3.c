/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* STAT, TOP, DELE (RFC 1939): the newest messages are looked at, and none is
 * marked. */

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "probes/letter/header.h"
#include "probes/trip/trip.h"

#include <string.h>

#define NEWEST 10           /* messages that are looked at */
#define SWEPT 30            /* the same, for what was left over */
#define HEADER_OCTETS 65536 /* of one of them */
#define MESSAGE_OCTETS ((size_t)512 * 1024)

/* Sends the command. Answers whether it was accepted, with what follows +OK. */
static bool say(
	struct dialogue *d, const char *command, struct octets *ret_rest)
{
	struct octets word;

	dialogue_send(d, command);
	if (!dialogue_read(d, ret_rest))
		return false;
	word = ascii_take_word(ret_rest);
	return ascii_equals(word, "+OK");
}

static unsigned read_number(struct octets text)
{
	struct octets word = ascii_take_word(&text);
	unsigned number = 0;

	for (size_t i = 0; i < word.length && i < 9; i++) {
		if (!ascii_is_digit(word.data[i]))
			break;
		number = 10 * number + (unsigned)(word.data[i] - '0');
	}
	return number;
}

/* Up to the line that is a dot; others that begin with one have it twice. */
static struct octets read_lines(struct dialogue *d, size_t most)
{
	struct builder text = {.arena = d->facts->arena};
	struct octets line;

	while (dialogue_read(d, &line)) {
		if (line.length && *line.data == '.') {
			line.data++;
			if (!--line.length)
				break;
		}
		if (text.length + line.length > most)
			continue;
		builder_add_octets(&text, line);
		builder_add(&text, "\r\n");
	}
	return (struct octets){
		(const unsigned char *)builder_text(&text), text.length};
}

/* Looks at the header of a message, without marking it. Answers whether the
 * server showed it: TOP is the server's to have (RFC 1939 section 7). */
static bool look_at(
	struct dialogue *d, unsigned number, struct octets *ret_header)
{
	struct octets rest;

	if (!say(d, arena_printf(d->facts->arena, "TOP %u 0", number), &rest))
		return false;
	*ret_header = read_lines(d, HEADER_OCTETS);
	return d->status == ST_OK;
}

static const char *message_id_of(struct dialogue *d, struct octets header)
{
	return header_find(d->facts->arena, header, "Message-ID", 0);
}

enum trip_sight trip_find_dropped(struct dialogue *d, const char *message_id,
	unsigned *ret_number, struct octets *ret_header)
{
	enum trip_sight sight = TRIP_ABSENT;
	struct octets rest;
	unsigned count;

	dialogue_enter(d, STAGE_ARRIVE);
	if (!say(d, "STAT", &rest))
		return TRIP_UNTOLD;
	count = read_number(rest);
	for (unsigned i = 0; i < NEWEST && i < count; i++) {
		const char *id;

		if (!look_at(d, count - i, ret_header)) {
			sight = TRIP_UNTOLD;
			continue;
		}
		id = message_id_of(d, *ret_header);
		*ret_number = count - i;
		if (id && strcmp(id, message_id) == 0)
			return TRIP_FOUND;
	}
	return sight;
}

static bool lists_top(const struct dialogue *d)
{
	const struct capabilities *caps =
		d->inside_tls ? &d->facts->protected : &d->facts->cleartext;

	for (size_t i = 0; i < caps->item_count; i++)
		if (ascii_equals(caps->items[i], "TOP"))
			return true;
	return !caps->seen;
}

bool trip_shows_dropped(struct dialogue *d)
{
	struct octets rest, header;
	unsigned count;

	dialogue_enter(d, STAGE_MAILBOX);
	if (!say(d, "STAT", &rest))
		return false;
	count = read_number(rest);
	return count ? look_at(d, count, &header) : lists_top(d);
}

struct octets trip_retrieve_dropped(struct dialogue *d, unsigned number)
{
	struct octets line, rest;

	dialogue_send(d, arena_printf(d->facts->arena, "RETR %u", number));
	if (!dialogue_read(d, &line))
		return (struct octets){0};
	rest = line;
	if (ascii_equals(ascii_take_word(&rest), "+OK"))
		return read_lines(d, MESSAGE_OCTETS);
	dialogue_stop(d, ST_REFUSED, line);
	return (struct octets){0};
}

bool trip_delete_dropped(struct dialogue *d, unsigned number)
{
	struct octets rest;

	return say(d, arena_printf(d->facts->arena, "DELE %u", number), &rest);
}

unsigned trip_sweep_dropped(struct dialogue *d, int64_t stale)
{
	struct octets rest, header;
	unsigned count, deleted = 0;

	if (!say(d, "STAT", &rest))
		return 0;
	count = read_number(rest);
	for (unsigned i = 0; i < SWEPT && i < count; i++) {
		struct letter_mark mark;
		const char *id = look_at(d, count - i, &header)
					 ? message_id_of(d, header)
					 : NULL;

		if (id &&
			letter_is_ours(
				(struct octets){
					(const unsigned char *)id, strlen(id)},
				&mark) &&
			mark.date < stale && trip_delete_dropped(d, count - i))
			deleted++;
	}
	return deleted;
}
