/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/connection/turn.h"

#include "model/memory.h"

#include <errno.h>
#include <malloc.h>
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

#define WAIT_S 1

struct turn {
	sem_t free;
};

struct turn *turn_new(void)
{
	struct turn *turn = memory_calloc(1, sizeof(*turn));

	sem_init(&turn->free, 0, 1);
	return turn;
}

void turn_free(struct turn *turn)
{
	if (!turn)
		return;
	sem_destroy(&turn->free);
	free(turn);
}

bool turn_take(struct turn *turn)
{
	struct timespec until;
	int result;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += WAIT_S;
	do
		result = sem_timedwait(&turn->free, &until);
	while (result != 0 && errno == EINTR);
	return result == 0;
}

void turn_pass(struct turn *turn)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
	sem_post(&turn->free);
}
