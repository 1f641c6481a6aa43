/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/trip/options.h"

#include "engine/trip/trip.h"
#include "net/io.h"
#include "probes/letter/invitation.h"
#include "probes/trip/trip.h"

#include <string.h>
#include <time.h>

#define SECOND_US INT64_C(1000000)
#define QUIET_MOST_US (60 * SECOND_US) /* before a message is read */
#define AHEAD_S (300 * 24 * 3600)      /* that the meeting is in the future */
#define CLEAN_UP_US (15 * SECOND_US)

/* What is measured, and with whom. */
struct measuring {
	struct visitor visitor; /* the account */
	struct visitor sender;
	struct endpoint_report *submission, *imap, *pop3;
	struct arena *arena;
	struct letter letter;
	struct option_facts imap_option, pop3_option;
	bool refused;        /* the sender could not sign in */
	bool taken;          /* the last letter */
	int64_t sender_next; /* of the sender's INBOX: UIDs that are new */
	int64_t watch_until_us;
	const char *awaited;     /* Message-ID that a receipt is due for */
	enum trip_sight receipt; /* of the last watch */
	bool by_pop3;            /* the message is read so */
	bool fetched;            /* it was, from the maildrop */
};

static const struct engine_trip *trip_of(const struct measuring *m)
{
	return m->visitor.request->trip;
}

static void hand_over(struct dialogue *d, void *context)
{
	struct measuring *m = context;
	int64_t taken_us;

	m->taken = trip_send(d, &m->letter, &taken_us);
	d->facts->trip = (struct trip_facts){0}; /* no round trip */
}

static bool send_letter(struct measuring *m, enum letter_kind kind)
{
	const struct probe_facts *facts;

	m->letter.kind = kind;
	m->letter.date = (int64_t)time(NULL);
	m->taken = false;
	m->sender.deadline_us = io_now_us() + trip_of(m)->arrive_us;
	facts = visit_endpoint(&m->sender, m->submission, hand_over, m);
	m->refused = !facts || facts->login.answer != ANSWER_POSITIVE;
	return m->taken;
}

static const char *letter_id(struct measuring *m)
{
	return letter_message_id(m->arena, &m->letter);
}

static void note_form(struct option_facts *option, enum invitation_form form)
{
	option->invited = true;
	option->invitation = invitation_form_name(form);
}

/* The same message, as it is in the maildrop. */
static void look_into_maildrop(struct dialogue *d, void *context)
{
	struct measuring *m = context;
	struct octets header, message;
	struct structure structure;
	unsigned number;

	if (trip_find_dropped(d, letter_id(m), &number, &header) != TRIP_FOUND)
		return;
	message = trip_retrieve_dropped(d, number);
	if (d->status != ST_OK)
		return;
	structure_of_message(d->facts->arena, message, &structure);
	note_form(&m->pop3_option, invitation_form_of(d->facts->arena, message,
					   &structure, message));
}

/* Deletes a message of ours that is known to be there. */
static void remove_one(struct measuring *m, struct dialogue *d,
	const struct trip_inbox *inbox, uint64_t uid)
{
	if (!trip_delete(d, inbox, uid))
		m->imap_option.littered = true;
}

static void cancel_meeting(
	struct measuring *m, struct dialogue *d, const struct trip_inbox *inbox)
{
	uint64_t uid;

	if (!send_letter(m, LETTER_CANCEL))
		return;
	m->imap_option.littered = true;
	if (trip_wait(d, inbox, letter_id(m), &uid) != TRIP_FOUND)
		return;
	m->imap_option.littered = false;
	remove_one(m, d, inbox, uid);
}

static void stay_for_invitation(struct dialogue *d, void *context)
{
	struct measuring *m = context;
	struct trip_inbox inbox;
	enum invitation_form form;
	uint64_t uid;

	if (!trip_open(d, &inbox))
		return;
	trip_sweep(d, &inbox, (int64_t)time(NULL) - TRIP_STALE_S, NULL);
	if (d->status != ST_OK || !send_letter(m, LETTER_REQUEST))
		return;
	m->imap_option.littered = true;
	if (trip_wait(d, &inbox, letter_id(m), &uid) != TRIP_FOUND)
		return;
	if (trip_invitation(d, uid, &form))
		note_form(&m->imap_option, form);
	if (m->pop3)
		visit_endpoint(&m->visitor, m->pop3, look_into_maildrop, m);
	m->imap_option.littered = false;
	remove_one(m, d, &inbox, uid);
	cancel_meeting(m, d, &inbox);
}

static void note_sender_inbox(struct dialogue *d, void *context)
{
	struct measuring *m = context;
	struct trip_inbox inbox;

	if (trip_open(d, &inbox))
		m->sender_next = (int64_t)inbox.next;
}

static void watch_sender(struct dialogue *d, void *context)
{
	struct measuring *m = context;
	struct trip_inbox inbox;
	uint64_t uid;

	if (!trip_open(d, &inbox))
		return;
	inbox.next = (uint64_t)m->sender_next;
	m->receipt = trip_wait_receipt(
		d, &inbox, m->awaited, m->watch_until_us, &uid);
	if (m->receipt == TRIP_FOUND)
		remove_one(m, d, &inbox, uid);
}

/* Whether a receipt came by then. */
static enum trip_sight watch(struct measuring *m, int64_t duration_us)
{
	m->watch_until_us = io_now_us() + duration_us;
	m->sender.deadline_us = m->watch_until_us + CLEAN_UP_US;
	m->receipt = TRIP_UNTOLD;
	visit_endpoint(&m->sender, m->imap, watch_sender, m);
	return m->receipt;
}

/* Whoever fetches a message from a maildrop has read it. */
static void fetch_dropped(struct dialogue *d, void *context)
{
	struct measuring *m = context;
	struct octets header;
	unsigned number;

	if (trip_find_dropped(d, m->awaited, &number, &header) == TRIP_FOUND)
		m->fetched = trip_retrieve_dropped(d, number).length > 0;
}

static bool read_message(struct measuring *m, struct dialogue *d,
	const struct option_facts *option, uint64_t uid)
{
	if (option == &m->imap_option)
		return trip_mark_read(d, uid);
	m->fetched = false;
	visit_endpoint(&m->visitor, m->pop3, fetch_dropped, m);
	return m->fetched;
}

/* A receipt that comes before anybody read the message is caused by something
 * else. */
static void read_and_watch(struct measuring *m, struct dialogue *d,
	struct option_facts *option, uint64_t uid)
{
	int64_t watch_us = trip_of(m)->watch_us, begin_us;
	enum trip_sight sight;
	int64_t quiet_us =
		watch_us / 10 < QUIET_MOST_US ? watch_us / 10 : QUIET_MOST_US;

	sight = watch(m, quiet_us);
	option->receipt_early = sight == TRIP_FOUND;
	option->unwatched = sight == TRIP_UNTOLD;
	if (sight != TRIP_ABSENT || !read_message(m, d, option, uid))
		return;
	option->read = true;
	begin_us = io_now_us();
	sight = watch(m, watch_us);
	option->receipt = sight == TRIP_FOUND;
	option->unwatched = sight == TRIP_UNTOLD;
	if (option->receipt)
		option->receipt_us = io_now_us() - begin_us;
	else if (!option->unwatched)
		option->watched_us = io_now_us() - begin_us;
}

/* Unread, it would be answered with "not read" when it is deleted. What comes
 * of it then is deleted as well. */
static void mark_before_deletion(struct measuring *m, struct dialogue *d,
	const struct option_facts *option, uint64_t uid)
{
	bool seen;

	if (option->read && (option == &m->imap_option ||
				    !trip_is_unread(d, uid, &seen) || seen))
		return;
	if (trip_mark_read(d, uid) && option->read)
		watch(m, SECOND_US);
}

static void stay_for_receipt(struct dialogue *d, void *context)
{
	struct measuring *m = context;
	struct option_facts *option =
		m->by_pop3 ? &m->pop3_option : &m->imap_option;
	struct trip_inbox inbox;
	uint64_t uid;
	bool seen;

	if (!trip_open(d, &inbox) || !send_letter(m, LETTER_RECEIPT))
		return;
	m->imap_option.littered = true;
	m->awaited = letter_id(m);
	if (trip_wait(d, &inbox, m->awaited, &uid) != TRIP_FOUND)
		return;
	option->requested = trip_is_unread(d, uid, &seen) && !seen;
	if (option->requested)
		read_and_watch(m, d, option, uid);
	mark_before_deletion(m, d, option, uid);
	m->imap_option.littered = false;
	remove_one(m, d, &inbox, uid);
}

static bool make_letter(struct measuring *m)
{
	m->letter = (struct letter){
		.from = m->sender.login->address,
		.to = m->visitor.login->address,
		.meeting = (int64_t)time(NULL) + AHEAD_S,
	};
	return letter_make_token(m->letter.token);
}

static void clear_inbox(struct dialogue *d, void *context)
{
	struct measuring *m = context;
	struct trip_inbox inbox;

	if (trip_open(d, &inbox) &&
		trip_sweep(d, &inbox, INT64_MAX, m->letter.token) > 0)
		m->imap_option.littered = false;
}

/* What may have arrived is deleted even after an interrupt. */
static void clean_up(struct measuring *m)
{
	struct visitor own = m->visitor;

	if (!m->imap_option.littered)
		return;
	own.cancel_fd = -1;
	own.deadline_us = io_now_us() + CLEAN_UP_US;
	visit_endpoint(&own, m->imap, clear_inbox, m);
}

static void measure_receipts(struct measuring *m, bool by_pop3)
{
	const struct engine_trip *trip = trip_of(m);

	m->by_pop3 = by_pop3;
	m->sender_next = 0;
	m->sender.deadline_us = io_now_us() + trip->arrive_us;
	visit_endpoint(&m->sender, m->imap, note_sender_inbox, m);
	m->visitor.deadline_us = io_now_us() + trip->arrive_us +
				 2 * trip->watch_us + 2 * CLEAN_UP_US;
	if (m->sender_next && make_letter(m))
		visit_endpoint(&m->visitor, m->imap, stay_for_receipt, m);
	clean_up(m);
}

static void measure(struct measuring *m)
{
	const struct engine_trip *trip = trip_of(m);

	m->visitor.deadline_us = io_now_us() + 2 * trip->arrive_us;
	if (make_letter(m))
		visit_endpoint(&m->visitor, m->imap, stay_for_invitation, m);
	clean_up(m);
	measure_receipts(m, false);
	if (m->pop3)
		measure_receipts(m, true);
	/* Each is the other's control: it shows whether receipts come. */
	m->imap_option.control = m->pop3_option.receipt;
	m->pop3_option.control = m->imap_option.receipt;
}

/* The facts of the login, which the endpoint's report keeps. */
static void conclude(struct endpoint_report *endpoint,
	const struct option_facts *option, const struct measuring *m)
{
	struct probe_facts *login;

	if (!endpoint || !endpoint->facts.login_count)
		return;
	login = endpoint->facts.logins[0];
	login->option = *option;
	login->option.asked = true;
	login->option.wanted_form = trip_of(m)->wanted_form;
	login->option.wanted_receipts = trip_of(m)->wanted_receipts;
	if (m->sender.login != m->visitor.login)
		login->option.sender =
			arena_strdup(login->arena, m->sender.login->address);
	if (!m->submission)
		login->option.why_not = "no submission server accepted the "
					"login, so nothing was sent";
	else if (m->refused)
		login->option.why_not = "the account that was to send the "
					"messages could not sign in";
	else if (!m->imap)
		login->option.why_not = "no IMAP server accepted the login, "
					"so nothing could be deleted again";
}

void options_measure(const struct visitor *visitor, struct report *report)
{
	const struct engine_login *sender = visitor->request->trip->sender;
	struct measuring m = {
		.visitor = *visitor,
		.sender = *visitor,
		.submission = visit_find_first(report, SERVICE_SMTP),
		.imap = visit_find_first(report, SERVICE_IMAP),
		.pop3 = visit_find_first(report, SERVICE_POP3),
		.arena = arena_new(),
	};

	if (sender)
		m.sender.login = sender;
	if (m.submission && m.imap)
		measure(&m);
	conclude(m.imap, &m.imap_option, &m);
	conclude(m.pop3, &m.pop3_option, &m);
	arena_free(m.arena);
}
