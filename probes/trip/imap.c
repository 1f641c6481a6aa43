/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* SELECT, IDLE (RFC 2177), FETCH by UID with PEEK, and UID EXPUNGE (RFC 4315):
 * no message but ours is marked or deleted. */

#include "model/text/ascii.h"
#include "net/io.h"
#include "probes/trip/noted.h"
#include "probes/trip/trip.h"

#include <inttypes.h>
#include <string.h>

#define POLL_US INT64_C(500000) /* where IDLE is not to be had */
/* Dovecot tells IDLE of a message half a second after it came. */
#define EAGER_US                                                               \
	INT64_C(50000) /* before the second look, then twice that ... */
#define EAGER_LOOKS 4
#define REFUSALS 3 /* in a row: some servers refuse it of an empty mailbox */

/* Exchange tells them only when it is asked. */
static void ask_capabilities(struct dialogue *d)
{
	const struct imap_hearing hearing = {.caps = &d->facts->signed_in};
	struct octets line;

	if (d->facts->signed_in.item_count)
		return;
	imap_send(d, "CAPABILITY");
	if (imap_hear(d, &hearing, &line) == IMAP_OK)
		d->facts->signed_in.seen = true;
}

static void introduce(struct dialogue *d)
{
	struct noted noted = {0};

	if (!imap_lists(&d->facts->signed_in, "ID"))
		return;
	if (noted_say(d, IMAP_ID, &noted) == IMAP_OK)
		d->facts->mailbox.id = ANSWER_POSITIVE;
	else if (d->status == ST_OK)
		d->facts->mailbox.id = ANSWER_NEGATIVE;
}

bool trip_open(struct dialogue *d, struct trip_inbox *ret_inbox)
{
	const struct capabilities *caps = &d->facts->signed_in;
	struct noted noted = {0};

	dialogue_enter(d, STAGE_MAILBOX);
	ask_capabilities(d);
	introduce(d);
	/* Nothing could be deleted from a mailbox that is read-only. */
	if (noted_say(d, "SELECT INBOX", &noted) != IMAP_OK ||
		ascii_contains(noted.verdict, "[READ-ONLY]")) {
		dialogue_stop(d, ST_REFUSED, noted.verdict);
		return false;
	}
	*ret_inbox = (struct trip_inbox){
		.next = noted.next ? noted.next : 1,
		.idle = imap_lists(caps, "IDLE"),
		.uidplus = imap_lists(caps, "UIDPLUS"),
	};
	return d->status == ST_OK;
}

#define ID_ITEM "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"

/* The server looks for the word; what it found is read again here. */
unsigned trip_sweep(struct dialogue *d, const struct trip_inbox *inbox,
	int64_t stale, const char *token)
{
	struct arena *arena = d->facts->arena;
	struct noted found = {0};
	unsigned deleted = 0;

	if (noted_say(d, "UID SEARCH HEADER Message-ID \"mailsonde.\"",
		    &found) != IMAP_OK)
		return 0;
	for (size_t i = 0; i < found.uid_count; i++) {
		struct noted noted = {.stale = stale, .token = token};

		if (noted_say(d,
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

/* What comes meanwhile may be told at the end of the command, and IDLE tells it
 * no second time. */
static enum trip_sight look(struct dialogue *d, const struct trip_inbox *inbox,
	const char *message_id, uint64_t *ret_uid, struct noted *noted)
{
	enum imap_completion completion;

	*noted = (struct noted){.wanted = message_id, .first = inbox->next};
	completion = noted_say(d,
		arena_printf(d->facts->arena,
			"UID FETCH %" PRIu64 ":* (UID " ID_ITEM ")",
			inbox->next),
		noted);
	*ret_uid = noted->found;
	if (noted->found)
		return TRIP_FOUND;
	return completion == IMAP_OK ? TRIP_ABSENT : TRIP_UNTOLD;
}

/* Waits until something comes, in IDLE. Answers false if the server refuses
 * that. */
static bool idle(struct dialogue *d)
{
	struct noted noted = {0};
	struct octets line;

	if (noted_say(d, "IDLE", &noted) != IMAP_CONTINUE)
		return false;
	while (!noted.exists && dialogue_read(d, &line)) {
		if (!noted_take(d, &noted, line))
			return true;
	}
	dialogue_send(d, "DONE");
	noted_hear(d, &noted);
	return true;
}

static void doze(struct dialogue *d, int64_t duration_us)
{
	struct pollfd none[1];
	const struct deadline deadline = {io_now_us() + duration_us, -1};
	struct noted noted = {0};

	if (io_wait_any(none, 0, &deadline) == ST_TIMEOUT)
		noted_say(d, "NOOP", &noted);
}

enum trip_sight trip_wait(struct dialogue *d, const struct trip_inbox *inbox,
	const char *message_id, uint64_t *ret_uid)
{
	enum trip_sight sight = TRIP_UNTOLD;
	/* IDLE could only be left at the dialogue's deadline. */
	bool had_more = false, idles = inbox->idle && !inbox->until_us;
	unsigned refusals = 0, eager = inbox->eager ? 0 : EAGER_LOOKS;
	struct noted noted;

	dialogue_enter(d, STAGE_ARRIVE);
	while (d->status == ST_OK) {
		enum trip_sight now =
			look(d, inbox, message_id, ret_uid, &noted);

		if (now == TRIP_FOUND)
			return now;
		if (d->status != ST_OK)
			break;
		sight = now;
		refusals = now == TRIP_UNTOLD ? refusals + 1 : 0;
		if (refusals == REFUSALS) {
			dialogue_stop(d, ST_REFUSED, noted.verdict);
			break;
		}
		if (noted.exists && !had_more) {
			had_more = true;
			continue;
		}
		had_more = false;
		if (inbox->until_us && io_now_us() >= inbox->until_us)
			return sight;
		if (eager < EAGER_LOOKS) {
			doze(d, EAGER_US << eager++);
		} else if (!idles || !idle(d)) {
			idles = false;
			doze(d, POLL_US);
		}
	}
	return d->status == ST_TIMEOUT ? sight : TRIP_UNTOLD;
}

struct octets trip_header(struct dialogue *d, uint64_t uid)
{
	struct noted noted = {0};

	noted_say(d,
		arena_printf(d->facts->arena,
			"UID FETCH %" PRIu64 " (UID BODY.PEEK[HEADER])", uid),
		&noted);
	return noted.header;
}

/* EXPUNGE would take along what other programs marked: theirs will take ours
 * along then. */
static bool expunge_alone(struct dialogue *d, uint64_t uid)
{
	struct noted marked = {0}, noted = {0};

	if (noted_say(d, "UID SEARCH DELETED", &marked) != IMAP_OK)
		return false;
	for (size_t i = 0; i < marked.uid_count; i++)
		if (marked.uids[i] != uid)
			return true;
	return noted_say(d, "EXPUNGE", &noted) == IMAP_OK;
}

bool trip_delete(
	struct dialogue *d, const struct trip_inbox *inbox, uint64_t uid)
{
	struct arena *arena = d->facts->arena;
	struct noted noted = {0};

	if (noted_say(d,
		    arena_printf(arena,
			    "UID STORE %" PRIu64 " +FLAGS.SILENT (\\Deleted)",
			    uid),
		    &noted) != IMAP_OK)
		return false;
	if (inbox->uidplus)
		return noted_say(d,
			       arena_printf(arena, "UID EXPUNGE %" PRIu64, uid),
			       &noted) == IMAP_OK;
	return expunge_alone(d, uid);
}
