/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* An arena holds everything that one probe or one report allocates, and
 * gives it back in one go. An arena belongs to one thread at a time. */
#ifndef MAILSONDE_MODEL_ARENA_H
#define MAILSONDE_MODEL_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A place in an arena's life: see arena_release(). */
struct arena_mark {
	void *block;
	void *large;
	size_t used;
};

/* Octets as a peer sent them: any value may occur, NUL too. `data` is NULL
 * only when nothing was received. */
struct octets {
	const unsigned char *data;
	size_t length;
};

/* Returns an empty arena, to be freed with arena_free(). Memory that cannot
 * be had ends the process (model/memory.h), here and below. */
struct arena *arena_new(void);

/* Frees `arena` and all that was allocated in it. NULL is fine. */
void arena_free(struct arena *arena);

/* The octets that it has of the memory; 0 for NULL. */
size_t arena_size(const struct arena *arena);

/* Returns `size` octets, zeroed and aligned for any type, owned by `arena`. */
void *arena_alloc(struct arena *arena, size_t size);

/* Returns `data`, or a copy of its first `old` octets, in a room of `size`
 * octets that need not be zeroed. What was allocated last grows in place, if it
 * is large. `data` may be NULL. */
void *arena_enlarge(struct arena *arena, void *data, size_t old, size_t size);

/* Frees what was allocated since the mark was made: for what is only passed
 * on, so that a list does not stay as often as it has items. What was there
 * before must not be enlarged in between. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_release(struct arena *arena, struct arena_mark mark);

/* Returns a copy of the string, owned by `arena`; NULL for NULL. */
char *arena_strdup(struct arena *arena, const char *string);

/* Returns the formatted string, owned by `arena`. */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* Returns a copy of `length` octets, owned by `arena` and followed by a NUL
 * that does not count. */
struct octets arena_octets(
	struct arena *arena, const void *data, size_t length);

/* Returns `array`, or a larger copy of it, with room for `count` + 1 elements
 * of `size` octets; for arrays that grow by one element at a time. */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t size);

#endif
