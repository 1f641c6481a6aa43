/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/offered/weakness.h"

/* The gravest first. */
static const struct {
	enum suite_flag flag;
	const char *word;
} broken[] = {
	{SUITE_NULL, "no encryption"},
	{SUITE_ANONYMOUS, "no authentication"},
	{SUITE_EXPORT, "export"},
	{SUITE_RC4, "RC4"},
	{SUITE_BLOCK_64, "64-bit blocks"},
	{SUITE_MD5, "MD5"},
};

enum weakness weakness_of(
	const struct cipher_suite *suite, const char **ret_word)
{
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		if (suite->flags & broken[i].flag) {
			*ret_word = broken[i].word;
			return WEAKNESS_BROKEN;
		}
	*ret_word = NULL;
	if (suite->exchange != KX_RSA && suite->exchange != KX_DH &&
		suite->exchange != KX_ECDH)
		return WEAKNESS_NONE;
	*ret_word = "no forward secrecy";
	return WEAKNESS_AGED;
}
