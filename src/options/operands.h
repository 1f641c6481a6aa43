/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The command, and how many operands it takes. */
#ifndef MAILSONDE_SRC_OPTIONS_OPERANDS_H
#define MAILSONDE_SRC_OPTIONS_OPERANDS_H

#include "src/options/values.h"

/* Reads what getopt left from `argv[first]` on. */
void operands_read(struct reading *r, int argc, char **argv, int first);

/* Sets `r->error` where they do not fit the command or the options. */
void operands_check(struct reading *r);

#endif
