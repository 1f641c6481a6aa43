/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/arena.h"

#include "model/memory.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A probe of one version needs about 1 KiB, the best connection with its
 * chain 2 to 4 KiB: a small block first, then ones twice as large. */
#define FIRST_OCTETS ((size_t)1088)
#define BLOCK_OCTETS ((size_t)8192)
#define ALIGNMENT alignof(max_align_t)

struct block {
	struct block *next;
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char data[];
};

struct arena {
	struct block *blocks;
};

struct arena *arena_new(void)
{
	return memory_calloc(1, sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	for (struct block *block = arena->blocks; block;) {
		struct block *next = block->next;

		free(block);
		block = next;
	}
	free(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct block *block = arena->blocks;
	void *result;

	if (size > SIZE_MAX / 4)
		memory_exhausted();
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (!block || block->size - block->used < size) {
		size_t room = block ? 2 * block->size : FIRST_OCTETS;

		if (room > BLOCK_OCTETS)
			room = BLOCK_OCTETS;
		if (room < size)
			room = size;

		block = memory_calloc(1, sizeof(*block) + room);
		block->size = room;
		block->next = arena->blocks;
		arena->blocks = block;
	}
	result = block->data + block->used;
	block->used += size;
	return result;
}

char *arena_strdup(struct arena *arena, const char *string)
{
	if (!string)
		return NULL;
	return (char *)arena_octets(arena, string, strlen(string)).data;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
	va_list copy;
	char *result;
	int length;

	va_copy(copy, arguments);
	length = vsnprintf(NULL, 0, format, copy);
	va_end(copy);
	if (length < 0)
		memory_exhausted();
	result = arena_alloc(arena, (size_t)length + 1);
	vsnprintf(result, (size_t)length + 1, format, arguments);
	return result;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	char *result;

	va_start(arguments, format);
	result = arena_vprintf(arena, format, arguments);
	va_end(arguments);
	return result;
}

struct octets arena_octets(struct arena *arena, const void *data, size_t length)
{
	unsigned char *copy = arena_alloc(arena, length + 1);

	if (length)
		memcpy(copy, data, length);
	return (struct octets){.data = copy, .length = length};
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t size)
{
	void *larger;

	/* Full at 0, 4, 8, 16 ... elements. */
	if (count && (count < 4 || (count & (count - 1))))
		return array;
	larger = arena_alloc(arena, (count ? count * 2 : 4) * size);
	if (count)
		memcpy(larger, array, count * size);
	return larger;
}
