/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Texts in UTF-16, as Windows and JavaScript have them. */
#ifndef MAILSONDE_SETTINGS_TEXT_UTF16_H
#define MAILSONDE_SETTINGS_TEXT_UTF16_H

#include "model/arena.h"

#include <stdbool.h>

/* Brings UTF-16 with a byte order mark to UTF-8, in `arena`. Anything else
 * stays as it is. */
struct octets utf16_to_utf8(struct arena *arena, struct octets text);

/* The character that two units make up (RFC 2781 section 2.2); 0 if they are
 * no such pair. */
unsigned utf16_pair(unsigned high, unsigned low);

/* Writes the character as UTF-8, a lone half of a pair as "?"; answers with
 * the place behind it, at most four octets on. */
char *utf16_put(char *to, unsigned character);

#endif
