/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/trip/trip.h"

#include "engine/trip/options.h"
#include "engine/trip/visit.h"
#include "model/text/ascii.h"
#include "net/io.h"
#include "probes/trip/trip.h"

#include <stdint.h>
#include <time.h>

#define SECOND_US INT64_C(1000000)
#define CLEAN_UP_US (10 * SECOND_US) /* after an interrupt, too */
#define LAST_LOOK_US SECOND_US       /* after all the time was waited */
#define MAILDROP_US (2 * SECOND_US)  /* between two looks into a maildrop */
#define NO_SECOND_TIME "the mailbox could not be opened a second time"

/* One message, on its way. */
struct journey {
	struct visitor visitor;
	struct report *report;
	struct endpoint_report *submission, *imap, *pop3;
	struct letter letter;
	const char *id;
	bool own;                 /* it goes to the account itself */
	struct probe_facts *sent; /* by the submission endpoint; NULL */
	int64_t taken_us;         /* by io_now_us() */
	uint64_t next;            /* UIDs of INBOX from here on are new */
	bool may_be_there;        /* and must be deleted */
	bool deleted;
	unsigned leftovers;
	struct arrival_facts imap_seen, pop3_seen;
	enum trip_sight imap_sight;
	const char *obstacle; /* nobody could find it in the maildrop: why */
	struct octets header; /* in the arena of a visit's facts */
};

static void hand_over(struct dialogue *d, void *context)
{
	struct journey *journey = context;

	journey->may_be_there =
		trip_send(d, &journey->letter, &journey->taken_us);
}

/* How it was handed over is noted even where that was cut short. */
static bool send_letter(struct journey *journey)
{
	journey->sent = visit_endpoint(
		&journey->visitor, journey->submission, hand_over, journey);
	if (journey->sent)
		journey->sent->trip.asked = true;
	return journey->sent && journey->sent->trip.answer == ANSWER_POSITIVE;
}

static void note_arrival(
	const struct journey *journey, struct arrival_facts *arrival)
{
	arrival->arrived = true;
	arrival->after_us = io_now_us() - journey->taken_us;
	if (arrival->after_us < 0)
		arrival->after_us = 0;
}

struct dropped {
	struct journey *journey;
	bool delete;
	enum trip_sight sight; /* of the last look */
	bool shown;            /* it showed the header of some message */
};

static void look_into_maildrop(struct dialogue *d, void *context)
{
	struct dropped *dropped = context;
	struct journey *journey = dropped->journey;
	struct octets header = {0};
	unsigned number;

	dropped->sight = trip_find_dropped(d, journey->id, &number, &header);
	dropped->shown = header.length > 0;
	if (dropped->sight != TRIP_FOUND)
		return;
	note_arrival(journey, &journey->pop3_seen);
	if (!journey->header.length)
		journey->header = header;
	if (!dropped->delete)
		return;
	journey->leftovers +=
		trip_sweep_dropped(d, (int64_t)time(NULL) - TRIP_STALE_S);
	journey->deleted = trip_delete_dropped(d, number);
}

/* Whether it is worth another look: that one message cannot be looked at says
 * nothing of the next. */
static bool may_still_come(const struct dropped *dropped)
{
	return dropped->sight == TRIP_ABSENT ||
	       (dropped->sight == TRIP_UNTOLD && dropped->shown);
}

/* A maildrop stays as it was at the login: it is opened again. */
static void wait_for_pop3(struct journey *journey, bool delete)
{
	struct dropped dropped = {.journey = journey, .delete = delete};
	const struct deadline deadline = {
		journey->visitor.deadline_us, journey->visitor.cancel_fd};
	struct probe_facts *facts;
	struct pollfd none[1];
	struct deadline pause;

	if (!journey->pop3)
		return;
	journey->pop3_seen.waited = true;
	do {
		dropped.sight = TRIP_UNTOLD;
		dropped.shown = false;
		facts = visit_endpoint(&journey->visitor, journey->pop3,
			look_into_maildrop, &dropped);
		pause = deadline_within(&deadline, MAILDROP_US);
	} while (facts && facts->status == ST_OK && may_still_come(&dropped) &&
		 io_wait_any(none, 0, &pause) == ST_TIMEOUT &&
		 io_now_us() < journey->visitor.deadline_us &&
		 !visit_is_over(&journey->visitor));
	journey->pop3_seen.cut = dropped.sight == TRIP_UNTOLD ||
				 (dropped.sight == TRIP_ABSENT &&
					 visit_is_over(&journey->visitor));
}

/* The mailbox is open before the message is sent: it is seen at once. */
static void stay_in_inbox(struct dialogue *d, void *context)
{
	struct journey *journey = context;
	struct trip_inbox inbox;
	uint64_t uid;

	if (!trip_open(d, &inbox))
		return;
	journey->next = inbox.next;
	journey->leftovers +=
		trip_sweep(d, &inbox, (int64_t)time(NULL) - TRIP_STALE_S, NULL);
	if (d->status != ST_OK || !send_letter(journey))
		return;
	journey->imap_seen.waited = true;
	inbox.eager = true;
	journey->imap_sight = trip_wait(d, &inbox, journey->id, &uid);
	if (journey->imap_sight != TRIP_FOUND)
		return;
	note_arrival(journey, &journey->imap_seen);
	journey->header = trip_header(d, uid);
	wait_for_pop3(journey, false);
	journey->deleted = trip_delete(d, &inbox, uid);
}

static void watch_inbox(struct journey *journey)
{
	visit_endpoint(
		&journey->visitor, journey->imap, stay_in_inbox, journey);
	journey->imap_seen.cut = journey->imap_sight == TRIP_UNTOLD ||
				 (journey->imap_sight == TRIP_ABSENT &&
					 visit_is_over(&journey->visitor));
}

/* A look at all that is in the mailbox could be too much. */
static void clear_inbox(struct dialogue *d, void *context)
{
	struct journey *journey = context;
	struct trip_inbox inbox;
	uint64_t uid;

	if (!trip_open(d, &inbox))
		return;
	inbox.next = journey->next;
	if (trip_wait(d, &inbox, journey->id, &uid) == TRIP_FOUND)
		journey->deleted = trip_delete(d, &inbox, uid);
}

/* What may have arrived is looked for even after an interrupt. */
static void clean_up(struct journey *journey)
{
	struct visitor own = journey->visitor;
	bool in_vain = journey->imap_seen.waited && !journey->imap_seen.cut;

	journey->visitor.cancel_fd = -1;
	journey->visitor.deadline_us =
		io_now_us() + (in_vain ? LAST_LOOK_US : CLEAN_UP_US);
	if (journey->imap) {
		visit_endpoint(
			&journey->visitor, journey->imap, clear_inbox, journey);
	} else {
		bool cut = journey->pop3_seen.cut;

		wait_for_pop3(journey, true);
		journey->pop3_seen.cut |= cut && !journey->pop3_seen.arrived;
	}
	journey->visitor = own;
}

static void try_maildrop(struct dialogue *d, void *context)
{
	struct journey *journey = context;

	if (trip_shows_dropped(d))
		journey->obstacle = NULL;
	else if (d->status == ST_OK)
		journey->obstacle = "the POP3 server does not show the headers "
				    "of messages (TOP), so the message could "
				    "not be looked for";
}

/* Nothing is sent to where nobody can delete it again. */
static void travel(struct journey *journey)
{
	if (journey->own && !journey->imap && !journey->pop3)
		return;
	if (journey->imap) {
		watch_inbox(journey);
	} else if (journey->pop3) {
		journey->obstacle = NO_SECOND_TIME;
		visit_endpoint(&journey->visitor, journey->pop3, try_maildrop,
			journey);
		if (journey->obstacle)
			return;
	}
	/* A mailbox that cannot be opened any more keeps nothing from being
	 * sent where another can. */
	if (!journey->sent && !journey->imap && send_letter(journey))
		wait_for_pop3(journey, true);
	if (journey->own && journey->may_be_there && !journey->deleted)
		clean_up(journey);
}

/* Why there is nothing to be told of the way; NULL. */
static const char *find_obstacle(const struct journey *journey)
{
	if (journey->own && !journey->imap && !journey->pop3)
		return "no IMAP or POP3 server accepted the login, so the "
		       "message could not be looked for";
	if (journey->obstacle)
		return journey->obstacle;
	return journey->sent ? journey->sent->trip.why_not : NO_SECOND_TIME;
}

/* What was not sent has a place in the facts all the same. */
static struct trip_facts *trip_of(struct journey *journey)
{
	struct probe_facts *login =
		(struct probe_facts *)(uintptr_t)visit_known(
			journey->submission);

	return journey->sent ? &journey->sent->trip : &login->trip;
}

static void conclude(struct journey *journey)
{
	struct trip_facts *trip = trip_of(journey);

	trip->asked = true;
	trip->imap = journey->imap_seen;
	trip->pop3 = journey->pop3_seen;
	trip->deleted = journey->deleted;
	trip->leftovers = journey->leftovers;
	trip->why_not = find_obstacle(journey);
	if (journey->header.length)
		trip_note_header(journey->sent->arena, journey->header,
			&journey->letter, trip);
}

/* Another address than the account's is nobody's mailbox that we could look
 * into. */
static void begin(struct journey *journey)
{
	const struct engine_request *request = journey->visitor.request;
	const char *to = request->trip->to;

	journey->letter = (struct letter){
		.kind = LETTER_PLAIN,
		.from = request->login->address,
		.to = to ? to : request->login->address,
		.date = (int64_t)time(NULL),
	};
	if (to && ascii_compare(to, request->login->address) != 0)
		return;
	journey->own = true;
	journey->imap = visit_find_first(journey->report, SERVICE_IMAP);
	journey->pop3 = visit_find_first(journey->report, SERVICE_POP3);
}

static void run_one(const struct visitor *visitor, struct report *report,
	struct endpoint_report *submission)
{
	struct journey journey = {.visitor = *visitor,
		.report = report,
		.submission = submission};
	struct arena *arena = arena_new();

	journey.visitor.deadline_us =
		io_now_us() + visitor->request->trip->arrive_us;
	begin(&journey);
	if (letter_make_token(journey.letter.token)) {
		journey.id = letter_message_id(arena, &journey.letter);
		travel(&journey);
		conclude(&journey);
	}
	arena_free(arena);
}

static bool is_cancelled(const struct visitor *visitor)
{
	struct pollfd fd = {.fd = visitor->cancel_fd, .events = POLLIN};

	return visit_is_over(visitor) ||
	       (visitor->cancel_fd >= 0 && poll(&fd, 1, 0) > 0);
}

void trip_run(struct tls_context *tls, const struct engine_request *request,
	const struct trip_sender *sender, int cancel_fd, struct report *report)
{
	const struct visitor visitor = {
		.tls = tls,
		.request = request,
		.login = request->login,
		.cancel_fd = cancel_fd,
		.deadline_us = INT64_MAX,
		.begin_us = io_now_us() - report->duration_us -
			    sender->report->duration_us,
	};

	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct endpoint_report *endpoint = &report->endpoints[i];

		if (!endpoint->facts.login_wanted ||
			!service_is_outgoing(endpoint->entry->endpoint.service))
			continue;
		endpoint->facts.trip_wanted = request->trip->round_trip;
		if (request->trip->round_trip && visit_known(endpoint) &&
			!is_cancelled(&visitor))
			run_one(&visitor, report, endpoint);
	}
	if (request->trip->options && !is_cancelled(&visitor))
		options_measure(&visitor, sender, report);
	report->interrupted |= visit_is_over(&visitor);
}
