/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How a mailbox hands out meeting invitations, and whether it sends read
 * receipts: two options of Exchange, measured. */
#ifndef MAILSONDE_MODEL_LOGIN_OPTION_H
#define MAILSONDE_MODEL_LOGIN_OPTION_H

#include "model/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct option_facts {
	bool asked;
	const char *sender;  /* of the messages; NULL: the account itself, which
			      * a server may treat in another way */
	const char *why_not; /* they could not be sent or seen: the reason */
	bool invited;        /* an invitation arrived */
	const char *invitation; /* its form: "icalendar", "link" ... */
	bool requested;         /* a message that asks for a receipt arrived,
				 * and nobody had read it */
	bool read;              /* then it was marked as read */
	bool receipt_early;     /* a receipt came before that */
	bool receipt;           /* or afterwards */
	int64_t receipt_us;     /* so long after it */
	int64_t watched_us;     /* in vain */
	bool unwatched;         /* nobody could watch for one to the end */
	bool control;           /* read in another way, a message was confirmed:
				 * receipts can come */
	/* What the user wants; NULL: did not say. */
	const char *wanted_form;     /* as `invitation` */
	const char *wanted_receipts; /* "sent" or "none" */
	bool littered;               /* something could not be deleted again */
};

#endif
