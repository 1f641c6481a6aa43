/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/token.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

bool token_make(struct token *ret_token)
{
	unsigned char octets[TOKEN_OCTETS];

	if (getrandom(octets, sizeof(octets), 0) != sizeof(octets))
		return false;
	for (size_t i = 0; i < sizeof(octets); i++)
		snprintf(ret_token->digits + 2 * i, 3, "%02x", octets[i]);
	return true;
}

bool token_is(const char *text)
{
	return strlen(text) == 2 * TOKEN_OCTETS &&
	       strspn(text, "0123456789abcdef") == 2 * TOKEN_OCTETS;
}
