/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/connection/turn.h"

#include "model/memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define WAIT_US 1000000

struct turn {
	int fd; /* 1 is in it while nobody has the turn; -1 if there is none */
};

struct turn *turn_new(void)
{
	struct turn *turn = memory_calloc(1, sizeof(*turn));

	turn->fd = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
	return turn;
}

void turn_free(struct turn *turn)
{
	if (!turn)
		return;
	if (turn->fd >= 0)
		close(turn->fd);
	free(turn);
}

bool turn_take(struct turn *turn, const struct deadline *deadline)
{
	const struct deadline until = deadline_within(deadline, WAIT_US);
	uint64_t count;

	if (turn->fd < 0)
		return false;
	while (read(turn->fd, &count, sizeof(count)) < 0)
		if (io_wait(turn->fd, POLLIN, &until) != ST_OK)
			return false;
	return true;
}

void turn_pass(struct turn *turn)
{
	const uint64_t count = 1;

#ifdef __GLIBC__
	malloc_trim(0);
#endif
	/* It is empty: there is room. */
	if (write(turn->fd, &count, sizeof(count)) < 0)
		return;
}
