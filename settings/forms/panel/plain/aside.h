/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What looks like a value within a line, and is none. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_ASIDE_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_ASIDE_H

#include <stdbool.h>
#include <stddef.h>

/* How long a telephone number is that begins there, or the name of the old way
 * to sign in, "POP before SMTP"; 0 if it is neither. In lower case. */
size_t panel_aside_skip(const char *folded);

/* Whether what stands at `at`, in a line from `begin` on, is in brackets behind
 * a name, as logs have a process or the name's address: "smtp[993]",
 * "mail.example.com[192.0.2.1]". */
bool panel_aside_is_bracket(const char *begin, const char *at);

#endif
