/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/text/utf16.h"

unsigned utf16_pair(unsigned high, unsigned low)
{
	if (high < 0xd800 || high > 0xdbff || low < 0xdc00 || low > 0xdfff)
		return 0;
	return 0x10000 + ((high & 0x3ff) << 10 | (low & 0x3ff));
}

char *utf16_put(char *to, unsigned character)
{
	unsigned more = character < 0x80      ? 0
			: character < 0x800   ? 1
			: character < 0x10000 ? 2
					      : 3;

	if (character >= 0xd800 && character <= 0xdfff) {
		*to++ = '?';
		return to;
	}
	*to++ = (char)((more ? 0xff00 >> (more + 1) & 0xff : 0) |
		       character >> 6 * more);
	while (more--)
		*to++ = (char)(0x80 | (character >> 6 * more & 0x3f));
	return to;
}

static unsigned unit_at(struct octets text, size_t at, bool little)
{
	return text.data[at + little] * 256u + text.data[at + !little];
}

struct octets utf16_to_utf8(struct arena *arena, struct octets text)
{
	bool little = text.length >= 2 && text.data[0] == 0xff &&
		      text.data[1] == 0xfe;
	bool big = text.length >= 2 && text.data[0] == 0xfe &&
		   text.data[1] == 0xff;
	char *utf8, *to;

	if (!little && !big)
		return text;
	utf8 = to = arena_alloc(arena, text.length / 2 * 3 + 1);
	for (size_t i = 2; i + 1 < text.length; i += 2) {
		unsigned unit = unit_at(text, i, little), pair = 0;

		if (i + 3 < text.length)
			pair = utf16_pair(unit, unit_at(text, i + 2, little));
		to = utf16_put(to, pair ? pair : unit);
		i += pair ? 2 : 0;
	}
	*to = '\0';
	return (struct octets){(unsigned char *)utf8, (size_t)(to - utf8)};
}
