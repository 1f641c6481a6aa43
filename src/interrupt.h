/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How a process is asked to end. */
#ifndef MAILSONDE_SRC_INTERRUPT_H
#define MAILSONDE_SRC_INTERRUPT_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Catches SIGINT, SIGTERM and SIGHUP: the first one makes the descriptor that
 * is returned readable, and asks for an orderly end; a second one ends at
 * once. A broken pipe becomes an error of writing. Call it once. */
int interrupt_set_up(void);

#define INTERRUPT_NO_END INT64_MAX

/* Waits as poll() does, until `end_us` by io_now_us(), or until half a second
 * after `*since_us`: then the answer is false. That is when the interrupt was
 * seen first, or 0. Behind the `count` descriptors there is room for one more.
 */
bool interrupt_poll(
	struct pollfd *fds, size_t count, int64_t end_us, int64_t *since_us);

#endif
