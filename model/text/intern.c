/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/intern.h"

#include "model/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS ((size_t)1024)
#define REACH 64 /* slots that are looked at, at the most */

struct slot {
	uint64_t hash;
	struct octets octets; /* data is NULL where the slot is free */
};

struct intern {
	struct arena *arena;
	struct slot *slots; /* a power of two, at most half of them taken */
	size_t size;
	size_t taken;
};

struct intern *intern_new(struct arena *arena)
{
	struct intern *intern = memory_calloc(1, sizeof(*intern));

	intern->arena = arena;
	intern->size = FIRST_SLOTS;
	intern->slots = memory_calloc(intern->size, sizeof(*intern->slots));
	return intern;
}

void intern_free(struct intern *intern)
{
	if (!intern)
		return;
	free(intern->slots);
	free(intern);
}

/* Eight octets at a time, each mixed in by a multiplication. */
static uint64_t hash_of(const unsigned char *data, size_t length)
{
	const uint64_t prime = UINT64_C(0x9E3779B97F4A7C15);
	uint64_t hash = length * prime;
	uint64_t word;

	for (; length >= sizeof(word);
		data += sizeof(word), length -= sizeof(word)) {
		memcpy(&word, data, sizeof(word));
		hash = (hash ^ word) * prime;
		hash ^= hash >> 32;
	}
	word = 0;
	memcpy(&word, data, length);
	hash = (hash ^ word) * prime;
	return hash ^ hash >> 29;
}

/* Where the string is, or has its place. NULL where there is none in reach:
 * whoever makes strings that collide has them kept twice, and gains no time. */
static struct slot *find(
	struct intern *intern, uint64_t hash, const void *data, size_t length)
{
	for (size_t i = 0; i < REACH; i++) {
		struct slot *slot =
			&intern->slots[(hash + i) & (intern->size - 1)];

		if (!slot->octets.data ||
			(slot->hash == hash && slot->octets.length == length &&
				memcmp(slot->octets.data, data, length) == 0))
			return slot;
	}
	return NULL;
}

static void grow(struct intern *intern)
{
	struct slot *old = intern->slots;
	size_t size = intern->size;

	intern->size *= 2;
	intern->slots = memory_calloc(intern->size, sizeof(*intern->slots));
	for (size_t i = 0; i < size; i++) {
		struct slot *slot = NULL;

		if (old[i].octets.data)
			slot = find(intern, old[i].hash, old[i].octets.data,
				old[i].octets.length);
		if (slot)
			*slot = old[i];
	}
	free(old);
}

struct octets intern_octets(
	struct intern *intern, const void *data, size_t length)
{
	uint64_t hash = hash_of(data, length);
	struct slot *slot = find(intern, hash, data, length);

	if (slot && slot->octets.data)
		return slot->octets;
	if (slot && 2 * ++intern->taken > intern->size) {
		grow(intern);
		slot = find(intern, hash, data, length);
	}
	if (!slot)
		return arena_octets(intern->arena, data, length);
	slot->hash = hash;
	slot->octets = arena_octets(intern->arena, data, length);
	return slot->octets;
}

const char *intern_string(struct intern *intern, const char *string)
{
	return (const char *)intern_octets(intern, string, strlen(string)).data;
}
