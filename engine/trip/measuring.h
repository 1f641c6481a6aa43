/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the measuring of both options has in common. */
#ifndef MAILSONDE_ENGINE_TRIP_MEASURING_H
#define MAILSONDE_ENGINE_TRIP_MEASURING_H

#include "engine/trip/trip.h"
#include "engine/trip/visit.h"
#include "probes/trip/trip.h"

#define SECOND_US INT64_C(1000000)
#define CLEAN_UP_US (15 * SECOND_US)

/* What is measured, and with whom. */
struct measuring {
	struct visitor visitor; /* the account */
	struct visitor sender;
	struct endpoint_report *imap, *pop3;              /* the account's */
	struct endpoint_report *submission, *sender_imap; /* the sender's */
	struct arena *arena;
	struct option_facts imap_option, pop3_option;
	const char *obstacle; /* no letter could be sent: why; NULL */
	bool refused;         /* the sender could not sign in, once at least */
	bool elsewhere;       /* it has servers of its own */
};

/* How the messages travel. */
const struct engine_trip *measuring_trip(const struct measuring *m);

/* Makes a letter from the sender to the account. Answers false if there is no
 * randomness for it. */
bool measuring_make_letter(struct measuring *m, struct letter *ret_letter);

/* Sends the letter as this kind. Answers whether it may have been taken. */
bool measuring_send(
	struct measuring *m, struct letter *letter, enum letter_kind kind);

/* The Message-ID, in the measuring's arena. */
const char *measuring_id(struct measuring *m, const struct letter *letter);

/* Deletes what may have arrived of the letter, in a session of its own and even
 * after an interrupt. Answers whether anything was deleted. */
bool measuring_clear(struct measuring *m, const struct letter *letter);

#endif
