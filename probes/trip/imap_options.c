/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is looked at to tell the options of a mailbox from its messages. */

#include "model/text/ascii.h"
#include "net/io.h"
#include "probes/letter/receipt.h"
#include "probes/trip/noted.h"
#include "probes/trip/trip.h"

#include <inttypes.h>
#include <string.h>

#define PAUSE_US INT64_C(1000000) /* between two looks for a receipt */
#define RECEIPT_FETCH "UID FETCH %" PRIu64 " (UID BODY.PEEK[]<0.65536>)"

bool trip_invitation(
	struct dialogue *d, uint64_t uid, enum invitation_form *ret_form)
{
	struct arena *arena = d->facts->arena;
	struct noted noted = {0}, text = {0};
	struct structure structure;

	if (noted_say(d,
		    arena_printf(arena,
			    "UID FETCH %" PRIu64
			    " (UID BODYSTRUCTURE BODY.PEEK[HEADER])",
			    uid),
		    &noted) != IMAP_OK ||
		!structure_read(arena, noted.structure, &structure))
		return false;
	noted_say(d,
		arena_printf(arena,
			"UID FETCH %" PRIu64 " (UID BODY.PEEK[TEXT]<0.16384>)",
			uid),
		&text);
	*ret_form = invitation_form_of(
		arena, noted.header, &structure, text.header);
	return d->status == ST_OK;
}

bool trip_is_unread(struct dialogue *d, uint64_t uid, bool *ret_seen)
{
	struct noted noted = {0};

	if (noted_say(d,
		    arena_printf(d->facts->arena,
			    "UID FETCH %" PRIu64 " (UID FLAGS)", uid),
		    &noted) != IMAP_OK)
		return false;
	*ret_seen = noted.seen;
	return true;
}

bool trip_mark_read(struct dialogue *d, uint64_t uid)
{
	struct noted noted = {0};

	return noted_say(d,
		       arena_printf(d->facts->arena,
			       "UID STORE %" PRIu64 " +FLAGS.SILENT (\\Seen)",
			       uid),
		       &noted) == IMAP_OK;
}

static bool is_left_over(
	struct arena *arena, struct octets message, int64_t stale)
{
	struct receipt receipt;
	struct letter_mark mark;

	return receipt_read(arena, message, &receipt) && receipt.message_id &&
	       letter_is_ours(
		       (struct octets){
			       (const unsigned char *)receipt.message_id,
			       strlen(receipt.message_id)},
		       &mark) &&
	       mark.date < stale;
}

/* The server looks for words; what it found is read again here. */
void trip_sweep_receipts(
	struct dialogue *d, const struct trip_inbox *inbox, int64_t stale)
{
	struct arena *arena = d->facts->arena;
	struct noted found = {0};

	if (noted_say(d,
		    "UID SEARCH HEADER Content-Type "
		    "\"disposition-notification\" BODY \"mailsonde.\"",
		    &found) != IMAP_OK)
		return;
	for (size_t i = 0; i < found.uid_count; i++) {
		struct noted noted = {0};

		if (noted_say(d,
			    arena_printf(arena, RECEIPT_FETCH, found.uids[i]),
			    &noted) == IMAP_OK &&
			is_left_over(arena, noted.header, stale))
			trip_delete(d, inbox, found.uids[i]);
	}
}

static void compare(struct dialogue *d, struct octets message, uint64_t uid,
	struct trip_receipt *receipts, size_t count)
{
	struct receipt receipt;

	if (!receipt_read(d->facts->arena, message, &receipt) ||
		!receipt.message_id)
		return;
	for (size_t i = 0; i < count; i++)
		if (receipts[i].sight != TRIP_FOUND &&
			strcmp(receipt.message_id, receipts[i].message_id) ==
				0) {
			receipts[i].sight = TRIP_FOUND;
			receipts[i].uid = uid;
			receipts[i].seen_us = io_now_us();
		}
}

/* Looks at the messages from `*next` on, which is moved behind those that are
 * known then. Answers whether all of them were shown. */
static bool find_receipts(struct dialogue *d, uint64_t *next,
	struct trip_receipt *receipts, size_t count)
{
	struct arena *arena = d->facts->arena;
	struct noted found = {0};
	uint64_t first = *next;
	bool whole = true;

	if (noted_say(d,
		    arena_printf(arena, "UID SEARCH UID %" PRIu64 ":*", first),
		    &found) != IMAP_OK)
		return false;
	for (size_t i = 0; i < found.uid_count; i++) {
		struct noted noted = {0};

		if (found.uids[i] < first)
			continue;
		if (noted_say(d,
			    arena_printf(arena, RECEIPT_FETCH, found.uids[i]),
			    &noted) != IMAP_OK)
			whole = false;
		compare(d, noted.header, found.uids[i], receipts, count);
		if (whole && found.uids[i] >= *next)
			*next = found.uids[i] + 1;
	}
	return whole;
}

/* At most until the time at which the last look is due. */
static void pause_until(struct dialogue *d, int64_t until_us)
{
	struct pollfd none[1];
	int64_t end_us = io_now_us() + PAUSE_US;
	const struct deadline deadline = {
		end_us < until_us ? end_us : until_us, -1};
	struct noted noted = {0};

	if (io_wait_any(none, 0, &deadline) == ST_TIMEOUT)
		noted_say(d, "NOOP", &noted);
}

static bool are_found(const struct trip_receipt *receipts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (receipts[i].sight != TRIP_FOUND)
			return false;
	return true;
}

static void mark_others(
	struct trip_receipt *receipts, size_t count, enum trip_sight sight)
{
	for (size_t i = 0; i < count; i++)
		if (receipts[i].sight != TRIP_FOUND)
			receipts[i].sight = sight;
}

void trip_wait_receipts(struct dialogue *d, const struct trip_inbox *inbox,
	struct trip_receipt *receipts, size_t count, int64_t until_us)
{
	uint64_t next = inbox->next;

	dialogue_enter(d, STAGE_ARRIVE);
	mark_others(receipts, count, TRIP_UNTOLD);
	while (d->status == ST_OK) {
		bool whole = find_receipts(d, &next, receipts, count);

		if (are_found(receipts, count))
			return;
		if (d->status == ST_OK && io_now_us() >= until_us) {
			mark_others(receipts, count,
				whole ? TRIP_ABSENT : TRIP_UNTOLD);
			return;
		}
		pause_until(d, until_us);
	}
}
