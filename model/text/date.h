/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_MODEL_TEXT_DATE_H
#define MAILSONDE_MODEL_TEXT_DATE_H

#include "model/arena.h"

#include <stdint.h>

/* Finds a date and time with its zone (RFC 5322 section 3.3) anywhere in the
 * text, as SMTP servers put it into their greeting: "Sun, 23 Nov 2025 11:12:20
 * +0000". Returns seconds since 1970, or 0 if there is none. */
int64_t date_find(struct octets text);

#endif
