/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Messages of programs that a server sends where its greeting should be. */
#ifndef MAILSONDE_CHECKS_CAUSES_GREETING_ORIGIN_H
#define MAILSONDE_CHECKS_CAUSES_GREETING_ORIGIN_H

#include "model/facts.h"

/* "a message of PHP"; NULL if the words do not tell where they are from. */
const char *origin_of(struct octets words);

#endif
