/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_ENGINE_TRIP_OPTIONS_H
#define MAILSONDE_ENGINE_TRIP_OPTIONS_H

#include "engine/trip/trip.h"
#include "engine/trip/visit.h"

/* Measures in which form invitations arrive over IMAP and over POP3, and
 * whether the mailbox sends read receipts. Adds what came of it to the logins
 * of the first endpoint of each. */
void options_measure(const struct visitor *visitor,
	const struct trip_sender *sender, struct report *report);

#endif
