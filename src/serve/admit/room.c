/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/room.h"

#include "model/memory.h"

#include <pthread.h>

#define ALL_OCTETS ((size_t)64 * 1024 * 1024)
#define SHORT_OCTETS ((size_t)256 * 1024) /* there are few connections */

struct room {
	pthread_mutex_t writing;
	pthread_mutex_t lock; /* of what follows */
	size_t taken;
};

struct room *room_new(void)
{
	struct room *room = memory_calloc(1, sizeof(*room));

	pthread_mutex_init(&room->writing, NULL);
	pthread_mutex_init(&room->lock, NULL);
	return room;
}

void room_enter(struct room *room)
{
	pthread_mutex_lock(&room->writing);
}

bool room_leave(struct room *room, size_t octets, size_t *ret_taken)
{
	size_t wanted = octets < SHORT_OCTETS ? 0 : octets;
	bool has_room;

	pthread_mutex_lock(&room->lock);
	has_room = !wanted || room->taken < ALL_OCTETS;
	if (has_room)
		room->taken += wanted;
	pthread_mutex_unlock(&room->lock);
	pthread_mutex_unlock(&room->writing);
	if (has_room)
		*ret_taken = wanted;
	return has_room;
}

void room_clear(struct room *room, size_t octets)
{
	pthread_mutex_lock(&room->lock);
	room->taken -= octets;
	pthread_mutex_unlock(&room->lock);
}
