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

static bool octets_have_word(
	struct octets text, const char *word, size_t length)
{
	for (size_t i = 0; i + length <= text.length; i++)
		if (ascii_compare_n(
			    (const char *)text.data + i, word, length) == 0)
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
