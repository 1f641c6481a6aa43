/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How a process of ours begins. */
#ifndef MAILSONDE_SRC_PROCESS_H
#define MAILSONDE_SRC_PROCESS_H

/* Call it first of all. Opens whatever standard descriptor is closed, so that
 * no socket takes its place; memory that cannot be had is a message and exit
 * status 71 from here on. */
void process_begin(void);

#endif
