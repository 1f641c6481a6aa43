/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/interrupt.h"

#include "net/io.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/time.h>
#include <unistd.h>

#define GRACE_US 500000
#define HOUR_US INT64_C(3600000000)

/* A signal handler has no context of its own. */
static volatile sig_atomic_t interrupt_fd = -1;
static volatile sig_atomic_t late_status;

/* The first signal asks for an orderly end, a second one ends at once
 * (SA_RESETHAND). */
static void on_signal(int number)
{
	const uint64_t one = 1;

	(void)number;
	(void)!write(interrupt_fd, &one, sizeof(one));
}

static void on_late(int number)
{
	static const char words[] =
		"mailsonde: the deadline was reached before all inputs were "
		"read\n";

	(void)number;
	(void)!write(STDERR_FILENO, words, sizeof(words) - 1);
	_exit(late_status);
}

static void set_timer(int64_t us)
{
	const struct itimerval timer = {.it_value = {
						.tv_sec = us / 1000000,
						.tv_usec = us % 1000000,
					}};

	setitimer(ITIMER_REAL, &timer, NULL);
}

static bool any_is_ready(const struct pollfd *fds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fds[i].fd >= 0 && fds[i].revents)
			return true;
	return false;
}

bool interrupt_poll(
	struct pollfd *fds, size_t count, int64_t end_us, int64_t *since_us)
{
	int ready;

	for (;;) {
		int64_t left_us;

		fds[count] = (struct pollfd){
			.fd = *since_us ? -1 : interrupt_fd, .events = POLLIN};
		if (*since_us && *since_us + GRACE_US < end_us)
			end_us = *since_us + GRACE_US;
		left_us = end_us - io_now_us();
		if (left_us <= 0)
			return false;
		if (left_us > HOUR_US)
			left_us = HOUR_US;
		ready = poll(fds, count + 1, (int)(left_us / 1000) + 1);
		if (ready < 0 && errno != EINTR)
			return false;
		if (ready > 0 && any_is_ready(fds, count))
			return true;
		if (ready > 0)
			*since_us = io_now_us();
	}
}

int interrupt_set_up(void)
{
	interrupt_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	/* An output that cannot be written is exit status 74, not a death. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	return interrupt_fd;
}

static bool was_interrupted(void)
{
	struct pollfd fd = {.fd = interrupt_fd, .events = POLLIN};

	return poll(&fd, 1, 0) == 1;
}

void interrupt_catch(void)
{
	struct sigaction action = {
		.sa_handler = on_signal, .sa_flags = SA_RESETHAND | SA_RESTART};

	set_timer(0);
	if (was_interrupted())
		return;
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	/* Under nohup a hangup stays ignored. */
	if (signal(SIGHUP, SIG_IGN) != SIG_IGN)
		sigaction(SIGHUP, &action, NULL);
}

void interrupt_limit_inputs(int64_t limit_us, int status)
{
	struct sigaction action = {.sa_handler = on_late};

	late_status = status;
	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, NULL);
	set_timer(limit_us);
}
