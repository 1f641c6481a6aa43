/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Words that several causes need. */
#ifndef MAILSONDE_CHECKS_CAUSES_WORDING_H
#define MAILSONDE_CHECKS_CAUSES_WORDING_H

#include "model/facts.h"

/* "SSL/TLS", "STARTTLS", as mail programs call the modes. */
const char *wording_mode(enum tls_mode mode);

/* Whether the text has any of the words, which are separated by '|', without
 * regard to case. A word that begins or ends with a digit is no part of a
 * longer number or address. */
bool wording_have(struct octets text, const char *words);

#endif
