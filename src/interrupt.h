/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How a process is asked to end. */
#ifndef MAILSONDE_SRC_INTERRUPT_H
#define MAILSONDE_SRC_INTERRUPT_H

/* Catches SIGINT, SIGTERM and SIGHUP: the first one makes the descriptor that
 * is returned readable, and asks for an orderly end; a second one ends at
 * once. A broken pipe becomes an error of writing. Call it once. */
int interrupt_set_up(void);

#endif
