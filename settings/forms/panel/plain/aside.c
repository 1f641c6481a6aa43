/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/plain/aside.h"

#include "model/text/ascii.h"

#include <string.h>

/* "01 43 25 10", "030 993.465": how long a telephone number is, by its nought
 * and its groups; 0 if it is none */
static size_t telephone_length(const char *at)
{
	size_t length = 0, groups = 0, digits;

	if (*at != '0')
		return 0;
	while ((digits = strspn(at + length, "0123456789"))) {
		if (digits > 5)
			return 0;
		length += digits;
		groups++;
		if (!strchr(" .-", at[length]) ||
			!ascii_is_digit(at[length + (at[length] != '\0')]))
			break;
		length++;
	}
	return groups >= 3 ? length : 0;
}

/* "POP before SMTP", "POP3-vor-SMTP" */
static size_t pop_before_smtp_length(const char *at)
{
	static const char *const words[] = {"before", "vor", "avant",
		"antes de", "antes do", "prima di", "voor", "före", "før",
		"ennen", "przed", "před", "перед", NULL};
	size_t begin = strncmp(at, "pop3", 4) == 0 ? 4 : 3;

	if (strncmp(at, "pop", 3) != 0 ||
		(at[begin] != ' ' && at[begin] != '-'))
		return 0;
	begin++;
	for (const char *const *word = words; *word; word++) {
		size_t end = begin + strlen(*word);

		if (strncmp(at + begin, *word, end - begin) == 0 && at[end] &&
			strchr(" -", at[end]) &&
			strncmp(at + end + 1, "smtp", 4) == 0 &&
			!ascii_is_letter(at[end + 5]))
			return end + 5;
	}
	return 0;
}

size_t panel_aside_skip(const char *folded)
{
	size_t length = telephone_length(folded);

	return length ? length : pop_before_smtp_length(folded);
}

bool panel_aside_is_bracket(const char *begin, const char *at)
{
	size_t length = strcspn(at, "]");

	return at - begin > 1 && at[-1] == '[' &&
	       ascii_is_alphanumeric((unsigned char)at[-2]) &&
	       at[length] == ']' &&
	       strspn(at, "0123456789.:abcdefABCDEF") == length;
}
