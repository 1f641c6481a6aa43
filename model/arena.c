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
#define LARGE_OCTETS ((size_t)4096) /* in a block of its own */
#define ALIGNMENT alignof(max_align_t)

struct block {
	struct block *next;
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char data[];
};

struct arena {
	struct block *blocks;
	struct block *large; /* those of one allocation each */
};

static void free_blocks(struct block *block, const struct block *until)
{
	while (block != until) {
		struct block *next = block->next;

		free(block);
		block = next;
	}
}

struct arena *arena_new(void)
{
	return memory_calloc(1, sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	free_blocks(arena->blocks, NULL);
	free_blocks(arena->large, NULL);
	free(arena);
}

static size_t sum_blocks(const struct block *block)
{
	size_t sum = 0;

	for (; block; block = block->next)
		sum += sizeof(*block) + block->size;
	return sum;
}

size_t arena_size(const struct arena *arena)
{
	return arena ? sizeof(*arena) + sum_blocks(arena->blocks) +
			       sum_blocks(arena->large)
		     : 0;
}

static void *add_block(struct block **list, size_t room, size_t used)
{
	struct block *block = memory_calloc(1, sizeof(*block) + room);

	block->size = room;
	block->used = used;
	block->next = *list;
	*list = block;
	return block->data;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct block *block = arena->blocks;
	void *result;

	if (size > SIZE_MAX / 4)
		memory_exhausted();
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (size >= LARGE_OCTETS)
		return add_block(&arena->large, size, size);
	if (!block || block->size - block->used < size) {
		size_t room = block ? 2 * block->size : FIRST_OCTETS;

		if (room > BLOCK_OCTETS)
			room = BLOCK_OCTETS;
		if (room < size)
			room = size;
		add_block(&arena->blocks, room, 0);
		block = arena->blocks;
	}
	result = block->data + block->used;
	block->used += size;
	return result;
}

void *arena_enlarge(struct arena *arena, void *data, size_t old, size_t size)
{
	struct block *block = arena->large;
	void *larger;

	if (size > SIZE_MAX / 4)
		memory_exhausted();
	if (data && block && data == block->data) {
		block = memory_realloc(block, sizeof(*block) + size);
		block->size = block->used = size;
		arena->large = block;
		return block->data;
	}
	larger = arena_alloc(arena, size);
	if (old)
		memcpy(larger, data, old);
	return larger;
}

struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){arena->blocks, arena->large,
		arena->blocks ? arena->blocks->used : 0};
}

/* What is handed out is zeroed, the second time, too. */
void arena_release(struct arena *arena, struct arena_mark mark)
{
	struct block *block = mark.block;

	free_blocks(arena->blocks, block);
	free_blocks(arena->large, mark.large);
	arena->blocks = block;
	arena->large = mark.large;
	if (block) {
		memset(block->data + mark.used, 0, block->used - mark.used);
		block->used = mark.used;
	}
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
