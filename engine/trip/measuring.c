/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/trip/measuring.h"

#include "net/io.h"

#include <time.h>

#define AHEAD_S (300 * 24 * 3600) /* that the meeting is in the future */

const struct engine_trip *measuring_trip(const struct measuring *m)
{
	return m->visitor.request->trip;
}

bool measuring_make_letter(struct measuring *m, struct letter *ret_letter)
{
	*ret_letter = (struct letter){
		.from = m->sender.login->address,
		.to = m->visitor.login->address,
		.meeting = (int64_t)time(NULL) + AHEAD_S,
	};
	return letter_make_token(ret_letter->token);
}

struct handing {
	const struct letter *letter;
	bool taken;
	const char *why_not;
};

static void hand_over(struct dialogue *d, void *context)
{
	struct handing *handing = context;
	int64_t taken_us;

	handing->taken = trip_send(d, handing->letter, &taken_us);
	handing->why_not = d->facts->trip.why_not;
	d->facts->trip = (struct trip_facts){0}; /* no round trip */
}

bool measuring_send(
	struct measuring *m, struct letter *letter, enum letter_kind kind)
{
	struct handing handing = {.letter = letter};
	const struct probe_facts *facts;

	letter->kind = kind;
	letter->date = (int64_t)time(NULL);
	m->sender.deadline_us = io_now_us() + measuring_trip(m)->arrive_us;
	facts = visit_endpoint(&m->sender, m->submission, hand_over, &handing);
	if (handing.why_not)
		m->obstacle = handing.why_not;
	m->refused |= !facts || facts->login.answer != ANSWER_POSITIVE;
	return handing.taken;
}

const char *measuring_id(struct measuring *m, const struct letter *letter)
{
	return letter_message_id(m->arena, letter);
}

struct clearing {
	const struct letter *letter;
	bool cleared;
};

static void clear_inbox(struct dialogue *d, void *context)
{
	struct clearing *clearing = context;
	struct trip_inbox inbox;

	clearing->cleared =
		trip_open(d, &inbox) &&
		trip_sweep(d, &inbox, INT64_MAX, clearing->letter->token) > 0;
}

bool measuring_clear(struct measuring *m, const struct letter *letter)
{
	struct clearing clearing = {letter, false};
	struct visitor own = m->visitor;

	own.cancel_fd = -1;
	own.deadline_us = io_now_us() + CLEAN_UP_US;
	visit_endpoint(&own, m->imap, clear_inbox, &clearing);
	return clearing.cleared;
}
