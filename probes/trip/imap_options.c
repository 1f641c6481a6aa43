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

static bool is_for(
	struct arena *arena, struct octets message, const char *message_id)
{
	struct receipt receipt;

	return receipt_read(arena, message, &receipt) && receipt.message_id &&
	       strcmp(receipt.message_id, message_id) == 0;
}

/* Among the new messages, those that are reports. */
static enum trip_sight find_receipt(struct dialogue *d,
	const struct trip_inbox *inbox, const char *message_id,
	uint64_t *ret_uid)
{
	struct arena *arena = d->facts->arena;
	enum trip_sight sight = TRIP_ABSENT;
	struct noted found = {0};

	if (noted_say(d,
		    arena_printf(
			    arena, "UID SEARCH UID %" PRIu64 ":*", inbox->next),
		    &found) != IMAP_OK)
		return TRIP_UNTOLD;
	for (size_t i = 0; i < found.uid_count; i++) {
		struct noted noted = {0};

		if (found.uids[i] < inbox->next)
			continue;
		if (noted_say(d,
			    arena_printf(arena,
				    "UID FETCH %" PRIu64
				    " (UID BODY.PEEK[]<0.65536>)",
				    found.uids[i]),
			    &noted) != IMAP_OK)
			sight = TRIP_UNTOLD;
		*ret_uid = found.uids[i];
		if (is_for(arena, noted.header, message_id))
			return TRIP_FOUND;
	}
	return sight;
}

static void pause_for(struct dialogue *d)
{
	struct pollfd none[1];
	const struct deadline deadline = {io_now_us() + PAUSE_US, -1};
	struct noted noted = {0};

	if (io_wait_any(none, 0, &deadline) == ST_TIMEOUT)
		noted_say(d, "NOOP", &noted);
}

enum trip_sight trip_wait_receipt(struct dialogue *d,
	const struct trip_inbox *inbox, const char *message_id,
	int64_t until_us, uint64_t *ret_uid)
{
	dialogue_enter(d, STAGE_ARRIVE);
	for (;;) {
		enum trip_sight sight =
			find_receipt(d, inbox, message_id, ret_uid);

		if (sight == TRIP_FOUND)
			return sight;
		if (d->status != ST_OK)
			return TRIP_UNTOLD;
		if (io_now_us() >= until_us)
			return sight;
		pause_for(d);
	}
}
