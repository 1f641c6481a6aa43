/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What standard output is connected to. */
#ifndef MAILSONDE_SRC_OUTPUT_TERMINAL_H
#define MAILSONDE_SRC_OUTPUT_TERMINAL_H

#include <stdbool.h>

/* Flushes standard output; answers EX_OK, or EX_IOERR after a complaint. */
int terminal_finish(void) __attribute__((warn_unused_result));

/* How wide a text on standard output may be: the terminal, COLUMNS, or 80. */
unsigned output_columns(void);

/* Whether the locale's character set is UTF-8. */
bool output_is_utf8(void);

#endif
