/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How a process of ours begins, and what it does with others. */
#ifndef MAILSONDE_SRC_PROCESS_H
#define MAILSONDE_SRC_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Call it first of all. Opens whatever standard descriptor is closed, so that
 * no socket takes its place; memory that cannot be had is a message and exit
 * status 71 from here on. */
void process_begin(void);

/* Raises the soft limit of open files, which is for programs that cannot take
 * more, as far as so many probes need. */
void process_make_room(unsigned jobs);

/* Waits for the end of a child: its exit status, or -1 if it has none. */
int process_wait(pid_t pid);

/* Writes all of it to the descriptor; answers false with errno set. */
bool process_write(int fd, const void *data, size_t length)
	__attribute__((warn_unused_result));

#endif
