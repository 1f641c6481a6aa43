/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How a process of ours begins. */
#ifndef MAILSONDE_SRC_PROCESS_H
#define MAILSONDE_SRC_PROCESS_H

/* Call it first of all. Opens whatever standard descriptor is closed, so that
 * no socket takes its place; memory that cannot be had is a message and exit
 * status 71 from here on. */
void process_begin(void);

/* Raises the soft limit of open files, which is for programs that cannot take
 * more, as far as so many probes need. */
void process_make_room(unsigned jobs);

#endif
