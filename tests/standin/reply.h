/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_REPLY_H
#define STANDIN_REPLY_H

#include "tests/standin/io/octets.h"
#include "tests/standin/persona.h"

/* A reply on its way out: its lines without CRLF, substitutions made, which
 * faults then alter.  `{0}` is an empty one. */
struct reply {
	enum service service;
	struct octets *line;
	size_t count;
};

void reply_add(struct reply *r, const char *text);
void reply_expand(struct reply *r, const struct persona *p,
	const struct persona_reply *from,
	const struct persona_context *context);
void reply_clear(struct reply *r);

/* Takes STARTTLS (STLS) off a list of capabilities, puts it on again, or
 * overwrites it with X. */
void reply_drop_starttls(struct reply *r);
void reply_offer_starttls(struct reply *r);
void reply_mask_starttls(struct reply *r);
/* Overwrites a greeting's text with asterisks. */
void reply_mask_greeting(struct reply *r);
/* Puts `octets` more octets of capabilities in front of the others. */
void reply_enlarge(struct reply *r, size_t octets);
/* Puts control octets on the first line, and in SMTP and POP3 on a line of its
 * own too when there is more than one. */
void reply_add_control_octets(struct reply *r);

/* Appends the lines with their CRLF to `to`. */
void reply_write(const struct reply *r, struct octets *to);

#endif
