/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a message did that was sent to see whether it arrives. */
#ifndef MAILSONDE_MODEL_LOGIN_TRIP_H
#define MAILSONDE_MODEL_LOGIN_TRIP_H

#include "model/arena.h"
#include "model/names.h"

#include <stdbool.h>
#include <stdint.h>

/* Where it was waited for. */
struct arrival_facts {
	bool waited; /* somebody looked there */
	bool arrived;
	bool cut;         /* nobody could look until the end of the time */
	int64_t after_us; /* since the server took the message */
};

struct trip_facts {
	bool asked; /* the probe was to send it */
	const char *message_id;
	const char *to;
	enum answer answer; /* to the message, or to the command that failed */
	unsigned code;
	struct octets reply;
	int64_t send_us; /* from MAIL to the last reply */
	struct arrival_facts imap, pop3;
	const char *why_not; /* why it could not be sent, or waited for */
	struct octets from;  /* as it arrived, if that was changed */
	struct octets path;  /* the servers that it came through */
	unsigned hops;
	struct octets spf, dkim, dmarc; /* results of the receiver's */
	bool deleted;                   /* from the mailbox, again */
	unsigned leftovers; /* of runs that were cut short, deleted, too */
};

#endif
