/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/x509/der.h"

bool der_is_next(const struct cursor *from, unsigned tag)
{
	return from->left && *from->at == tag;
}

/* The length's own first octet is the length, or says how many octets have it
 * (X.690 section 8.1.3). */
static size_t take_length(struct cursor *from)
{
	unsigned long first = cursor_number(from, 1);

	if (first < 0x80)
		return first;
	if (first == 0x80 || first > 0x84) {
		from->bad = true;
		from->left = 0;
		return 0;
	}
	return cursor_number(from, first - 0x80);
}

struct cursor der_take_any(struct cursor *from, unsigned *ret_tag)
{
	*ret_tag = (unsigned)cursor_number(from, 1);
	return cursor_take(from, take_length(from));
}

struct cursor der_take(struct cursor *from, unsigned tag)
{
	if (!der_is_next(from, tag)) {
		from->bad = true;
		from->left = 0;
	}
	return der_take_any(from, &(unsigned){0});
}

size_t der_integer_bits(struct cursor integer)
{
	size_t bits;

	while (integer.left && !*integer.at)
		cursor_take(&integer, 1);
	if (!integer.left)
		return 0;
	bits = (integer.left - 1) * 8;
	for (unsigned first = *integer.at; first; first >>= 1)
		bits++;
	return bits;
}
