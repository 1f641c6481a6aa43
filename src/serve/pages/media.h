/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Media types in the headers of requests (RFC 9110 sections 8.3 and 12.5.1). */
#ifndef MAILSONDE_SRC_SERVE_PAGES_MEDIA_H
#define MAILSONDE_SRC_SERVE_PAGES_MEDIA_H

#include <stdbool.h>

/* Whether a Content-Type names that type, with whatever parameters. */
bool media_is(const char *content_type, const char *type);

/* How much an Accept wants that type, which may have parameters of its own; 0:
 * not at all. Of two that it wants as much, the one that it names itself and
 * then the one that it names first weighs more. */
unsigned media_weigh(const char *accept, const char *type);

#endif
