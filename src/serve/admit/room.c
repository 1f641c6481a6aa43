/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/room.h"

#include "model/memory.h"

#include <pthread.h>

#define ALL_OCTETS ((size_t)64 * 1024 * 1024)
#define EACH_OCTETS (ALL_OCTETS / 4)      /* of one network */
#define SHORT_OCTETS ((size_t)256 * 1024) /* there are few connections */
/* The last one to enter may have more than what was left. */
#define NETWORKS (ALL_OCTETS / SHORT_OCTETS + 1)

struct room {
	pthread_mutex_t writing;
	pthread_mutex_t lock; /* of what follows */
	size_t taken;
	struct {
		struct share_network network;
		size_t taken; /* 0: nobody's row */
	} rows[NETWORKS];
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

/* What the network has taken, or a row without any; NULL if it is nobody's, who
 * has a share in all alone. With the lock held. */
static size_t *find_own(struct room *room, const struct share_network *network)
{
	size_t free_row = NETWORKS;

	for (size_t i = 0; i < NETWORKS; i++) {
		if (!room->rows[i].taken)
			free_row = i;
		else if (share_is_same(&room->rows[i].network, network))
			return &room->rows[i].taken;
	}
	if (!share_is_network(network) || free_row == NETWORKS)
		return NULL;
	room->rows[free_row].network = *network;
	return &room->rows[free_row].taken;
}

/* With the lock held. */
static bool take(
	struct room *room, const struct share_network *network, size_t octets)
{
	size_t *own = find_own(room, network);

	if (room->taken >= ALL_OCTETS || (own && *own >= EACH_OCTETS))
		return false;
	room->taken += octets;
	if (own)
		*own += octets;
	return true;
}

bool room_leave(struct room *room, const struct share_network *network,
	size_t octets, size_t *ret_taken)
{
	size_t wanted = octets < SHORT_OCTETS ? 0 : octets;
	bool has_room;

	pthread_mutex_lock(&room->lock);
	has_room = !wanted || take(room, network, wanted);
	pthread_mutex_unlock(&room->lock);
	pthread_mutex_unlock(&room->writing);
	if (has_room)
		*ret_taken = wanted;
	return has_room;
}

void room_clear(
	struct room *room, const struct share_network *network, size_t octets)
{
	size_t *own;

	if (!octets)
		return;
	pthread_mutex_lock(&room->lock);
	room->taken -= octets;
	own = find_own(room, network);
	if (own)
		*own -= octets;
	pthread_mutex_unlock(&room->lock);
}
