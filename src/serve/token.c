/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/token.h"

#include <nettle/base16.h>
#include <string.h>
#include <sys/random.h>

bool token_make(struct token *ret_token)
{
	unsigned char octets[TOKEN_OCTETS];

	if (getrandom(octets, sizeof(octets), 0) != sizeof(octets))
		return false;
	base16_encode_update(ret_token->digits, sizeof(octets), octets);
	ret_token->digits[2 * sizeof(octets)] = '\0';
	return true;
}

bool token_is(const char *text)
{
	return strlen(text) == 2 * TOKEN_OCTETS &&
	       strspn(text, "0123456789abcdef") == 2 * TOKEN_OCTETS;
}
