/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The messages that we send: small, harmless, and known again by their
 * Message-ID, so that they can be removed even when a run was cut short. */
#ifndef MAILSONDE_PROBES_LETTER_LETTER_H
#define MAILSONDE_PROBES_LETTER_LETTER_H

#include "model/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define LETTER_TOKEN 20 /* characters that make one unlike any other */
#define LETTER_SUBJECT "mailsonde test" /* every subject begins with it */

enum letter_kind {
	LETTER_PLAIN,   /* of a round trip */
	LETTER_RECEIPT, /* asks for a read receipt (RFC 8098 section 2.1) */
	LETTER_REQUEST, /* invites to a meeting (RFC 5546 section 3.2.2) */
	LETTER_CANCEL,  /* cancels it (section 3.2.5) */
	LETTER_KIND_COUNT,
};

/* Two of the same meeting have the same token. */
struct letter {
	enum letter_kind kind;
	const char *from; /* addresses that letter_is_address() answers true */
	const char *to;
	char token[LETTER_TOKEN + 1]; /* of letter_make_token() */
	int64_t date;                 /* seconds since 1970 */
	int64_t meeting;              /* likewise: its begin */
};

/* A short name for each: "receipt". */
const char *letter_kind_name(enum letter_kind kind);

/* Whether an address can stand in a header, a command and a calendar as it is:
 * local-part "@" domain without blanks, controls, quotes and angle brackets. */
bool letter_is_address(const char *address);

/* Whether it has octets that need SMTPUTF8 (RFC 6531). */
bool letter_needs_utf8(const struct letter *letter);

/* Fills in random letters and digits. Answers false if there are none. */
bool letter_make_token(char ret_token[LETTER_TOKEN + 1]);

/* "<mailsonde.KIND.DATE.TOKEN@DOMAIN>", the domain that of the sender */
const char *letter_message_id(struct arena *arena, const struct letter *letter);

/* What a Message-ID of ours says. */
struct letter_mark {
	enum letter_kind kind;
	int64_t date;
	char token[LETTER_TOKEN + 1];
};

/* Whether the field's value is a Message-ID that we made. */
bool letter_is_ours(struct octets message_id, struct letter_mark *ret_mark);

/* The whole message (RFC 5322, RFC 2045), with CRLF and no line above 998
 * octets; in the arena. */
struct octets letter_write(struct arena *arena, const struct letter *letter);

/* The same as DATA takes it: dots stuffed, and the end (RFC 5321 section
 * 4.5.2). */
struct octets letter_stuff(struct arena *arena, struct octets message);

/* The calendar object (RFC 5545) of a LETTER_REQUEST or LETTER_CANCEL. */
struct octets letter_calendar(struct arena *arena, const struct letter *letter);

#endif
