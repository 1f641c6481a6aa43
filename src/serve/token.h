/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Names that nobody can guess. */
#ifndef MAILSONDE_SRC_SERVE_TOKEN_H
#define MAILSONDE_SRC_SERVE_TOKEN_H

#include <stdbool.h>

#define TOKEN_OCTETS 16

struct token {
	char digits[2 * TOKEN_OCTETS + 1]; /* hexadecimal */
};

/* Answers false if the system has no random octets. */
bool token_make(struct token *ret_token) __attribute__((warn_unused_result));

/* Whether the text is what a token looks like. */
bool token_is(const char *text);

#endif
