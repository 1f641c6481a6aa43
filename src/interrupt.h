/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How a process is asked to end. */
#ifndef MAILSONDE_SRC_INTERRUPT_H
#define MAILSONDE_SRC_INTERRUPT_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Answers with the descriptor that becomes readable at the first signal caught.
 * A broken pipe becomes an error of writing. Call it once. */
int interrupt_set_up(void);

/* Catches SIGINT, SIGTERM and SIGHUP from here on: the first one asks for an
 * orderly end, a second one ends at once. Before that the first one does, since
 * a file that is read may be a pipe that nobody writes to. Call it after
 * interrupt_set_up(), once the inputs are read, and as often as that is. */
void interrupt_catch(void);

/* The inputs must be read within this time: the process ends with that status
 * if interrupt_catch() was not called by then. */
void interrupt_limit_inputs(int64_t limit_us, int status);

#define INTERRUPT_NO_END INT64_MAX

/* Waits as poll() does, until `end_us` by io_now_us(), or until half a second
 * after `*since_us`: then the answer is false. That is when the interrupt was
 * seen first, or 0. Behind the `count` descriptors there is room for one more.
 */
bool interrupt_poll(
	struct pollfd *fds, size_t count, int64_t end_us, int64_t *since_us);

#endif
