/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The one seam where probes wait: everything that can wait, waits in
 * io_wait(), and obeys one absolute deadline and one cancel signal. */
#ifndef MAILSONDE_NET_IO_H
#define MAILSONDE_NET_IO_H

#include "model/names.h"

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

/* Monotonic time in microseconds; never 0. */
int64_t io_now_us(void);

struct deadline {
	int64_t at_us; /* of io_now_us() */
	int cancel_fd; /* readable once the probe must stop; -1 for none */
};

/* Returns a deadline at most `duration_us` from now, and not after `outer`. */
struct deadline deadline_within(
	const struct deadline *outer, int64_t duration_us);

/* Waits until `fd` is ready for `events` (POLLIN, POLLOUT) or has failed.
 * Returns ST_OK, ST_TIMEOUT, ST_CANCELLED or ST_LOCAL (errno is set). */
enum status io_wait(int fd, short events, const struct deadline *deadline)
	__attribute__((warn_unused_result));

/* The same for several descriptors: `fds` has room for `count` + 1 entries,
 * the last of which is used here. */
enum status io_wait_any(struct pollfd *fds, size_t count,
	const struct deadline *deadline) __attribute__((warn_unused_result));

#endif
