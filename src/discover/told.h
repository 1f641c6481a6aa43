/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What came of a source of settings, in words. */
#ifndef MAILSONDE_SRC_DISCOVER_TOLD_H
#define MAILSONDE_SRC_DISCOVER_TOLD_H

#include "discovery/discovery.h"

/* "found", "nothing", "no answer" */
const char *told_state(enum source_state state);

/* How far an answer can be trusted: a clause, which may go on after a colon.
 */
const char *told_rank(enum rank rank);

#endif
