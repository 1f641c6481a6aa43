/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What servers say when they do not let a user in, and what it means: the rows
 * of replies.inc. A row with words stands before one that would fit, too, but
 * says less. */
#ifndef MAILSONDE_CHECKS_CAUSES_MAILBOX_REPLY_H
#define MAILSONDE_CHECKS_CAUSES_MAILBOX_REPLY_H

#include "checks/causes/cause.h"
#include "model/facts.h"

/* Where it was said. */
enum reply_place {
	REPLY_PASSWORD = 1 << 0, /* to a login with a password */
	REPLY_TOKEN = 1 << 1,    /* to one with an access token */
	REPLY_MAILBOX = 1 << 2,  /* to what opens the mailbox */
	REPLY_SENDER = 1 << 3,   /* to MAIL */
};

struct reply_row {
	unsigned places;
	const char *words; /* with '|' between them, without regard to case;
			    * NULL: whatever was said */
	const char *hosts; /* the same of the server's name; NULL: any */
	const struct cause *cause;
	enum confidence confidence;
	const char *also;   /* has to be there, too; NULL: nothing */
	const char *unless; /* must not be there; NULL: nothing */
};

/* Returns the row that fits, or NULL. */
const struct reply_row *reply_find(
	enum reply_place place, struct octets reply, const char *host);

#endif
