/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Two messages ask for a receipt. One is marked as read over IMAP, the other is
 * fetched over POP3, and the sender's mailbox is watched once for both. */

#include "engine/trip/receipts.h"

#include "net/io.h"

#include <time.h>

#define QUIET_MOST_US (60 * SECOND_US) /* before a message is read */
#define REQUESTS 2

struct request {
	struct option_facts *option;
	struct letter letter;
	uint64_t uid; /* of the message */
	bool sent, arrived, removed;
	bool by_pop3; /* it is read so */
	int64_t read_us;
};

struct asking {
	struct measuring *m;
	struct request requests[REQUESTS];
	struct trip_receipt receipts[REQUESTS];
	size_t count;
	int64_t sender_next; /* of the sender's INBOX: UIDs that are new */
	int64_t watch_until_us;
	struct request *fetching;
};

static void note_sender_inbox(struct dialogue *d, void *context)
{
	struct asking *asking = context;
	struct trip_inbox inbox;

	if (!trip_open(d, &inbox))
		return;
	asking->sender_next = (int64_t)inbox.next;
	trip_sweep_receipts(d, &inbox, (int64_t)time(NULL) - TRIP_STALE_S);
}

static void watch_sender(struct dialogue *d, void *context)
{
	struct asking *asking = context;
	struct trip_inbox inbox;

	if (!trip_open(d, &inbox))
		return;
	inbox.next = (uint64_t)asking->sender_next;
	trip_wait_receipts(d, &inbox, asking->receipts, asking->count,
		asking->watch_until_us);
	for (size_t i = 0; i < asking->count; i++) {
		struct trip_receipt *receipt = &asking->receipts[i];

		if (receipt->uid && !trip_delete(d, &inbox, receipt->uid))
			asking->m->imap_option.littered = true;
		receipt->uid = 0;
	}
}

static bool is_awaited(const struct trip_receipt *receipt)
{
	return receipt->sight != TRIP_FOUND;
}

/* Watches for the receipts that are awaited still. */
static void watch(struct asking *asking, int64_t duration_us)
{
	struct measuring *m = asking->m;
	bool any = false;

	for (size_t i = 0; i < asking->count; i++)
		if (is_awaited(&asking->receipts[i])) {
			asking->receipts[i].sight = TRIP_UNTOLD;
			any = true;
		}
	if (!any)
		return;
	asking->watch_until_us = io_now_us() + duration_us;
	m->sender.deadline_us = asking->watch_until_us + CLEAN_UP_US;
	visit_endpoint(&m->sender, m->sender_imap, watch_sender, asking);
}

/* Whoever fetches a message from a maildrop has read it. */
static void fetch_dropped(struct dialogue *d, void *context)
{
	struct asking *asking = context;
	struct request *request = asking->fetching;
	struct octets header;
	unsigned number;

	if (trip_find_dropped(d, measuring_id(asking->m, &request->letter),
		    &number, &header) == TRIP_FOUND)
		request->option->read =
			trip_retrieve_dropped(d, number).length > 0;
}

static void read_message(
	struct asking *asking, struct dialogue *d, struct request *request)
{
	struct measuring *m = asking->m;

	asking->fetching = request;
	if (request->by_pop3)
		visit_endpoint(&m->visitor, m->pop3, fetch_dropped, asking);
	else
		request->option->read = trip_mark_read(d, request->uid);
	request->read_us = io_now_us();
}

/* A receipt that comes before anybody read the message is caused by something
 * else. */
static void note_quiet(struct asking *asking, struct dialogue *d, size_t which)
{
	struct trip_receipt *receipt = &asking->receipts[which];
	struct request *request = &asking->requests[which];

	if (!request->option->requested)
		return;
	request->option->receipt_early = receipt->sight == TRIP_FOUND;
	request->option->unwatched = receipt->sight == TRIP_UNTOLD;
	if (receipt->sight == TRIP_ABSENT)
		read_message(asking, d, request);
	if (!request->option->read)
		receipt->sight = TRIP_FOUND; /* is awaited no more */
}

static void note_receipt(
	const struct trip_receipt *receipt, const struct request *request)
{
	struct option_facts *option = request->option;

	if (!option->read)
		return;
	option->receipt = receipt->sight == TRIP_FOUND;
	option->unwatched = receipt->sight == TRIP_UNTOLD;
	if (option->receipt)
		option->receipt_us = receipt->seen_us - request->read_us;
	else if (!option->unwatched)
		option->watched_us = io_now_us() - request->read_us;
}

static void read_and_watch(struct asking *asking, struct dialogue *d)
{
	int64_t watch_us = measuring_trip(asking->m)->watch_us;

	watch(asking,
		watch_us / 10 < QUIET_MOST_US ? watch_us / 10 : QUIET_MOST_US);
	for (size_t i = 0; i < asking->count; i++)
		note_quiet(asking, d, i);
	watch(asking, watch_us);
	for (size_t i = 0; i < asking->count; i++)
		note_receipt(&asking->receipts[i], &asking->requests[i]);
}

/* Sends a request, and waits until it is there. */
static void ask(struct asking *asking, struct dialogue *d,
	struct trip_inbox *inbox, size_t which)
{
	struct request *request = &asking->requests[which];
	struct trip_receipt *receipt = &asking->receipts[which];
	struct measuring *m = asking->m;
	bool seen;

	receipt->sight = TRIP_FOUND;
	if (d->status != ST_OK || !measuring_make_letter(m, &request->letter) ||
		!measuring_send(m, &request->letter, LETTER_RECEIPT))
		return;
	request->sent = true;
	receipt->message_id = measuring_id(m, &request->letter);
	inbox->until_us = io_now_us() + measuring_trip(m)->arrive_us;
	if (trip_wait(d, inbox, receipt->message_id, &request->uid) !=
		TRIP_FOUND)
		return;
	request->arrived = true;
	request->option->requested =
		trip_is_unread(d, request->uid, &seen) && !seen;
	if (request->option->requested)
		receipt->sight = TRIP_ABSENT;
}

/* Unread, it would be answered with "not read" when it is deleted. What comes
 * of it then is deleted as well. */
static void mark_before_deletion(
	struct asking *asking, struct dialogue *d, size_t which)
{
	struct request *request = &asking->requests[which];
	bool read = request->option->read, seen;

	if (read && (!request->by_pop3 ||
			    !trip_is_unread(d, request->uid, &seen) || seen))
		return;
	if (!trip_mark_read(d, request->uid) || !read)
		return;
	asking->receipts[which].sight = TRIP_ABSENT;
	watch(asking, SECOND_US);
}

static void stay_for_receipts(struct dialogue *d, void *context)
{
	struct asking *asking = context;
	struct trip_inbox inbox;

	if (!trip_open(d, &inbox))
		return;
	for (size_t i = 0; i < asking->count; i++)
		ask(asking, d, &inbox, i);
	read_and_watch(asking, d);
	for (size_t i = 0; i < asking->count; i++) {
		struct request *request = &asking->requests[i];

		if (!request->arrived)
			continue;
		mark_before_deletion(asking, d, i);
		request->removed = trip_delete(d, &inbox, request->uid);
	}
}

static void clear_rest(struct asking *asking)
{
	for (size_t i = 0; i < asking->count; i++) {
		struct request *request = &asking->requests[i];

		if (request->sent && !request->removed &&
			!measuring_clear(asking->m, &request->letter))
			asking->m->imap_option.littered = true;
	}
}

void receipts_measure(struct measuring *m)
{
	const struct engine_trip *trip = measuring_trip(m);
	struct asking asking = {
		.m = m,
		.requests = {{.option = &m->imap_option},
			{.option = &m->pop3_option, .by_pop3 = true}},
		.count = m->pop3 ? 2 : 1,
	};

	m->sender.deadline_us = io_now_us() + trip->arrive_us;
	if (m->sender_imap)
		visit_endpoint(
			&m->sender, m->sender_imap, note_sender_inbox, &asking);
	if (!asking.sender_next) {
		m->imap_option.unwatched = true;
		return;
	}
	m->visitor.deadline_us = io_now_us() + 2 * trip->arrive_us +
				 2 * trip->watch_us + 3 * CLEAN_UP_US;
	visit_endpoint(&m->visitor, m->imap, stay_for_receipts, &asking);
	clear_rest(&asking);
	/* Each is the other's control: it shows whether receipts come. */
	m->imap_option.control = m->pop3_option.receipt;
	m->pop3_option.control = m->imap_option.receipt;
}
