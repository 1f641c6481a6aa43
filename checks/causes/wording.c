/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/wording.h"

#include "model/text/ascii.h"

#include <string.h>

const char *wording_mode(enum tls_mode mode)
{
	switch (mode) {
	case MODE_IMPLICIT:
		return "SSL/TLS";
	case MODE_EXPLICIT:
		return "STARTTLS";
	default:
		return "no encryption";
	}
}

static bool is_of_number(struct octets text, size_t i)
{
	return i < text.length &&
	       (ascii_is_digit(text.data[i]) || text.data[i] == '.');
}

/* "5.7.9" stands neither in the address 192.5.7.9 nor in 5.7.90. */
static bool is_torn(struct octets text, size_t begin, size_t end)
{
	return (ascii_is_digit(text.data[begin]) && begin &&
		       is_of_number(text, begin - 1)) ||
	       (ascii_is_digit(text.data[end - 1]) && end < text.length &&
		       ascii_is_digit(text.data[end]));
}

static bool octets_have_word(
	struct octets text, const char *word, size_t length)
{
	for (size_t i = 0; i + length <= text.length; i++)
		if (ascii_compare_n(
			    (const char *)text.data + i, word, length) == 0 &&
			!is_torn(text, i, i + length))
			return true;
	return false;
}

bool wording_have(struct octets text, const char *words)
{
	while (*words) {
		size_t length = strcspn(words, "|");

		if (length && octets_have_word(text, words, length))
			return true;
		words += length + (words[length] == '|');
	}
	return false;
}
