/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a message consists of: told by an IMAP server (BODYSTRUCTURE), or read
 * from the message itself (MIME). */
#ifndef MAILSONDE_PROBES_LETTER_STRUCTURE_H
#define MAILSONDE_PROBES_LETTER_STRUCTURE_H

#include "model/arena.h"

#include <stdbool.h>

#define STRUCTURE_PARTS 100
#define STRUCTURE_DEPTH 12

/* Texts are in the arena and may be anything; NULL where nothing is said. */
struct part {
	const char *type;    /* "text", as it is written */
	const char *subtype; /* "calendar" */
	const char *method;  /* of text/calendar: "REQUEST" */
	const char *name;    /* of a file */
	const char *report;  /* report-type of multipart/report */
	const char *disposition;
	unsigned depth;        /* 0: the whole message */
	const char *encoding;  /* Content-Transfer-Encoding */
	struct octets content; /* not decoded; only of MIME */
};

struct structure {
	struct part *parts; /* each before those that are in it */
	size_t count;
	bool cut; /* there is more than the bounds allow */
};

/* Reads what follows "BODYSTRUCTURE" in a FETCH response (RFC 9051 section
 * 7.5.2), with its literals. Answers false if it is no such thing. */
bool structure_read(struct arena *arena, struct octets text,
	struct structure *ret_structure) __attribute__((warn_unused_result));

/* Reads a message (RFC 2045, RFC 2046). */
void structure_of_message(struct arena *arena, struct octets message,
	struct structure *ret_structure);

/* Adds an empty part. NULL, and `cut` is set, if there are STRUCTURE_PARTS
 * already or `depth` is over STRUCTURE_DEPTH. The next call may move the parts.
 */
struct part *structure_add_part(
	struct arena *arena, struct structure *structure, unsigned depth);

/* Compares without regard to case. False if the part has no type. */
bool structure_part_is(
	const struct part *part, const char *type, const char *subtype);

#endif
