/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/io.h"

#include <errno.h>
#include <time.h>

int64_t io_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000 + 1;
}

struct deadline deadline_within(
	const struct deadline *outer, int64_t duration_us)
{
	struct deadline inner = *outer;
	int64_t at_us = io_now_us() + duration_us;

	if (at_us < inner.at_us)
		inner.at_us = at_us;
	return inner;
}

/* Rounded up, so that a wait never ends before its deadline. */
static struct timespec remaining(const struct deadline *deadline)
{
	int64_t left = deadline->at_us - io_now_us();

	if (left < 0)
		left = 0;
	return (struct timespec){
		.tv_sec = left / 1000000,
		.tv_nsec = left % 1000000 * 1000,
	};
}

enum status io_wait_any(
	struct pollfd *fds, size_t count, const struct deadline *deadline)
{
	for (;;) {
		struct timespec left = remaining(deadline);
		int ready;

		fds[count] = (struct pollfd){
			.fd = deadline->cancel_fd, .events = POLLIN};
		ready = ppoll(fds, count + 1, &left, NULL);
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready < 0)
			return ST_LOCAL;
		if (fds[count].revents)
			return ST_CANCELLED;
		if (ready > 0)
			return ST_OK;
		if (io_now_us() >= deadline->at_us)
			return ST_TIMEOUT;
	}
}

enum status io_wait(int fd, short events, const struct deadline *deadline)
{
	struct pollfd fds[2] = {{.fd = fd, .events = events}};

	return io_wait_any(fds, 1, deadline);
}
