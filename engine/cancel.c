/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/cancel.h"

#include "model/arena.h"
#include "model/memory.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct cancel {
	atomic_int holders;
	int fd;
};

struct cancel *cancel_new(void)
{
	struct cancel *cancel;
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	if (fd < 0)
		return NULL;
	cancel = memory_calloc(1, sizeof(*cancel));
	atomic_init(&cancel->holders, 1);
	cancel->fd = fd;
	return cancel;
}

struct cancel *cancel_hold(struct cancel *cancel)
{
	atomic_fetch_add(&cancel->holders, 1);
	return cancel;
}

void cancel_free(struct cancel *cancel)
{
	if (!cancel || atomic_fetch_sub(&cancel->holders, 1) != 1)
		return;
	close(cancel->fd);
	free(cancel);
}

int cancel_fd(const struct cancel *cancel)
{
	return cancel->fd;
}

void cancel_signal(struct cancel *cancel)
{
	const uint64_t one = 1;

	(void)!write(cancel->fd, &one, sizeof(one));
}
