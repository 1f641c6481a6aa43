/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Peer text made safe for terminals, XML parsers and people, losing nothing:
 * printable ASCII stays, a backslash is doubled, every other octet is written
 * as \r, \n, \t or \xNN. Well-formed UTF-8 of printable characters stays too,
 * but no control, format or bidirectional override character (Unicode
 * categories Cc, Cf, Co, Cs, Cn and the line separators). */
#ifndef MAILSONDE_MODEL_TEXT_ESCAPE_H
#define MAILSONDE_MODEL_TEXT_ESCAPE_H

#include "model/arena.h"
#include "model/text/builder.h"

#include <stdbool.h>

/* Returns the escaped text, NUL-terminated and owned by `arena`. */
char *escape_octets(struct arena *arena, struct octets text);

/* Adds the same to a string. */
void escape_add(struct builder *b, struct octets text);

/* The reverse: whatever escape_octets() wrote becomes what it was. Answers
 * false, and leaves `*ret_octets` alone, if a backslash begins anything else.
 * No text at all becomes no octets. */
bool escape_undo(struct arena *arena, const char *text,
	struct octets *ret_octets) __attribute__((warn_unused_result));

/* The same as escape_octets(), cut to about `max_columns` octets at the most,
 * with "..." where something was left out; for one line of a terminal. */
char *escape_excerpt(
	struct arena *arena, struct octets text, size_t max_columns);

/* The same of a distinguished name as RFC 4514 writes it, whose backslashes
 * begin escapes already and stay single: "O=Example\, Inc.". No such name has
 * an escape that could be one of ours. */
char *escape_name(struct arena *arena, struct octets name, size_t max_columns);

/* Returns `text` itself if it is well-formed UTF-8 of characters that XML 1.0,
 * terminals and people can bear, else a copy in which every other octet is
 * written as \xNN. For strings that are ours or the user's: what a peer said
 * goes through escape_octets(), which also doubles the backslash. */
const char *escape_clean(struct arena *arena, const char *text);

/* Whether a character of U+0080 or above may be shown: it is seen, and turns
 * nothing around. */
bool escape_is_printable(unsigned character);

/* Reads one UTF-8 character. Returns its length in octets (1 to 4), or 0 if
 * the octets are not well-formed UTF-8 (RFC 3629 section 4). */
size_t escape_decode_utf8(
	const unsigned char *text, size_t length, unsigned *ret_character);

#endif
