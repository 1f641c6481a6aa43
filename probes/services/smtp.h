/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_PROBES_SERVICES_SMTP_H
#define MAILSONDE_PROBES_SERVICES_SMTP_H

#include "probes/dialogue.h"

struct smtp_reply {
	unsigned code;
	unsigned lines;
	struct octets text; /* the lines, joined by LF; until the next reply */
};

/* Reads a reply. Answers whether a whole one came; what came of one cut short
 * is in `*ret_reply`, too. */
bool smtp_hear(struct dialogue *d, struct smtp_reply *ret_reply);

/* Whether the server offers the extension, as the dialogue is now. */
bool smtp_offers(const struct dialogue *d, const char *keyword);

/* A copy of its text for the facts, without the secret. */
struct octets smtp_keep(struct dialogue *d, const struct smtp_reply *reply);

#endif
