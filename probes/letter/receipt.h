/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Read receipts: message disposition notifications (RFC 8098). */
#ifndef MAILSONDE_PROBES_LETTER_RECEIPT_H
#define MAILSONDE_PROBES_LETTER_RECEIPT_H

#include "model/arena.h"

#include <stdbool.h>

struct receipt {
	const char *message_id;  /* of the message that it is for; NULL */
	const char *disposition; /* "displayed", "deleted"; NULL */
	bool automatic;          /* no person decided on it */
};

/* Reads one. Answers false if the message is none. */
bool receipt_read(struct arena *arena, struct octets message,
	struct receipt *ret_receipt);

#endif
