/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* SELECT, IDLE (RFC 2177), FETCH by UID with PEEK, and UID EXPUNGE (RFC 4315):
 * no message but ours is marked or deleted. */

#include "probes/imap.h"

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "net/io.h"
#include "probes/letter/header.h"
#include "probes/trip/fetch.h"
#include "probes/trip/trip.h"

#include <inttypes.h>
#include <string.h>

#define STALE_MOST 50           /* messages that are deleted in one run */
#define POLL_US INT64_C(500000) /* where IDLE is not to be had */

static bool offers(const struct dialogue *d, const char *word)
{
	const struct capabilities *caps = &d->facts->signed_in;

	for (size_t i = 0; i < caps->item_count; i++)
		if (ascii_equals(caps->items[i], word))
			return true;
	return false;
}

/* What is noted of the responses to a command. */
struct noted {
	uint64_t next;
	bool read_only;
	uint64_t uids[STALE_MOST];
	size_t uid_count;
	const char *wanted; /* a Message-ID */
	int64_t stale;      /* or what is older; 0 */
	uint64_t first;     /* UID that counts */
	uint64_t found;     /* UID of what was wanted; 0 */
	struct octets header;
	bool exists; /* something came */
};

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
		mark.date < noted->stale && noted->uid_count < STALE_MOST)
		noted->uids[noted->uid_count++] = fetched.uid;
	noted->header = fetched.header;
}

static void note(struct arena *arena, struct noted *noted, struct octets line)
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

/* Reads up to the tagged response or a continuation request. */
static enum imap_completion hear(struct dialogue *d, struct noted *noted)
{
	const struct imap_hearing nobody = {.may_continue = true};
	struct octets line;

	for (int lines = 0; dialogue_read(d, &line); lines++) {
		if (lines == REPLY_LINES) {
			dialogue_stop(d, ST_REPLY_TOO_LONG, line);
			break;
		}
		if (line.length < 2 || line.data[0] != '*' ||
			line.data[1] != ' ')
			return imap_conclude(d, &nobody, line);
		if (is_bye(line)) {
			dialogue_stop(d, ST_THROTTLED, line);
			break;
		}
		note(d->facts->arena, noted, read_whole(d, line));
	}
	return IMAP_NONE;
}

static enum imap_completion say(
	struct dialogue *d, const char *command, struct noted *noted)
{
	imap_send(d, command);
	return hear(d, noted);
}

bool trip_open(struct dialogue *d, struct trip_inbox *ret_inbox)
{
	struct noted noted = {0}, waiting = {0};

	dialogue_enter(d, STAGE_MAILBOX);
	if (say(d, "SELECT INBOX", &noted) != IMAP_OK)
		return false;
	*ret_inbox = (struct trip_inbox){
		.next = noted.next ? noted.next : 1,
		.idle = offers(d, "IDLE"),
		.uidplus = offers(d, "UIDPLUS"),
	};
	if (!ret_inbox->uidplus &&
		say(d, "UID SEARCH DELETED", &waiting) == IMAP_OK)
		ret_inbox->busy = waiting.uid_count > 0;
	return d->status == ST_OK;
}

#define ID_ITEM "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"

/* The server looks for the word; what it found is read again here. */
unsigned trip_sweep(
	struct dialogue *d, const struct trip_inbox *inbox, int64_t stale)
{
	struct arena *arena = d->facts->arena;
	struct noted found = {0};
	unsigned deleted = 0;

	if (say(d, "UID SEARCH HEADER Message-ID \"mailsonde.\"", &found) !=
		IMAP_OK)
		return 0;
	for (size_t i = 0; i < found.uid_count; i++) {
		struct noted noted = {.stale = stale};

		if (say(d,
			    arena_printf(arena,
				    "UID FETCH %" PRIu64 " (UID " ID_ITEM ")",
				    found.uids[i]),
			    &noted) == IMAP_OK &&
			noted.uid_count == 1 &&
			trip_delete(d, inbox, noted.uids[0]))
			deleted++;
	}
	return deleted;
}

static bool look(struct dialogue *d, const struct trip_inbox *inbox,
	const char *message_id, uint64_t *ret_uid)
{
	struct noted noted = {.wanted = message_id, .first = inbox->next};

	say(d,
		arena_printf(d->facts->arena,
			"UID FETCH %" PRIu64 ":* (UID " ID_ITEM ")",
			inbox->next),
		&noted);
	*ret_uid = noted.found;
	return noted.found != 0;
}

/* Waits until something comes, in IDLE. */
static void idle(struct dialogue *d)
{
	struct noted noted = {0};
	struct octets line;

	if (say(d, "IDLE", &noted) != IMAP_CONTINUE)
		return;
	while (!noted.exists && dialogue_read(d, &line)) {
		if (is_bye(line)) {
			dialogue_stop(d, ST_THROTTLED, line);
			return;
		}
		note(d->facts->arena, &noted, read_whole(d, line));
	}
	dialogue_send(d, "DONE");
	hear(d, &noted);
}

static void doze(struct dialogue *d)
{
	struct pollfd none[1];
	const struct deadline deadline = {io_now_us() + POLL_US, -1};
	struct noted noted = {0};

	if (io_wait_any(none, 0, &deadline) == ST_TIMEOUT)
		say(d, "NOOP", &noted);
}

bool trip_wait(struct dialogue *d, const struct trip_inbox *inbox,
	const char *message_id, uint64_t *ret_uid)
{
	dialogue_enter(d, STAGE_ARRIVE);
	while (d->status == ST_OK) {
		if (look(d, inbox, message_id, ret_uid))
			return true;
		if (inbox->idle)
			idle(d);
		else
			doze(d);
	}
	return false;
}

struct octets trip_header(struct dialogue *d, uint64_t uid)
{
	struct noted noted = {0};

	say(d,
		arena_printf(d->facts->arena,
			"UID FETCH %" PRIu64 " (UID BODY.PEEK[HEADER])", uid),
		&noted);
	return noted.header;
}

/* EXPUNGE would take along what other programs marked. */
bool trip_delete(
	struct dialogue *d, const struct trip_inbox *inbox, uint64_t uid)
{
	struct arena *arena = d->facts->arena;
	struct noted noted = {0};

	if (say(d,
		    arena_printf(arena,
			    "UID STORE %" PRIu64 " +FLAGS.SILENT (\\Deleted)",
			    uid),
		    &noted) != IMAP_OK)
		return false;
	if (inbox->uidplus)
		return say(d, arena_printf(arena, "UID EXPUNGE %" PRIu64, uid),
			       &noted) == IMAP_OK;
	return inbox->busy || say(d, "EXPUNGE", &noted) == IMAP_OK;
}
