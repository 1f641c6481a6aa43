/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/cursor.h"

struct cursor cursor_of(struct octets octets)
{
	return (struct cursor){octets.data, octets.length, false};
}

struct cursor cursor_take(struct cursor *from, size_t count)
{
	struct cursor part = {from->at, count, false};

	if (count > from->left || from->bad) {
		*from = (struct cursor){from->at, 0, true};
		return *from;
	}
	from->at += count;
	from->left -= count;
	return part;
}

unsigned long cursor_number(struct cursor *from, size_t octets)
{
	struct cursor part = cursor_take(from, octets);
	unsigned long number = 0;

	for (size_t i = 0; !part.bad && i < octets; i++)
		number = number << 8 | part.at[i];
	return number;
}

struct cursor cursor_vector(struct cursor *from, size_t octets)
{
	return cursor_take(from, cursor_number(from, octets));
}

struct octets cursor_octets(const struct cursor *cursor)
{
	return (struct octets){cursor->at, cursor->left};
}
