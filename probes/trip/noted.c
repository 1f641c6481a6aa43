/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/trip/noted.h"

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "probes/letter/header.h"
#include "probes/letter/letter.h"
#include "probes/trip/fetch.h"

#include <string.h>

static void note_status(struct noted *noted, struct octets rest)
{
	if (ascii_begins(rest, "[UIDNEXT "))
		noted->next = fetch_number(
			(struct octets){rest.data + 9, rest.length - 9});
}

/* search-data = "SEARCH" *(SP nz-number) */
static void note_found(struct noted *noted, struct octets rest)
{
	struct octets word;

	while ((word = ascii_take_word(&rest)).length &&
		noted->uid_count < STALE_MOST)
		noted->uids[noted->uid_count++] = fetch_number(word);
}

static void note_message(
	struct arena *arena, struct noted *noted, struct octets rest)
{
	struct fetched fetched;
	struct letter_mark mark;
	const char *id;

	if (!fetch_read(rest, &fetched))
		return;
	id = header_find(arena, fetched.header, "Message-ID", 0);
	if (noted->wanted && id && fetched.uid >= noted->first &&
		strcmp(id, noted->wanted) == 0)
		noted->found = fetched.uid;
	if (noted->stale && id &&
		letter_is_ours(
			(struct octets){(const unsigned char *)id, strlen(id)},
			&mark) &&
		mark.date < noted->stale &&
		(!noted->token || strcmp(mark.token, noted->token) == 0) &&
		noted->uid_count < STALE_MOST)
		noted->uids[noted->uid_count++] = fetched.uid;
	noted->header = fetched.header;
	noted->structure = fetched.structure;
	noted->seen = fetched.seen;
}

static void take(struct arena *arena, struct noted *noted, struct octets line)
{
	struct octets rest = line, word, second;

	ascii_take_word(&rest);
	word = ascii_take_word(&rest);
	if (ascii_equals(word, "OK")) {
		while (rest.length && *rest.data == ' ') {
			rest.data++;
			rest.length--;
		}
		note_status(noted, rest);
		return;
	}
	if (ascii_equals(word, "SEARCH")) {
		note_found(noted, rest);
		return;
	}
	second = ascii_take_word(&rest);
	if (ascii_equals(second, "EXISTS"))
		noted->exists = true;
	if (ascii_equals(second, "FETCH"))
		note_message(arena, noted, rest);
}

/* A response with its literals, as one text. */
static struct octets read_whole(struct dialogue *d, struct octets line)
{
	struct builder text = {.arena = d->facts->arena};
	size_t size;

	builder_add_octets(&text, line);
	while (fetch_ends_in_literal(line, &size)) {
		builder_add(&text, "\r\n");
		builder_add_octets(&text, dialogue_take(d, size));
		if (!dialogue_read(d, &line))
			break;
		builder_add_octets(&text, line);
	}
	return (struct octets){
		(const unsigned char *)builder_text(&text), text.length};
}

static bool is_bye(struct octets line)
{
	ascii_take_word(&line);
	return ascii_equals(ascii_take_word(&line), "BYE");
}

bool noted_take(struct dialogue *d, struct noted *noted, struct octets line)
{
	if (is_bye(line)) {
		dialogue_stop(d, ST_THROTTLED, line);
		return false;
	}
	take(d->facts->arena, noted, read_whole(d, line));
	return true;
}

enum imap_completion noted_hear(struct dialogue *d, struct noted *noted)
{
	const struct imap_hearing nobody = {.may_continue = true};
	struct octets line;

	for (int lines = 0; dialogue_read(d, &line); lines++) {
		if (lines == REPLY_LINES) {
			dialogue_stop(d, ST_REPLY_TOO_LONG, line);
			break;
		}
		if (line.length < 2 || line.data[0] != '*' ||
			line.data[1] != ' ') {
			noted->verdict = dialogue_keep(d, line);
			return imap_conclude(d, &nobody, line);
		}
		if (!noted_take(d, noted, line))
			break;
	}
	return IMAP_NONE;
}

enum imap_completion noted_say(
	struct dialogue *d, const char *command, struct noted *noted)
{
	imap_send(d, command);
	return noted_hear(d, noted);
}
