/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/tls/versions.h"

#include <stddef.h>

static int minor(const char *text)
{
	if (text[0] != '1' || text[1] != '.' || text[2] < '0' || text[2] > '3')
		return -1;
	return text[2] - '0';
}

const char *versions_parse(const char *text, char end, unsigned *ret_set)
{
	unsigned set = 0;

	for (;;) {
		int first = minor(text);
		int last = first;

		if (first < 0)
			return NULL;
		text += 3;
		if (*text == '-') {
			last = minor(text + 1);
			if (last < first)
				return NULL;
			text += 4;
		}
		for (int v = first; v <= last; v++)
			set |= 1u << v;
		if (*text == end)
			break;
		if (*text != '+')
			return NULL;
		text++;
	}
	*ret_set = set;
	return text;
}

unsigned version_bit(unsigned wire)
{
	if (wire < 0x0301 || wire > 0x0304)
		return 0;
	return 1u << (wire - 0x0301);
}

const char *version_name(unsigned set)
{
	static const char *const names[TLS_VERSIONS] = {
		"1.0", "1.1", "1.2", "1.3"};

	for (int v = TLS_VERSIONS - 1; v >= 0; v--) {
		if (set & 1u << v)
			return names[v];
	}
	return "none";
}
