/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Sends a message, waits for it and deletes it, on dialogues that are signed
 * in. Each function returns at once where its dialogue has stopped. */
#ifndef MAILSONDE_PROBES_TRIP_TRIP_H
#define MAILSONDE_PROBES_TRIP_TRIP_H

#include "model/login/trip.h"
#include "probes/dialogue.h"
#include "probes/letter/invitation.h"
#include "probes/letter/letter.h"

/* Whether a run that made the mark must be over. */
#define TRIP_STALE_S 1800

/* Hands the letter over to a submission server, and notes how in the dialogue's
 * facts, or why it cannot. Answers whether it may have been taken: the server
 * took it, or did not say. `*ret_taken_us` is the time of that, by io_now_us().
 */
bool trip_send(
	struct dialogue *d, const struct letter *letter, int64_t *ret_taken_us);

/* What was seen of a message. */
enum trip_sight {
	TRIP_UNTOLD, /* the server did not let us look, or not to the end */
	TRIP_ABSENT,
	TRIP_FOUND,
};

/* INBOX, selected. */
struct trip_inbox {
	uint64_t next; /* UIDs from here on are new */
	bool idle;
	bool uidplus;
	bool eager; /* look often at first: how long it takes is measured */
	int64_t until_us; /* how long a message is waited for, by io_now_us();
			   * 0: until the dialogue's deadline */
};

/* Selects INBOX. Answers whether it is open for writing. */
bool trip_open(struct dialogue *d, struct trip_inbox *ret_inbox);

/* Deletes the messages of runs that were cut short before `stale`, in seconds
 * since 1970; with a token, those of that alone. Answers how many. */
unsigned trip_sweep(struct dialogue *d, const struct trip_inbox *inbox,
	int64_t stale, const char *token);

/* Waits for the message; if it is there, with its UID. */
enum trip_sight trip_wait(struct dialogue *d, const struct trip_inbox *inbox,
	const char *message_id, uint64_t *ret_uid);

/* Its header, without marking it read; empty if it cannot be had. */
struct octets trip_header(struct dialogue *d, uint64_t uid);

/* Deletes it for good, and no message of anybody else. Answers whether the
 * server did. */
bool trip_delete(
	struct dialogue *d, const struct trip_inbox *inbox, uint64_t uid);

/* In which form an invitation came, by its structure, its header and the
 * beginning of its text, without marking it read. Answers false if that cannot
 * be told. */
bool trip_invitation(
	struct dialogue *d, uint64_t uid, enum invitation_form *ret_form);

/* Whether a message has no \Seen. Answers false if that cannot be told. */
bool trip_is_unread(struct dialogue *d, uint64_t uid, bool *ret_seen);
bool trip_mark_read(struct dialogue *d, uint64_t uid);

/* A read receipt that is due. */
struct trip_receipt {
	const char *message_id; /* of what it is for */
	enum trip_sight sight;  /* TRIP_FOUND: is waited for no more */
	uint64_t uid;           /* of the receipt, once it is found */
	int64_t seen_us;        /* when, by io_now_us() */
};

/* Waits for all of the receipts, up to a time of io_now_us(). */
void trip_wait_receipts(struct dialogue *d, const struct trip_inbox *inbox,
	struct trip_receipt *receipts, size_t count, int64_t until_us);

/* Deletes the receipts for messages of runs that were cut short before `stale`.
 */
void trip_sweep_receipts(
	struct dialogue *d, const struct trip_inbox *inbox, int64_t stale);

/* Looks for the message in a POP3 maildrop, among the newest; if it is there,
 * with its number and its header. Else `*ret_header` is set if the server
 * showed any. */
enum trip_sight trip_find_dropped(struct dialogue *d, const char *message_id,
	unsigned *ret_number, struct octets *ret_header);

/* Whether the headers of a maildrop can be looked at, as far as can be told
 * without a message. */
bool trip_shows_dropped(struct dialogue *d);
struct octets trip_retrieve_dropped(struct dialogue *d, unsigned number);
bool trip_delete_dropped(struct dialogue *d, unsigned number);

/* Deletes, among the newest of a maildrop, the messages of runs that were cut
 * short before `stale`. Answers how many. */
unsigned trip_sweep_dropped(struct dialogue *d, int64_t stale);

/* Notes what the header says of the way. */
void trip_note_header(struct arena *arena, struct octets header,
	const struct letter *letter, struct trip_facts *trip);

#endif
