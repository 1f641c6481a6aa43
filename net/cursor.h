/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Takes TLS structures apart (RFC 8446 section 3), never past their end. */
#ifndef MAILSONDE_NET_CURSOR_H
#define MAILSONDE_NET_CURSOR_H

#include "model/arena.h"

#include <stdbool.h>

/* What is left of a structure. Once more was taken than there was, it is empty
 * and `bad` stays set. */
struct cursor {
	const unsigned char *at;
	size_t left;
	bool bad;
};

/* At the first of the octets, which are borrowed. */
struct cursor cursor_of(struct octets octets);

/* Takes the next `count` octets. */
struct cursor cursor_take(struct cursor *from, size_t count);

/* Takes a number of 1 to 4 octets, most significant first; 0 if it is not
 * there. */
unsigned long cursor_number(struct cursor *from, size_t octets);

/* Takes a vector whose length stands before it, in so many octets. */
struct cursor cursor_vector(struct cursor *from, size_t octets);

/* Those that are left, without taking them. */
struct octets cursor_octets(const struct cursor *cursor);

#endif
