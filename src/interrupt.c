/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/interrupt.h"

#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* A signal handler has no context of its own. */
static volatile sig_atomic_t interrupt_fd = -1;

/* The first signal asks for an orderly end, a second one ends at once
 * (SA_RESETHAND). */
static void on_signal(int number)
{
	const uint64_t one = 1;

	(void)number;
	(void)!write(interrupt_fd, &one, sizeof(one));
}

int interrupt_set_up(void)
{
	struct sigaction action = {
		.sa_handler = on_signal, .sa_flags = SA_RESETHAND | SA_RESTART};

	interrupt_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	/* Under nohup a hangup stays ignored. */
	if (signal(SIGHUP, SIG_IGN) != SIG_IGN)
		sigaction(SIGHUP, &action, NULL);
	/* An output that cannot be written is exit status 74, not a death. */
	signal(SIGPIPE, SIG_IGN);
	return interrupt_fd;
}
